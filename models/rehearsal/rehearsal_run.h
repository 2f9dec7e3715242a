#pragma once

#include "engine/api/rehearsal.h"
#include "models/log/log_record.h"

#include <QList>
#include <QObject>

#include <functional>
#include <memory>

class QThread;

namespace tw::models {

// What plays a rehearsal: sim::rehearse(). Called in a thread of its own.
using Rehearse = std::function<api::Rehearsal(const api::RehearsalSetup &)>;

// A rehearsal in the background: it takes a second or two of computing. Thread: the one that made it.
class RehearsalRun final : public QObject
{
    Q_OBJECT

public:
    explicit RehearsalRun(Rehearse rehearse, QObject *parent = nullptr);
    ~RehearsalRun() override; // waits for what is under way

    // One at a time: without effect while one is running.
    void start(api::RehearsalSetup setup);
    bool isRunning() const { return m_thread != nullptr; }
    const api::Rehearsal &result() const { return m_result; } // of the last one that finished

Q_SIGNALS:
    void finished();

private:
    Rehearse m_rehearse;
    QThread *m_thread = nullptr;
    api::Rehearsal m_result;
};

// The events of a rehearsal as a log has them, so that what shows a log shows them too.
QList<LogRecord> logOf(const std::vector<api::Event> &events, const ClockAnchor &clock);

} // namespace tw::models
