#pragma once

#include "models/diagnosis/diagnose.h"

#include <initializer_list>

// The log of a connection, put together line by line.
namespace tw::models::samples {

using enum api::EventCode;
using Key = api::DetailKey;

inline constexpr auto kIn = api::Direction::In;
inline constexpr auto kOut = api::Direction::Out;
inline constexpr auto kPhase1 = api::Phase::Phase1;
inline constexpr auto kPhase2 = api::Phase::Phase2;

class Story
{
public:
    Story()
    {
        facts.draft.id = QStringLiteral("vco-tested");
        facts.draft.name = QStringLiteral("tunnel");
        facts.draft.localSubnet = QStringLiteral("10.1.0.0/24");
        facts.draft.remoteSubnet = QStringLiteral("10.2.0.0/24");
        facts.draft.ikeAuthAlg = QStringLiteral("sha256");
        facts.draft.ikePfs = QStringLiteral("group14");
        facts.draft.ipsecAuthAlg = QStringLiteral("sha256");
        facts.draft.ipsecPfs = QStringLiteral("group14");
        facts.ourAddress = QStringLiteral("192.0.2.2");
        facts.ourLocalAddress = QStringLiteral("192.0.2.2");
        facts.peerAddress = QStringLiteral("198.51.100.2");
        facts.hasEngine = true;
        facts.status.state = api::ConnectionState::Phase1Failed;
        facts.now = UtcTime(std::chrono::hours(500'000));
    }

    struct Line
    {
        api::EventCode code{};
        api::Phase phase = api::Phase::None;
        api::Direction direction = api::Direction::None;
        api::Exchange exchange = api::Exchange::None;
        std::initializer_list<std::pair<Key, const char *>> details = {};
        api::Level level = api::Level::Info;
    };

    // The sequence that it gets.
    qint64 add(const Line &line, std::chrono::milliseconds after = std::chrono::milliseconds(20))
    {
        facts.now += after;
        LogRecord record;
        record.sequence = ++m_sequence;
        record.at = facts.now;
        if (!m_isEngine)
            record.event.connection = api::ConnectionId(facts.draft.id.toStdString());
        record.event.code = line.code;
        record.event.phase = line.phase;
        record.event.direction = line.direction;
        record.event.exchange = line.exchange;
        record.event.level = line.level;
        for (const auto &[key, value] : line.details)
            record.event.details.push_back({key, value});
        facts.records << record;
        return m_sequence;
    }

    // Of the engine itself.
    qint64 addEngine(const Line &line)
    {
        m_isEngine = true;
        const qint64 sequence = add(line);
        m_isEngine = false;
        return sequence;
    }

    void initiate(api::Exchange exchange = api::Exchange::IkeSaInit)
    {
        add({NegotiationTriggered});
        add({ProposalsOffered, kPhase1, api::Direction::None, exchange});
        add({MessageSent, kPhase1, kOut, exchange, {{Key::Size, "400"}}});
    }

    void establish(const char *chosen = "AES_CBC_128/HMAC_SHA2_256_128/NO_EXT_SEQ")
    {
        add({IkeSaEstablished,
             kPhase1,
             api::Direction::None,
             api::Exchange::None,
             {{Key::InitiatorSpi, "1"}, {Key::LocalId, "192.0.2.2"}}});
        add({ChildSaEstablished,
             kPhase2,
             api::Direction::None,
             api::Exchange::None,
             {{Key::InboundSpi, "c1"}, {Key::Chosen, chosen}}});
        facts.status.state = api::ConnectionState::Established;
    }

    Diagnosis diagnosis() const { return diagnose(facts); }

    DiagnosisFacts facts;

private:
    qint64 m_sequence = 0;
    bool m_isEngine = false;
};

} // namespace tw::models::samples
