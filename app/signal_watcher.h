#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <array>
#include <memory>

namespace tw::app {

// SIGINT and SIGTERM as a Qt signal, so that a program can end in an orderly way. One at a time; while it lives SIGPIPE
// is ignored too, since a reader that goes away must not take the tunnels with it.
class SignalWatcher : public QObject
{
    Q_OBJECT

public:
    explicit SignalWatcher(QObject *parent = nullptr);
    ~SignalWatcher() override; // the default actions are back

Q_SIGNALS:
    void stopAsked(); // once per signal

private:
    void onReadable();

    std::array<int, 2> m_pipe{-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace tw::app
