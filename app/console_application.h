#pragma once

#include "app/workspace.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>

namespace tw::models {
class Settings;
class UndoStack;
class TrafficHistory;
} // namespace tw::models

namespace tw::ui {
class MainWindow;
}

namespace tw::app {

class ControlServer;
class SignalWatcher;

// The window on a workspace: the one place that knows both. One console runs on a data directory; a second one has its
// window come up, and ends.
class ConsoleApplication final : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString dataDirectory; // empty: the user's own
        QString language; // empty: the remembered one, else the desktop's
    };

    explicit ConsoleApplication(Options options);
    ~ConsoleApplication() override;

    enum class Start {
        Runs, // the window is shown
        WentToTheOther, // which runs on the directory already
        Failed, // a box has said why
    };
    Start start();

private:
    Start refuseWorkspace(const Workspace::Failure &failure, const QString &directory);
    void applyAppearance();
    QString language() const;
    void followLanguage();
    void openWindow();
    void listen();
    void startEngine();
    void lookAtPrivileges();
    void onQuitRequested();
    void quit();
    void stopEngine();
    void leave();
    void leaveAtOnce();
    void refuseToStart(const QString &text, const QString &hint);

    Options m_options;
    std::unique_ptr<models::Settings> m_settings;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<models::UndoStack> m_undo; // its keys are wiped before the stores close
    std::unique_ptr<models::TrafficHistory> m_traffic;
    std::unique_ptr<ControlServer> m_server;
    std::unique_ptr<SignalWatcher> m_signals;
    std::unique_ptr<ui::MainWindow> m_window;
    QTimer m_machine; // addresses come and go, and nobody says so
    QTimer m_second; // the time of the traffic's history
    bool m_isQuitting = false;
};

} // namespace tw::app
