#pragma once

#include "engine/crypto/random.h"
#include "engine/ike/supervisor.h"
#include "engine/ikev2/protocol.h"

#include <chrono>
#include <deque>
#include <string>

// Two supervisors that hand each other their messages at once: what a handshake costs without sockets and without a
// network. Randomness is the system's, as in the field.
namespace tw::bench {

inline const IpAddress kInitiator = IpAddress::v4(192, 0, 2, 2);
inline const IpAddress kResponder = IpAddress::v4(198, 51, 100, 2);

// aes256-sha256 in the group, as the lab script gives it to both programs; a pair of identities for each number.
inline api::ConnectionConfig configOf(unsigned number, bool initiates, api::DhGroup group)
{
    const auto identity = [&](const char *side) {
        return api::Identity::parse(std::string(side) + std::to_string(number) + ".example.org").value();
    };
    const auto subnet = [&](const char *text, bool numbered) {
        auto selector = api::TrafficSelector::fromPrefix(IpPrefix::parse(text).value());
        if (numbered) {
            selector.protocol = 6;
            selector.startPort = selector.endPort = static_cast<std::uint16_t>(number);
        }
        return std::vector{selector};
    };
    api::ConnectionConfig config;
    config.id = api::ConnectionId("vco-" + std::to_string(number));
    config.name = "tunnel " + std::to_string(number);
    config.effectImmediately = initiates;
    config.localAddress = initiates ? kInitiator : kResponder;
    config.peer = initiates ? kResponder : kInitiator;
    config.ike.proposals = {{api::Encryption::Aes256Cbc, api::Integrity::HmacSha256_128, api::Prf::HmacSha256, group}};
    config.ike.localId = identity(initiates ? "left" : "right");
    config.ike.remoteId = identity(initiates ? "right" : "left");
    config.child.proposals = {{api::Encryption::Aes256Cbc, api::Integrity::HmacSha256_128, api::DhGroup::None, false}};
    config.child.local = initiates ? subnet("10.1.0.0/24", false) : subnet("10.2.0.0/24", true);
    config.child.remote = initiates ? subnet("10.2.0.0/24", true) : subnet("10.1.0.0/24", false);
    config.dpd.enabled = false;
    config.ike.lifetime = config.child.lifetime = std::chrono::years(10); // virtual time passes fast
    return config;
}

class JoinedEngines
{
public:
    // Loads the connection at both sides; the initiator begins at once.
    void establish(unsigned number, api::DhGroup group)
    {
        for (const bool initiates : {false, true}) {
            auto config = std::make_shared<const api::ConnectionConfig>(configOf(number, initiates, group));
            Side &side = initiates ? m_initiator : m_responder;
            side.timed([&] {
                return side.supervisor.command(
                    api::Start{std::move(config), SecretBytes(asBytes("a-long-enough-secret")), initiates}, m_now);
            });
        }
        settle();
    }

    void stop(unsigned number)
    {
        const api::ConnectionId id("vco-" + std::to_string(number));
        m_initiator.timed([&] { return m_initiator.supervisor.command(api::Stop{id}, m_now); });
        settle();
        m_responder.timed([&] { return m_responder.supervisor.command(api::Stop{id}, m_now); });
        settle();
        // What lingers to answer repeated requests goes, too.
        m_now += std::chrono::minutes(2);
        m_initiator.timed([&] { return m_initiator.supervisor.tick(m_now); });
        m_responder.timed([&] { return m_responder.supervisor.tick(m_now); });
        settle();
    }

    std::size_t children() const { return m_responder.supervisor.census().children; }
    std::chrono::nanoseconds initiatorTime() const { return m_initiator.spent; }
    std::chrono::nanoseconds responderTime() const { return m_responder.spent; }

private:
    struct Side
    {
        template <typename Call>
        void timed(Call call)
        {
            const auto before = std::chrono::steady_clock::now();
            for (ike::Action &action : call())
                toDo.push_back(std::move(action));
            spent += std::chrono::steady_clock::now() - before;
        }

        crypto::SystemRandom random;
        ike::Supervisor supervisor{random, ikev2::protocols()};
        std::deque<ike::Action> toDo;
        std::chrono::nanoseconds spent{};
    };

    void settle()
    {
        while (!m_initiator.toDo.empty() || !m_responder.toDo.empty()) {
            pass(m_initiator, m_responder);
            pass(m_responder, m_initiator);
        }
    }

    void pass(Side &from, Side &to)
    {
        while (!from.toDo.empty()) {
            const ike::Action action = std::move(from.toDo.front());
            from.toDo.pop_front();
            if (const auto *send = std::get_if<ike::Send>(&action); send && !send->message.empty()) {
                to.timed([&] { return to.supervisor.receive({send->remote, send->local, send->message}, m_now); });
            } else if (const auto *lookup = std::get_if<ike::ResolvePath>(&action)) {
                const ike::ResolvedPath path{*lookup->localAddress, std::get<IpAddress>(lookup->peer)};
                from.timed([&] { return from.supervisor.pathResolved(lookup->connection, path, m_now); });
            }
        }
    }

    Side m_initiator;
    Side m_responder;
    TimePoint m_now{};
};

} // namespace tw::bench
