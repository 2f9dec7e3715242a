#pragma once

namespace tw::models {
class Catalog;
class ConnectionController;
class LiveState;
class LogStore;
class Settings;
class UndoStack;
class TrafficHistory;
} // namespace tw::models

namespace tw::ui {

// What the window works on. All must outlive it; nothing here is owned.
struct Services
{
    models::Catalog &catalog;
    models::ConnectionController &controller;
    models::LiveState &live;
    const models::TrafficHistory &traffic;
    models::Settings &settings;
    models::LogStore *log; // nullptr: there is none to show
    models::UndoStack *undo = nullptr; // nullptr: nothing can be undone
};

} // namespace tw::ui
