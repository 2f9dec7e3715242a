#pragma once

#include "engine/crypto/key_exchange.h"
#include "engine/ikev1/fragments.h"
#include "engine/ikev1/isakmp_cipher.h"
#include "engine/ikev1/key_material.h"
#include "engine/ikev1/nat_traversal.h"
#include "keyed_peer.h"

#include <optional>

// An IKEv1 peer that has the keys: what a script wants to say arrives under a right HASH, in either role and either
// mode. What it says may be nonsense: that is the script's business. Beside keyed_peer.h, which is IKEv2's.
namespace tw::fuzz {

// One ISAKMP SA between the peer and the engine.
class IsakmpPeer
{
public:
    struct Ends
    {
        wire::IkeSpi ownCookie;
        Identities identities;
        IpAddress own;
        IpAddress engine;
    };
    // What it says of itself in phase 1.
    struct Manner
    {
        ikev1::NatDialect nat = ikev1::NatDialect::None;
        bool isEngineNatted = false;
        bool isPeerNatted = false;
        bool takesFragments = false;
        bool knowsDpd = true;
    };
    // The peer begins, in this mode.
    IsakmpPeer(const Ends &ends, const SecretBytes &psk, wire::ExchangeType mode, const Manner &manner);
    // The engine began, with this message.
    IsakmpPeer(const Ends &ends, const SecretBytes &psk, ByteView request, const Manner &manner);

    bool isOf(const wire::IkeHeader &header) const;
    bool hasKeys() const { return m_cipher.has_value(); }
    bool hasProved() const { return m_hasProved; }
    wire::IkeSpi initiator() const { return m_weBegan ? m_ends.ownCookie : m_engineCookie; }
    wire::IkeSpi responder() const { return m_weBegan ? m_engineCookie : m_ends.ownCookie; }

    // What the engine sent. Learns from it: keys, the child's SPI, the quick mode that waits for an answer.
    void heard(ByteView message);

    // How much of KE, HASH, and NAT-D of one octet becomes true.
    enum class Truth : std::uint8_t { All, AllButHash, Nothing };
    // The next message of phase 1: with the usual payloads where `chain` is empty. Sealed where it is time for it and
    // `isSealed`. Nothing where it is not the peer's turn.
    std::optional<Bytes> phase1(wire::PayloadType first, ByteView chain, const api::IkeProposal &proposal, Truth truth,
                                bool isSealed, RandomSource &random);
    // Both sides know of a NAT by now, and have gone to port 4500.
    bool hasFloated() const;

    // Which message of a quick mode.
    enum class Quick : std::uint8_t { Begin, Answer, Confirm };
    // Payloads behind the HASH; `isTrue`: with a right one, and with a true public value in KE; else all that there is
    // are these. Empty where there is no such quick mode.
    Bytes quick(Quick part, wire::PayloadType first, ByteView chain, bool isTrue, bool isOldId, RandomSource &random);
    Bytes informational(wire::PayloadType first, ByteView chain, bool isTrue, bool isOldId);
    Bytes informationalInClear(wire::PayloadType first, ByteView chain);

    std::uint32_t engineChildSpi() const { return m_engineChildSpi; }
    std::uint32_t lastProbe() const { return m_lastProbe; } // the number in the engine's R-U-THERE

private:
    struct QuickMode
    {
        wire::MessageId id;
        ikev1::IvChain chain;
        Bytes initiatorNonce;
        Bytes responderNonce;
    };

    wire::IkeHeader header(wire::ExchangeType exchange, wire::MessageId id = {}) const;
    wire::IsakmpPayloads usual(const api::IkeProposal &proposal, RandomSource &random) const;
    Bytes ownHash(const wire::IsakmpId &id) const;
    void makeTrue(wire::IsakmpPayloads &payloads, Truth truth, RandomSource &random);
    void makeNatTrue(wire::IsakmpPayloads &payloads) const;
    wire::IsakmpPayloads vendors() const;
    void hearMessage(const wire::IsakmpMessage &message);
    void derive();
    void learn(std::span<const wire::IsakmpPayload> payloads);
    void hearPhase1(const wire::IsakmpMessage &message);
    void hearQuick(const wire::IsakmpMessage &message);
    Bytes seal(wire::IkeHeader header, ikev1::IvChain &chain, std::optional<Bytes> hash, wire::PayloadType first,
               ByteView payloads);

    bool m_weBegan;
    wire::ExchangeType m_mode;
    wire::IkeSpi m_engineCookie;
    Ends m_ends;
    Manner m_manner;
    const SecretBytes &m_psk;
    ikev1::FragmentAssembly m_fragments;

    int m_sent = 0; // messages of phase 1
    std::optional<wire::SaPayloadV1> m_engineOffer;
    Bytes m_initiatorSa;
    std::optional<api::IkeProposal> m_proposal;
    std::optional<crypto::KeyExchange> m_secret;
    Bytes m_ownNonce;
    Bytes m_engineNonce;
    Bytes m_enginePublic;
    std::optional<ikev1::IsakmpKeys> m_keys;
    std::optional<ikev1::IsakmpCipher> m_cipher;
    std::optional<ikev1::IvChain> m_phase1;
    Bytes m_lastSealed; // of the engine's, in phase 1
    bool m_hasProved = false;

    std::optional<QuickMode> m_ownQuick;
    std::optional<QuickMode> m_engineQuick;
    std::uint32_t m_nextId = 0x1001;
    std::uint32_t m_engineChildSpi = 0;
    std::uint32_t m_lastProbe = 0;
};

} // namespace tw::fuzz
