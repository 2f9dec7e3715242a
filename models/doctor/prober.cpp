#include "models/doctor/prober.h"

#include <QTimer>

#include <utility>

namespace tw::models {

Prober::Prober(QObject *parent) : QObject(parent) { }

void Prober::setEngine(api::EnginePort *engine)
{
    m_engine = engine;
    if (m_engine != nullptr)
        return;
    std::vector<quint64> waiting;
    for (const auto &[id, answered] : m_waiting)
        waiting.push_back(id);
    for (const quint64 id : waiting)
        refuse(id);
}

quint64 Prober::ask(const QString &connectionId, What what, Answered answered)
{
    const quint64 id = ++m_last;
    m_waiting.emplace(id, std::move(answered));
    if (m_engine != nullptr)
        m_engine->send(api::Probe{id, api::ConnectionId(connectionId.toStdString()), std::move(what)});
    else
        QTimer::singleShot(0, this, [this, id] { refuse(id); });
    return id;
}

void Prober::cancel(quint64 id)
{
    if (m_waiting.erase(id) != 0 && m_engine != nullptr)
        m_engine->send(api::CancelProbe{id});
}

void Prober::apply(const api::EngineReport &report)
{
    for (const api::ProbeAnswer &answer : report.probes) {
        // Taken out before it is called: it may ask the next question.
        if (auto waiting = m_waiting.extract(answer.id))
            waiting.mapped()(answer);
    }
}

void Prober::refuse(quint64 id)
{
    if (auto waiting = m_waiting.extract(id))
        waiting.mapped()(api::ProbeAnswer{id, api::ProbeRefused{}});
}

} // namespace tw::models
