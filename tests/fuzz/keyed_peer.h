#pragma once

#include "engine/crypto/key_exchange.h"
#include "engine/ikev2/key_material.h"
#include "engine/ikev2/protected_message.h"
#include "engine/wire/message.h"

#include <memory>
#include <optional>
#include <utility>

// A peer that has the keys. It negotiates as RFC 7296 says, with the engine's own codecs and key derivation, so that
// whatever a script wants to say arrives under a right ICV, in either role. What it says may be nonsense: that is the
// script's business.
namespace tw::fuzz {

// Octets of a script that stand for what only this very negotiation knows. They are those of the recorded exchange in
// tests/vectors/transcript_ikev2_psk.txt, so that its plain texts can be said again as they were.
inline constexpr std::uint32_t kInitiatorChildSpi = 0x69a92e4b;
inline constexpr std::uint32_t kResponderChildSpi = 0x1bb77b56;

struct Identities
{
    api::Identity own;
    api::Identity engine;
};

// One IKE SA between the peer and the engine.
class KeyedSa
{
public:
    // The peer begins.
    KeyedSa(wire::IkeSpi ownSpi, Identities identities, const SecretBytes &psk);
    // The engine began, with this IKE_SA_INIT request.
    KeyedSa(wire::IkeSpi ownSpi, Identities identities, const SecretBytes &psk, ByteView request);

    bool peerInitiated() const { return m_peerInitiated; }
    bool hasKeys() const { return m_keys.has_value(); }
    bool isOf(const wire::IkeHeader &header) const;

    // An IKE_SA_INIT message of the peer with these payloads. In each KE payload of a group that is known the public
    // value is replaced by a true one. As responder this makes the keys.
    std::optional<Bytes> saInit(wire::PayloadType first, ByteView chain, RandomSource &random);
    // The usual payloads for it.
    Bytes usualSaInit(const api::IkeProposal &proposal, RandomSource &random) const; // begins with an SA payload

    // What the engine sent. Learns from it: keys, the child's SPI, the request that waits for an answer.
    void heard(ByteView message);
    // What the newest of it held; nothing where it could not be opened.
    const wire::Payloads &lastHeard() const { return m_lastHeard; }

    // The engine's newest request, still unanswered or not.
    const std::optional<wire::IkeHeader> &lastRequest() const { return m_lastRequest; }
    // A header of the peer's next request, or of its answer to lastRequest().
    wire::IkeHeader nextRequest(wire::ExchangeType exchange);
    wire::IkeHeader answer() const;

    // A whole message; what the placeholders above stand for is put in, and a public value where KE has none. With
    // `isTrue`, every KE payload of a known group gets a public value of which the private one is known, and an AUTH
    // payload for a shared key becomes a proof of the identity in the same chain.
    Bytes seal(const wire::IkeHeader &header, wire::PayloadType first, ByteView plain, bool isTrue,
               std::optional<wire::Fragment> fragment, RandomSource &random);
    bool hasProved() const { return m_hasProved; }
    // The IKE SA that took the place of this one, by either side's wish; once.
    std::unique_ptr<KeyedSa> takeSuccessor() { return std::move(m_successor); }

    // Payloads as an honest peer sends them in IKE_AUTH.
    Bytes usualAuth(const api::EspProposal &proposal, std::span<const api::TrafficSelector> own,
                    std::span<const api::TrafficSelector> engine) const;
    wire::PayloadType ownId() const;

    std::uint32_t engineChildSpi() const { return m_engineChildSpi; }
    std::uint32_t ownChildSpi() const { return m_peerInitiated ? kInitiatorChildSpi : kResponderChildSpi; }

private:
    wire::IkeHeader header(wire::ExchangeType exchange, std::uint32_t id, bool isResponse) const;
    // One side's part of an exchange that rekeys this IKE SA.
    struct RekeyPart
    {
        wire::SaPayload sa;
        wire::KeyExchange exchange;
        Bytes nonce;
    };
    static std::optional<RekeyPart> rekeyPart(std::span<const wire::Payload> payloads);

    void derive(const wire::SaPayload &chosen, ByteView otherPublic);
    void makeCiphers();
    void learn(const wire::IkeHeader &header, std::span<const wire::Payload> payloads);
    void succeed(bool peerInitiated, const RekeyPart &own, const RekeyPart &engine);
    Bytes filledIn(ByteView plain) const;
    void makeTrue(const wire::IkeHeader &header, wire::Payloads &payloads, bool everything, RandomSource &random);

    bool m_peerInitiated;
    wire::IkeSpi m_ownSpi;
    wire::IkeSpi m_engineSpi;
    Identities m_identities;
    const SecretBytes &m_psk;

    std::optional<crypto::KeyExchange> m_secret;
    Bytes m_ownNonce;
    Bytes m_engineNonce;
    Bytes m_ownFirst; // the first messages, which AUTH covers
    Bytes m_engineFirst;
    std::optional<wire::Message> m_engineOffer; // as responder

    api::IkeProposal m_proposal;
    std::optional<ikev2::IkeKeys> m_keys;
    std::unique_ptr<ikev2::SealingCipher> m_sealing;
    std::unique_ptr<ikev2::OpeningCipher> m_opening;
    std::uint32_t m_nextId;
    std::optional<wire::IkeHeader> m_lastRequest;
    wire::Payloads m_lastHeard;
    std::uint32_t m_engineChildSpi = 0;
    bool m_hasProved = false;

    std::optional<RekeyPart> m_ownRekey; // our request; m_secret goes with it
    std::optional<RekeyPart> m_engineRekey; // its request
    std::unique_ptr<KeyedSa> m_successor;
};

} // namespace tw::fuzz
