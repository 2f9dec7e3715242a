#pragma once

#include "engine/ike/actions.h"

#include <string>
#include <utility>

namespace tw::ike {

// Puts an event together where it happens: report(EventDraft(...).phase(...).with(...)).
class EventDraft
{
public:
    EventDraft(api::EventCode code, api::Level level, api::Phase phase = api::Phase::None)
    {
        m_event.code = code;
        m_event.level = level;
        m_event.phase = phase;
    }

    EventDraft &&direction(api::Direction direction) &&
    {
        m_event.direction = direction;
        return std::move(*this);
    }
    EventDraft &&message(api::Exchange exchange, std::uint32_t id) &&
    {
        m_event.exchange = exchange;
        m_event.messageId = id;
        return std::move(*this);
    }
    // An empty value is left out: nothing is known rather than known to be empty.
    EventDraft &&with(api::DetailKey key, std::string value) &&
    {
        if (!value.empty())
            m_event.details.push_back({key, std::move(value)});
        return std::move(*this);
    }
    EventDraft &&with(api::DetailKey key, std::uint64_t value) &&
    {
        return std::move(*this).with(key, std::to_string(value));
    }
    EventDraft &&with(api::DetailKey key, std::string_view value) &&
    {
        return std::move(*this).with(key, std::string(value));
    }
    EventDraft &&with(api::DetailKey key, const char *value) &&
    {
        return std::move(*this).with(key, std::string(value));
    }
    EventDraft &&with(api::FailureCode failure) &&
    {
        return std::move(*this).with(api::DetailKey::Failure, api::failureName(failure));
    }

    Report finish(TimePoint at, const api::ConnectionId &connection) &&
    {
        m_event.at = at;
        m_event.connection = connection;
        return Report{std::move(m_event)};
    }

private:
    api::Event m_event;
};

// SPIs as charon and every packet analyser write them.
std::string ikeSpiText(std::uint64_t spi); // "0123456789abcdef"
std::string espSpiText(crypto::EspSpi spi); // "c0ffee01"

} // namespace tw::ike
