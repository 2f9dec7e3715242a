#include "models/log/log_marks.h"

#include <algorithm>

namespace tw::models {

namespace {

std::string valueOf(const api::Event &event, api::DetailKey key)
{
    const std::string *value = event.find(key);
    return value ? *value : std::string();
}

} // namespace

LogMark LogMarker::mark(const api::Event &event)
{
    using api::EventCode;
    switch (event.code) {
    case EventCode::EngineStarted:
    case EventCode::EngineStopped: m_standing.clear(); return LogMark::None;
    case EventCode::ConnectionStopped: {
        const auto found = m_standing.find(event.connection.value());
        const bool wasUp = found != m_standing.end() && !found->second.children.empty();
        if (found != m_standing.end())
            m_standing.erase(found);
        return wasUp ? LogMark::Down : LogMark::None;
    }
    case EventCode::IkeSaEstablished: {
        auto &sas = m_standing[event.connection.value()].ikeSas;
        const bool isRekey = !sas.empty();
        if (sas.size() == kMaxPerConnection)
            sas.erase(sas.begin());
        sas.push_back(valueOf(event, api::DetailKey::InitiatorSpi));
        return isRekey ? LogMark::Rekey : LogMark::None;
    }
    case EventCode::IkeSaDeleted:
        std::erase(m_standing[event.connection.value()].ikeSas, valueOf(event, api::DetailKey::InitiatorSpi));
        return LogMark::None;
    case EventCode::ChildSaEstablished: {
        auto &children = m_standing[event.connection.value()].children;
        const std::string selectors =
            valueOf(event, api::DetailKey::LocalSelectors) + '=' + valueOf(event, api::DetailKey::RemoteSelectors);
        const bool isRekey = std::ranges::find(children, selectors, &Child::selectors) != children.end();
        const LogMark mark = children.empty() ? LogMark::Up : isRekey ? LogMark::Rekey : LogMark::None;
        if (children.size() == kMaxPerConnection)
            children.erase(children.begin());
        children.push_back({valueOf(event, api::DetailKey::InboundSpi), selectors});
        return mark;
    }
    case EventCode::ChildSaDeleted: {
        auto &children = m_standing[event.connection.value()].children;
        const auto gone =
            std::erase_if(children, [spi = valueOf(event, api::DetailKey::InboundSpi)](const Child &child) {
                return child.spi == spi;
            });
        return gone > 0 && children.empty() ? LogMark::Down : LogMark::None;
    }
    default: return LogMark::None;
    }
}

} // namespace tw::models
