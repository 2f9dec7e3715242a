#include "isakmp_peer.h"

#include "engine/ikev1/nat_detection.h"
#include "engine/ikev1/offer.h"
#include "engine/ikev1/vendor_ids.h"

namespace tw::fuzz {

using wire::ExchangeType;
using wire::IsakmpPayload;
using wire::IsakmpPayloads;
using wire::PayloadType;

namespace {

constexpr std::chrono::seconds kLifetime{3600};

Bytes freshNonce(RandomSource &random)
{
    Bytes nonce(16);
    random.fill(nonce);
    return nonce;
}

IsakmpPayloads decoded(PayloadType first, ByteView chain)
{
    return wire::decodeIsakmpPayloads(first, chain).value_or(IsakmpPayloads{});
}

} // namespace

IsakmpPeer::IsakmpPeer(const Ends &ends, const SecretBytes &psk, ExchangeType mode, const Manner &manner)
    : m_weBegan(true), m_mode(mode), m_ends(ends), m_manner(manner), m_psk(psk)
{ }

IsakmpPeer::IsakmpPeer(const Ends &ends, const SecretBytes &psk, ByteView request, const Manner &manner)
    : m_weBegan(false), m_mode(ExchangeType::IdentityProtection), m_ends(ends), m_manner(manner), m_psk(psk)
{
    const auto message = wire::decodeIsakmpMessage(request);
    if (!message)
        return;
    m_mode = message->header.exchange;
    m_engineCookie = message->header.initiatorSpi;
    if (const auto *payloads = message->payloads())
        learn(*payloads);
}

bool IsakmpPeer::isOf(const wire::IkeHeader &header) const
{
    const wire::IkeSpi own = m_weBegan ? header.initiatorSpi : header.responderSpi;
    const wire::IkeSpi other = m_weBegan ? header.responderSpi : header.initiatorSpi;
    return own == m_ends.ownCookie && (other == m_engineCookie || m_engineCookie == wire::IkeSpi(0));
}

void IsakmpPeer::heard(ByteView datagram)
{
    const auto message = wire::decodeIsakmpMessage(datagram);
    if (!message)
        return;
    const auto *payloads = message->payloads();
    const auto *fragment =
        payloads ? wire::findPayload<wire::IsakmpFragment>(*payloads, PayloadType::FragmentV1) : nullptr;
    if (!fragment) {
        hearMessage(*message);
    } else if (const auto whole = m_fragments.add(*fragment)) {
        if (const auto together = wire::decodeIsakmpMessage(*whole))
            hearMessage(*together);
    }
}

void IsakmpPeer::hearMessage(const wire::IsakmpMessage &message)
{
    if (message.header.exchange == m_mode && message.header.messageId == wire::MessageId(0))
        hearPhase1(message);
    else if (m_cipher && message.closed())
        hearQuick(message);
}

void IsakmpPeer::hearPhase1(const wire::IsakmpMessage &message)
{
    if (m_weBegan)
        m_engineCookie = message.header.responderSpi;
    if (const auto *payloads = message.payloads()) {
        learn(*payloads);
        derive();
    } else if (m_cipher && message.closed()->ciphertext != m_lastSealed && m_cipher->open(*m_phase1, message)) {
        m_lastSealed = message.closed()->ciphertext;
        m_phase1->advance(m_lastSealed);
    }
}

void IsakmpPeer::hearQuick(const wire::IsakmpMessage &message)
{
    const wire::MessageId id = message.header.messageId;
    const bool isOwn = m_ownQuick && m_ownQuick->id == id;
    auto chain = isOwn ? m_ownQuick->chain : ikev1::IvChain::ofPhase2(*m_proposal, *m_phase1, id);
    const auto opened = m_cipher->open(chain, message);
    if (!opened)
        return;
    const IsakmpPayloads &payloads = opened->body.payloads;
    if (const auto *probe = wire::findNotification(payloads, wire::NotificationType::RUThere))
        m_lastProbe = probe->livenessSequence().value_or(0);
    if (message.header.exchange != ExchangeType::QuickMode)
        return;
    chain.advance(message.closed()->ciphertext);
    if (const auto *sa = wire::findPayload<wire::SaPayloadV1>(payloads, PayloadType::SaV1)) {
        if (const auto spi = ikev1::espSpiOf(sa->proposals.front()))
            m_engineChildSpi = spi->value();
    }
    const auto *nonce = wire::findPayload<wire::IsakmpNonce>(payloads, PayloadType::NonceV1);
    if (!nonce)
        return;
    if (isOwn) {
        m_ownQuick->responderNonce = nonce->data;
        m_ownQuick->chain = std::move(chain);
    } else {
        m_engineQuick = QuickMode{id, std::move(chain), nonce->data, {}};
    }
}

void IsakmpPeer::learn(std::span<const IsakmpPayload> payloads)
{
    if (const auto *sa = wire::findPayload<wire::SaPayloadV1>(payloads, PayloadType::SaV1)) {
        if (!m_weBegan) {
            m_engineOffer = *sa;
            m_initiatorSa = wire::encodeSaPayloadV1(*sa);
        } else if (const auto *chosen = ikev1::onlyTransform(*sa, wire::ProtocolId::Ike)) {
            m_proposal = ikev1::readIkeTransform(*chosen).suite();
        }
    }
    if (const auto *ke = wire::findPayload<wire::IsakmpKeyExchange>(payloads, PayloadType::KeyExchangeV1))
        m_enginePublic = ke->data;
    if (const auto *nonce = wire::findPayload<wire::IsakmpNonce>(payloads, PayloadType::NonceV1))
        m_engineNonce = nonce->data;
}

void IsakmpPeer::derive()
{
    if (m_keys || !m_proposal || !m_secret || m_enginePublic.empty() || m_engineNonce.empty())
        return;
    auto shared = m_secret->sharedSecret(m_enginePublic);
    if (!shared)
        return;
    m_keys = ikev1::deriveIsakmpKeys(*m_proposal, m_psk, std::move(*shared), m_weBegan ? m_ownNonce : m_engineNonce,
                                     m_weBegan ? m_engineNonce : m_ownNonce, initiator(), responder());
    auto cipher = ikev1::IsakmpCipher::create(m_proposal->encryption, m_keys->encryption);
    if (!cipher)
        return;
    m_cipher = std::move(*cipher);
    const Bytes own = toBytes(m_secret->publicValue());
    m_phase1 =
        ikev1::IvChain::ofPhase1(*m_proposal, m_weBegan ? own : m_enginePublic, m_weBegan ? m_enginePublic : own);
}

wire::IkeHeader IsakmpPeer::header(ExchangeType exchange, wire::MessageId id) const
{
    wire::IkeHeader header;
    header.initiatorSpi = initiator();
    header.responderSpi = responder();
    header.majorVersion = 1;
    header.exchange = exchange;
    header.messageId = id;
    return header;
}

Bytes IsakmpPeer::ownHash(const wire::IsakmpId &id) const
{
    const Bytes own = toBytes(m_secret->publicValue());
    const ikev1::Phase1Exchange exchange{m_weBegan ? ByteView(own) : ByteView(m_enginePublic),
                                         m_weBegan ? ByteView(m_enginePublic) : ByteView(own), initiator(), responder(),
                                         m_initiatorSa};
    const auto make = m_weBegan ? ikev1::hashOfInitiator : ikev1::hashOfResponder;
    return make(m_proposal->prf, m_keys->skeyid, exchange, wire::encodeIsakmpId(id));
}

IsakmpPayloads IsakmpPeer::usual(const api::IkeProposal &proposal, RandomSource &random) const
{
    const IsakmpPayload ke{PayloadType::KeyExchangeV1, wire::IsakmpKeyExchange{Bytes(1)}}; // made true later
    const IsakmpPayload nonce{PayloadType::NonceV1, wire::IsakmpNonce{freshNonce(random)}};
    const IsakmpPayload id{PayloadType::IdentificationV1, wire::toIsakmpId(m_ends.identities.own)};
    const IsakmpPayload hash{PayloadType::HashV1, wire::HashPayload{Bytes(1)}};
    IsakmpPayloads nat;
    if (m_manner.nat != ikev1::NatDialect::None) { // the engine's side first; made true later
        const bool isRfc = m_manner.nat == ikev1::NatDialect::Rfc;
        nat.assign(2, {isRfc ? PayloadType::NatD : PayloadType::NatDDraft, wire::NatDetectionHash{Bytes(1)}});
    }
    const auto together = [](IsakmpPayloads to, const IsakmpPayloads &more) {
        to.insert(to.end(), more.begin(), more.end());
        return to;
    };
    const bool isMain = m_mode == ExchangeType::IdentityProtection;
    std::optional<wire::SaPayloadV1> sa;
    if (m_sent == 0 && m_weBegan) {
        if (auto offer = ikev1::buildIkeOffer({&proposal, 1}, kLifetime))
            sa = std::move(*offer);
    } else if (m_sent == 0 && m_engineOffer) {
        const wire::ProposalV1 &first = m_engineOffer->proposals.front();
        sa = ikev1::buildAnswer(first, first.transforms.front(), {});
    }
    if (m_sent == 0 && !sa)
        return {};
    if (isMain) {
        switch (m_sent) {
        case 0: return together({{PayloadType::SaV1, *sa}}, vendors());
        case 1: return together({ke, nonce}, nat);
        case 2: return {id, hash};
        default: return {};
        }
    }
    if (m_sent > 0)
        return m_weBegan && m_sent == 1 ? together({hash}, nat) : IsakmpPayloads{};
    IsakmpPayloads payloads{{PayloadType::SaV1, *sa}, ke, nonce, id};
    return together(m_weBegan ? payloads : together(together(payloads, {hash}), nat), vendors());
}

IsakmpPayloads IsakmpPeer::vendors() const
{
    using ikev1::Vendor;
    IsakmpPayloads payloads;
    const auto add = [&](bool isSaid, Vendor vendor) {
        if (isSaid)
            payloads.push_back({PayloadType::VendorIdV1, ikev1::vendorId(vendor)});
    };
    add(m_manner.knowsDpd, Vendor::DeadPeerDetection);
    add(m_manner.takesFragments, Vendor::Fragmentation);
    add(m_manner.nat == ikev1::NatDialect::Rfc, Vendor::NatTraversal);
    add(m_manner.nat == ikev1::NatDialect::Draft03, Vendor::NatTraversalDraft03);
    add(m_manner.nat == ikev1::NatDialect::Draft02, Vendor::NatTraversalDraft02);
    return payloads;
}

bool IsakmpPeer::hasFloated() const
{
    const bool isNatted = m_manner.nat != ikev1::NatDialect::None && (m_manner.isEngineNatted || m_manner.isPeerNatted);
    return isNatted && m_weBegan && m_sent > (m_mode == ExchangeType::Aggressive ? 1 : 2);
}

// The engine's side comes first. Behind a NAT, what we believe is another port.
void IsakmpPeer::makeNatTrue(IsakmpPayloads &payloads) const
{
    bool isOwn = false;
    for (IsakmpPayload &payload : payloads) {
        auto *nat = std::get_if<wire::NatDetectionHash>(&payload.body);
        if (!nat || nat->hash.size() != 1 || !m_proposal)
            continue;
        const bool isNatted = isOwn ? m_manner.isPeerNatted : m_manner.isEngineNatted;
        const Endpoint believed{isOwn ? m_ends.own : m_ends.engine, isNatted ? std::uint16_t{1} : std::uint16_t{500}};
        nat->hash = ikev1::natDetectionHash(m_proposal->prf, initiator(), responder(), believed);
        isOwn = true;
    }
}

// Each payload in its turn, so that a HASH sees the KE before it.
void IsakmpPeer::makeTrue(IsakmpPayloads &payloads, Truth truth, RandomSource &random)
{
    if (auto *sa = wire::findPayload<wire::SaPayloadV1>(payloads, PayloadType::SaV1)) {
        const auto *transform = &sa->proposals.front().transforms.front();
        if (m_weBegan)
            m_initiatorSa = wire::encodeSaPayloadV1(*sa);
        m_proposal = ikev1::readIkeTransform(*transform).suite();
    }
    if (const auto *nonce = wire::findPayload<wire::IsakmpNonce>(payloads, PayloadType::NonceV1))
        m_ownNonce = nonce->data;
    for (IsakmpPayload &payload : payloads) {
        if (auto *ke = std::get_if<wire::IsakmpKeyExchange>(&payload.body); ke && m_proposal && !m_keys) {
            auto secret = crypto::KeyExchange::create(m_proposal->group, random);
            if (!secret)
                continue;
            m_secret = std::move(*secret);
            ke->data = toBytes(m_secret->publicValue());
        }
    }
    derive();
    makeNatTrue(payloads);
    const auto *id = wire::findPayload<wire::IsakmpId>(payloads, PayloadType::IdentificationV1);
    for (IsakmpPayload &payload : payloads) {
        if (auto *hash = std::get_if<wire::HashPayload>(&payload.body); hash && m_keys) {
            hash->data = ownHash(id ? *id : wire::toIsakmpId(m_ends.identities.own));
            if (truth == Truth::All)
                m_hasProved = true;
            else
                hash->data.front() ^= 1;
        }
    }
}

std::optional<Bytes> IsakmpPeer::phase1(PayloadType first, ByteView chain, const api::IkeProposal &proposal,
                                        Truth truth, bool isSealed, RandomSource &random)
{
    IsakmpPayloads payloads = chain.empty() ? usual(proposal, random) : decoded(first, chain);
    if (payloads.empty())
        return std::nullopt;
    if (truth != Truth::Nothing)
        makeTrue(payloads, truth, random);
    const bool isMain = m_mode == ExchangeType::IdentityProtection;
    const bool isClosed = isSealed && (isMain ? m_sent >= 2 : m_sent >= 1);
    if (isClosed && !m_cipher)
        return std::nullopt;
    ++m_sent;
    const auto message = isClosed ? m_cipher->seal(*m_phase1, header(m_mode), payloads)
                                  : wire::encodeIsakmpMessage({header(m_mode), payloads});
    return message ? std::optional(*message) : std::nullopt;
}

Bytes IsakmpPeer::seal(wire::IkeHeader header, ikev1::IvChain &chain, std::optional<Bytes> hash, PayloadType first,
                       ByteView payloads)
{
    Bytes plain = toBytes(payloads);
    if (hash) {
        constexpr std::size_t kGenericHeader = 4;
        const std::size_t length = hash->size() + kGenericHeader;
        Bytes front{static_cast<std::uint8_t>(payloads.empty() ? PayloadType::None : first), 0,
                    static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)};
        front.insert(front.end(), hash->begin(), hash->end());
        plain.insert(plain.begin(), front.begin(), front.end());
        first = PayloadType::HashV1;
    }
    header.nextPayload = first;
    header.flags |= wire::kFlagEncryption;
    auto ciphertext = m_cipher->encrypt(chain.iv(), plain);
    if (!ciphertext || ciphertext->empty())
        return {};
    chain.advance(*ciphertext);
    return wire::encodeIsakmpMessage({header, wire::ClosedBody{std::move(*ciphertext)}}).value_or(Bytes{});
}

Bytes IsakmpPeer::quick(Quick part, PayloadType first, ByteView chain, bool isTrue, bool isOldId, RandomSource &random)
{
    if (!m_cipher)
        return {};
    Bytes octets = toBytes(chain);
    IsakmpPayloads payloads = decoded(first, chain);
    if (isTrue && !payloads.empty()) {
        for (IsakmpPayload &payload : payloads) {
            auto *ke = std::get_if<wire::IsakmpKeyExchange>(&payload.body);
            const auto secret = ke ? crypto::KeyExchange::create(api::DhGroup::Ecp256, random)
                                   : Result<crypto::KeyExchange>(fail(Fault::Unsupported, "no KE"));
            if (secret)
                ke->data = toBytes(secret->publicValue());
        }
        octets = wire::encodeIsakmpPayloads(payloads).value_or(octets);
    }
    const auto *nonce = wire::findPayload<wire::IsakmpNonce>(payloads, PayloadType::NonceV1);
    const api::Prf prf = m_proposal->prf;
    std::optional<Bytes> hash;
    QuickMode *mode = nullptr;
    switch (part) {
    case Quick::Begin: {
        const wire::MessageId id(isOldId && m_ownQuick ? m_ownQuick->id.value() : m_nextId++);
        m_ownQuick =
            QuickMode{id, ikev1::IvChain::ofPhase2(*m_proposal, *m_phase1, id), nonce ? nonce->data : Bytes{}, {}};
        mode = &*m_ownQuick;
        hash = ikev1::hash1(prf, m_keys->a, id, octets);
        break;
    }
    case Quick::Answer:
        if (!m_engineQuick)
            return {};
        mode = &*m_engineQuick;
        hash = ikev1::hash2(prf, m_keys->a, mode->id, mode->initiatorNonce, octets);
        break;
    case Quick::Confirm:
        if (!m_ownQuick)
            return {};
        mode = &*m_ownQuick;
        hash = ikev1::hash3(prf, m_keys->a, mode->id, mode->initiatorNonce, mode->responderNonce);
        break;
    }
    return seal(header(ExchangeType::QuickMode, mode->id), mode->chain, isTrue ? hash : std::nullopt, first, octets);
}

Bytes IsakmpPeer::informational(PayloadType first, ByteView chain, bool isTrue, bool isOldId)
{
    if (!m_cipher)
        return {};
    const wire::MessageId id(isOldId ? m_nextId - 1 : m_nextId++);
    ikev1::IvChain iv = ikev1::IvChain::ofPhase2(*m_proposal, *m_phase1, id);
    const Bytes hash = ikev1::hash1(m_proposal->prf, m_keys->a, id, chain);
    return seal(header(ExchangeType::InformationalV1, id), iv, isTrue ? std::optional(hash) : std::nullopt, first,
                chain);
}

Bytes IsakmpPeer::informationalInClear(PayloadType first, ByteView chain)
{
    const IsakmpPayloads payloads = decoded(first, chain);
    const wire::IkeHeader clear = header(ExchangeType::InformationalV1, wire::MessageId(m_nextId++));
    return payloads.empty() ? Bytes{} : wire::encodeIsakmpMessage({clear, payloads}).value_or(Bytes{});
}

} // namespace tw::fuzz
