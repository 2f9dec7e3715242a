#pragma once

namespace tw::models {
class Catalog;
class ConnectionController;
class LiveState;
class LogStore;
class Settings;
} // namespace tw::models

namespace tw::ui {

// What the window works on. All must outlive it; nothing here is owned.
struct Services
{
    models::Catalog &catalog;
    models::ConnectionController &controller;
    models::LiveState &live;
    models::Settings &settings;
    models::LogStore *log; // nullptr: there is none to show
};

} // namespace tw::ui
