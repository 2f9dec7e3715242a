#pragma once

#include "engine/wire/message.h"
#include "tests/engine/ikev2/ike_pair.h"
#include "tests/fuzz/keyed_peer.h"

#include <deque>
#include <memory>
#include <optional>
#include <vector>

// A peer with the keys that says what the test tells it to: for what our own engine never says.
namespace tw::test {

wire::Payload notify(wire::NotifyType type, Bytes data = {});

// The right side of a pair, in the place of an engine.
class ScriptedPeer
{
public:
    explicit ScriptedPeer(IkePair &pair, api::ConnectionConfig config = cheap(rightConfig()));

    // The oldest request of this exchange that is not answered yet; what came before it is forgotten.
    bool hasRequest(std::uint8_t exchange);
    // What it asks for; nothing where it cannot be opened. Only after hasRequest().
    wire::Payloads request();

    void answerSaInit();
    // With a proof of who it is in front.
    void answerAuth(wire::Payloads payloads);
    // In KE payloads the public values become such that the peer knows the private one. `isVerbatim`: only empty ones.
    void answer(const wire::Payloads &payloads, bool isVerbatim = false);
    // A request of the peer, on its newest IKE SA or on the one that came before. What it is answered, if it is.
    std::optional<wire::Payloads> ask(std::uint8_t exchange, const wire::Payloads &payloads, bool isVerbatim = false);
    std::optional<wire::Payloads> askOnFormer(std::uint8_t exchange, const wire::Payloads &payloads);

    wire::Payload sa(std::uint32_t spi) const;
    wire::Payload nonce();
    // Without a public value yet.
    static wire::Payload keyExchange(api::DhGroup group);
    // The child that the left side asked for, narrowed to these.
    wire::Payloads child(std::uint32_t spi, std::vector<api::TrafficSelector> initiator,
                         std::vector<api::TrafficSelector> responder);

    // IKE SAs that the two have made, with those that took the place of others.
    std::size_t ikeSas() const { return m_sas.size(); }

private:
    sim::SimDatagram take();
    void reply(const sim::SimDatagram &request, const Bytes &message);
    fuzz::KeyedSa &saOf(ByteView message);
    Bytes seal(fuzz::KeyedSa &sa, const wire::IkeHeader &header, const wire::Payloads &payloads, bool isVerbatim);
    std::optional<wire::Payloads> askOn(fuzz::KeyedSa &sa, std::uint8_t exchange, const wire::Payloads &payloads,
                                        bool isVerbatim);
    void noteSuccessorOf(fuzz::KeyedSa &sa);

    IkePair &m_pair;
    std::deque<sim::SimDatagram> m_heard;
    Endpoint m_local; // where it is, and where the left side is
    Endpoint m_remote;
    api::ConnectionConfig m_config;
    SecretBytes m_psk{asBytes(kPsk)};
    sim::SeededRandom m_random{5};
    std::vector<std::unique_ptr<fuzz::KeyedSa>> m_sas;
};

} // namespace tw::test
