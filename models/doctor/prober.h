#pragma once

#include "engine/api/engine_port.h"
#include "engine/api/probe.h"

#include <QObject>

#include <functional>
#include <map>

namespace tw::models {

// Hands questions to the engine that runs and its answers to whoever asked. The workspace has one and feeds it.
class Prober : public QObject
{
    Q_OBJECT

public:
    using Answered = std::function<void(const api::ProbeAnswer &)>;
    using What = decltype(api::Probe::what);

    explicit Prober(QObject *parent = nullptr);

    // nullptr: none runs. Whoever still waits is told ProbeRefused.
    void setEngine(api::EnginePort *engine);
    bool hasEngine() const { return m_engine != nullptr; }

    // The answer comes later and once; without an engine it is ProbeRefused, later as well. Gives the number to cancel.
    quint64 ask(const QString &connectionId, What what, Answered answered);
    void cancel(quint64 id); // whoever asked is not called any more
    void apply(const api::EngineReport &report);

private:
    void refuse(quint64 id);

    api::EnginePort *m_engine = nullptr;
    quint64 m_last = 0;
    std::map<quint64, Answered> m_waiting;
};

} // namespace tw::models
