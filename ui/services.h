#pragma once

#include "models/rehearsal/rehearsal_run.h"

#include <QJsonObject>
#include <QString>

#include <functional>

namespace tw::api {
class PasswordEnvelope;
}

namespace tw::models {
class CaptureController;
class Catalog;
class ClockWatch;
class ConnectionController;
class HealthMonitor;
class LiveState;
class LogStore;
class Prober;
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
    // What stands now, as `tunnelwrightctl status --json` says it. Empty: nobody can tell.
    std::function<QJsonObject(const QString &connectionId)> status = {};
    models::Prober *prober = nullptr; // nullptr: nothing can be asked of an engine
    const models::HealthMonitor *health = nullptr; // nullptr: nobody checks
    // Plays both ends of a connection through in memory; may be called in any thread. Empty: nothing can be rehearsed.
    models::Rehearse rehearse = {};
    // What encrypts a backup; nullptr: none can be made. Beside it, where the store is kept before one is brought back.
    const api::PasswordEnvelope *envelope = nullptr;
    QString dataDirectory = {};
    models::CaptureController *capture = nullptr; // nullptr: nothing can be captured
    const models::ClockWatch *clock = nullptr; // nullptr: nobody watches it
};

} // namespace tw::ui
