#include "models/log/negotiation_span.h"

namespace tw::models {

namespace {

using api::EventCode;
using api::Exchange;

bool closes(const api::Event &event)
{
    switch (event.code) {
    case EventCode::ChildSaEstablished:
    case EventCode::AttemptFailed:
    case EventCode::ConnectionStopped:
    case EventCode::EngineStarted:
    case EventCode::EngineStopped: return true;
    default: return false;
    }
}

bool isMessage(const api::Event &event)
{
    return event.code == EventCode::MessageSent || event.code == EventCode::MessageReceived
        || event.code == EventCode::Retransmitted;
}

bool isInformational(const api::Event &event)
{
    return event.exchange == Exchange::Informational || event.exchange == Exchange::InformationalV1;
}

bool opens(const api::Event &event)
{
    return event.code == EventCode::NegotiationTriggered
        || (isMessage(event) && event.exchange != Exchange::None && !isInformational(event));
}

bool isOfMessage(const api::Event &event, const api::Event &other)
{
    return event.exchange == other.exchange && event.messageId == other.messageId;
}

} // namespace

std::pair<qsizetype, qsizetype> negotiationAround(const QList<LogRecord> &records, qsizetype index)
{
    const auto at = [&](qsizetype i) -> const api::Event & { return records.at(i).event; };
    qsizetype open = -1; // of the negotiation that is under way
    const api::Event *last = nullptr; // its last message
    // The answer that carries a child is sent, and told, after the child stands.
    const auto endOf = [&](qsizetype closing) {
        qsizetype end = closing + 1;
        while (end < records.size()
               && (at(end).code == EventCode::ChildSaEstablished
                   || (last && at(end).exchange != Exchange::None && isOfMessage(at(end), *last))))
            ++end;
        return end;
    };
    for (qsizetype i = 0; i < records.size() && (open >= 0 || i <= index);) {
        const api::Event &event = at(i);
        if (opens(event) && (open < 0 || (event.code == EventCode::NegotiationTriggered && !last)))
            open = i;
        if (isMessage(event) && !isInformational(event))
            last = &event;
        if (!closes(event)) {
            ++i;
            continue;
        }
        i = endOf(i);
        if (open >= 0 && open <= index && index < i)
            return {open, i};
        open = -1;
        last = nullptr;
    }
    if (open >= 0 && open <= index)
        return {open, records.size()};

    qsizetype begin = index;
    qsizetype end = index + 1;
    while (begin > 0 && at(index).exchange != Exchange::None && isOfMessage(at(begin - 1), at(index)))
        --begin;
    while (end < records.size() && at(index).exchange != Exchange::None && isOfMessage(at(end), at(index)))
        ++end;
    return {begin, end};
}

} // namespace tw::models
