#include "models/rehearsal/rehearsal_run.h"

#include <QThread>

#include <utility>

namespace tw::models {

RehearsalRun::RehearsalRun(Rehearse rehearse, QObject *parent) : QObject(parent), m_rehearse(std::move(rehearse)) { }

RehearsalRun::~RehearsalRun()
{
    if (m_thread) {
        m_thread->disconnect(this);
        m_thread->wait();
    }
}

void RehearsalRun::start(api::RehearsalSetup setup)
{
    if (m_thread)
        return;
    auto result = std::make_shared<api::Rehearsal>();
    auto given = std::make_shared<const api::RehearsalSetup>(std::move(setup));
    m_thread = QThread::create([rehearse = m_rehearse, given, result] { *result = rehearse(*given); });
    m_thread->setParent(this);
    m_thread->setObjectName(QStringLiteral("rehearsal"));
    connect(m_thread, &QThread::finished, this, [this, result] {
        std::exchange(m_thread, nullptr)->deleteLater();
        m_result = std::move(*result);
        Q_EMIT finished();
    });
    m_thread->start();
}

QList<LogRecord> logOf(const std::vector<api::Event> &events, const ClockAnchor &clock)
{
    QList<LogRecord> records;
    records.reserve(static_cast<qsizetype>(events.size()));
    for (const api::Event &event : events)
        records.append({records.size() + 1, clock.toUtc(event.at), event});
    return records;
}

} // namespace tw::models
