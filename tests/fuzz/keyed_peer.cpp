#include "keyed_peer.h"

#include "engine/ike/proposal_choice.h"
#include "engine/ikev2/auth.h"
#include "engine/wire/message.h"

#include <algorithm>

namespace tw::fuzz {

using wire::PayloadType;

namespace {

// The suite that a chosen proposal means, where the engine can speak it.
std::optional<api::IkeProposal> suiteOf(const wire::SaPayload &chosen)
{
    using namespace api;
    for (const auto group : {DhGroup::Curve25519, DhGroup::Modp2048, DhGroup::Ecp256}) {
        for (const IkeProposal &suite :
             {IkeProposal{Encryption::Aes128Cbc, Integrity::HmacSha256_128, Prf::HmacSha256, group},
              IkeProposal{Encryption::Aes128Gcm16, Integrity::None, Prf::HmacSha256, group}}) {
            if (ike::choose({suite}, chosen) || ike::chooseRekeyed({suite}, chosen, {}))
                return suite;
        }
    }
    return std::nullopt;
}

// Groups that do not cost the fuzzer too much time.
bool isCheap(std::uint16_t group)
{
    switch (api::DhGroup{group}) {
    case api::DhGroup::Curve25519:
    case api::DhGroup::Ecp256:
    case api::DhGroup::Modp2048: return true;
    default: return false;
    }
}

template <typename Cipher>
std::unique_ptr<Cipher> orNothing(Result<std::unique_ptr<Cipher>> made)
{
    return made ? std::move(*made) : nullptr;
}

} // namespace

KeyedSa::KeyedSa(wire::IkeSpi ownSpi, Identities identities, const SecretBytes &psk)
    : m_peerInitiated(true), m_ownSpi(ownSpi), m_identities(std::move(identities)), m_psk(psk), m_nextId(1)
{ }

KeyedSa::KeyedSa(wire::IkeSpi ownSpi, Identities identities, const SecretBytes &psk, ByteView request)
    : m_peerInitiated(false),
      m_ownSpi(ownSpi),
      m_identities(std::move(identities)),
      m_psk(psk),
      m_engineFirst(toBytes(request)),
      m_nextId(0)
{
    if (auto message = wire::decodeMessage(request)) {
        m_engineSpi = message->header.initiatorSpi;
        m_engineOffer = std::move(*message);
    }
}

bool KeyedSa::isOf(const wire::IkeHeader &header) const
{
    return m_peerInitiated ? header.initiatorSpi == m_ownSpi
                           : header.initiatorSpi == m_engineSpi && header.responderSpi == m_ownSpi;
}

wire::IkeHeader KeyedSa::header(wire::ExchangeType exchange, std::uint32_t id, bool isResponse) const
{
    wire::IkeHeader header;
    header.initiatorSpi = m_peerInitiated ? m_ownSpi : m_engineSpi;
    header.responderSpi = m_peerInitiated ? m_engineSpi : m_ownSpi;
    header.exchange = exchange;
    header.messageId = wire::MessageId(id);
    header.flags = static_cast<std::uint8_t>((m_peerInitiated ? wire::kFlagInitiator : 0)
                                             | (isResponse ? wire::kFlagResponse : 0));
    return header;
}

wire::IkeHeader KeyedSa::nextRequest(wire::ExchangeType exchange) { return header(exchange, m_nextId++, false); }

wire::IkeHeader KeyedSa::answer() const
{
    return m_lastRequest ? header(m_lastRequest->exchange, m_lastRequest->messageId.value(), true)
                         : header(wire::ExchangeType::Informational, 0, true);
}

Bytes KeyedSa::usualSaInit(const api::IkeProposal &proposal, RandomSource &random) const
{
    Bytes nonce(32);
    random.fill(nonce);
    wire::SaPayload sa{{ike::toWire(proposal, 1)}};
    // A responder repeats the number of the proposal that it chose.
    const auto *offered =
        m_engineOffer ? wire::findPayload<wire::SaPayload>(m_engineOffer->payloads, PayloadType::Sa) : nullptr;
    if (offered) {
        if (const auto choice = ike::choose({proposal}, *offered))
            sa.proposals = {choice->answer};
    }
    const wire::Payload payloads[] = {
        {PayloadType::Sa, false, sa},
        {PayloadType::KeyExchange, false, wire::KeyExchange{static_cast<std::uint16_t>(proposal.group), {}}},
        {PayloadType::Nonce, false, wire::Nonce{nonce}}};
    return wire::encodePayloads(payloads).value_or(Bytes{});
}

std::optional<Bytes> KeyedSa::saInit(PayloadType first, ByteView chain, RandomSource &random)
{
    auto decoded = wire::decodePayloads(first, chain);
    if (!decoded)
        return std::nullopt;
    const wire::SaPayload *sa = wire::findPayload<wire::SaPayload>(*decoded, PayloadType::Sa);
    for (wire::Payload &payload : *decoded) {
        if (auto *exchange = std::get_if<wire::KeyExchange>(&payload.body)) {
            auto made = isCheap(exchange->group) ? crypto::KeyExchange::create(api::DhGroup{exchange->group}, random)
                                                 : fail(Fault::Unsupported, "group");
            if (!made)
                continue;
            m_secret = std::move(*made);
            exchange->data = toBytes(m_secret->publicValue());
        } else if (const auto *nonce = std::get_if<wire::Nonce>(&payload.body)) {
            m_ownNonce = nonce->data;
        }
    }
    wire::Message message{header(wire::ExchangeType::IkeSaInit, 0, !m_peerInitiated), *decoded};
    auto encoded = wire::encodeMessage(message);
    if (!encoded)
        return std::nullopt;
    m_ownFirst = *encoded;
    if (m_peerInitiated || !m_engineOffer || !sa)
        return *encoded;
    const auto *exchange = wire::findPayload<wire::KeyExchange>(m_engineOffer->payloads, PayloadType::KeyExchange);
    const auto *nonce = wire::findPayload<wire::Nonce>(m_engineOffer->payloads, PayloadType::Nonce);
    if (exchange && nonce) {
        m_engineNonce = nonce->data;
        derive(*sa, exchange->data);
    }
    return *encoded;
}

void KeyedSa::derive(const wire::SaPayload &chosen, ByteView otherPublic)
{
    const auto suite = suiteOf(chosen);
    if (!suite || !m_secret)
        return;
    auto shared = m_secret->sharedSecret(otherPublic);
    if (!shared)
        return;
    m_proposal = *suite;
    const Bytes &initiatorNonce = m_peerInitiated ? m_ownNonce : m_engineNonce;
    const Bytes &responderNonce = m_peerInitiated ? m_engineNonce : m_ownNonce;
    m_keys = ikev2::deriveIkeKeys(m_proposal, std::move(*shared), initiatorNonce, responderNonce,
                                  m_peerInitiated ? m_ownSpi : m_engineSpi, m_peerInitiated ? m_engineSpi : m_ownSpi);
    makeCiphers();
}

void KeyedSa::makeCiphers()
{
    const auto &[ownE, ownA] = m_peerInitiated ? std::tie(m_keys->ei, m_keys->ai) : std::tie(m_keys->er, m_keys->ar);
    const auto &[itsE, itsA] = m_peerInitiated ? std::tie(m_keys->er, m_keys->ar) : std::tie(m_keys->ei, m_keys->ai);
    m_sealing = orNothing(ikev2::makeSealingCipher(m_proposal, ownE, ownA));
    m_opening = orNothing(ikev2::makeOpeningCipher(m_proposal, itsE, itsA));
    if (!m_sealing || !m_opening)
        m_keys.reset();
}

void KeyedSa::heard(ByteView message)
{
    m_lastHeard.clear();
    const auto decoded = wire::decodeMessage(message);
    if (!decoded)
        return;
    const wire::IkeHeader &header = decoded->header;
    if (m_peerInitiated && header.exchange == wire::ExchangeType::IkeSaInit && header.isResponse() && !hasKeys()) {
        const auto *sa = wire::findPayload<wire::SaPayload>(decoded->payloads, PayloadType::Sa);
        const auto *exchange = wire::findPayload<wire::KeyExchange>(decoded->payloads, PayloadType::KeyExchange);
        const auto *nonce = wire::findPayload<wire::Nonce>(decoded->payloads, PayloadType::Nonce);
        if (!sa || !exchange || !nonce)
            return;
        m_engineSpi = header.responderSpi;
        m_engineNonce = nonce->data;
        m_engineFirst = toBytes(message);
        derive(*sa, exchange->data);
        return;
    }
    if (!header.isResponse())
        m_lastRequest = header;
    if (!m_opening)
        return;
    ikev2::CipherSizes sizes = m_opening->sizes();
    const auto layout = wire::locateEncrypted(message, sizes.iv, sizes.icv);
    if (!layout || layout->fragment)
        return;
    Bytes copy = toBytes(message);
    if (!m_opening->open(copy, *layout))
        return;
    const ByteView plain = layout->ciphertext(copy);
    if (plain.empty() || plain.size() < plain.back() + std::size_t{1})
        return;
    auto payloads = wire::decodePayloads(layout->firstInner, plain.first(plain.size() - plain.back() - 1));
    if (!payloads)
        return;
    learn(header, *payloads);
    m_lastHeard = std::move(*payloads);
}

std::optional<KeyedSa::RekeyPart> KeyedSa::rekeyPart(std::span<const wire::Payload> payloads)
{
    const auto *sa = wire::findPayload<wire::SaPayload>(payloads, PayloadType::Sa);
    const auto *exchange = wire::findPayload<wire::KeyExchange>(payloads, PayloadType::KeyExchange);
    const auto *nonce = wire::findPayload<wire::Nonce>(payloads, PayloadType::Nonce);
    constexpr std::size_t kSpiSize = 8;
    if (!sa || !exchange || !nonce || sa->proposals.empty() || sa->proposals.front().protocol != wire::ProtocolId::Ike
        || sa->proposals.front().spi.size() != kSpiSize)
        return std::nullopt;
    return RekeyPart{*sa, *exchange, nonce->data};
}

void KeyedSa::learn(const wire::IkeHeader &header, std::span<const wire::Payload> payloads)
{
    if (header.exchange == wire::ExchangeType::CreateChildSa) {
        if (auto part = rekeyPart(payloads)) {
            if (!header.isResponse())
                m_engineRekey = std::move(part);
            else if (m_ownRekey)
                succeed(true, *std::exchange(m_ownRekey, std::nullopt), *part);
            return;
        }
    }
    const auto *sa = wire::findPayload<wire::SaPayload>(payloads, PayloadType::Sa);
    if (!sa || sa->proposals.empty() || sa->proposals.front().spi.size() != 4)
        return;
    m_engineChildSpi = wire::loadBig<std::uint32_t>(sa->proposals.front().spi.data());
}

// RFC 7296, 2.18. Whoever began the rekey is the original initiator of the new IKE SA.
void KeyedSa::succeed(bool peerInitiated, const RekeyPart &own, const RekeyPart &engine)
{
    const auto suite = suiteOf(peerInitiated ? engine.sa : own.sa);
    if (!suite || !m_secret || !m_keys)
        return;
    auto shared = m_secret->sharedSecret(engine.exchange.data);
    if (!shared)
        return;
    const auto spiOf = [](const RekeyPart &part) {
        return wire::IkeSpi(wire::loadBig<std::uint64_t>(part.sa.proposals.front().spi.data()));
    };
    const RekeyPart &initiator = peerInitiated ? own : engine;
    const RekeyPart &responder = peerInitiated ? engine : own;
    auto next = std::make_unique<KeyedSa>(spiOf(own), m_identities, m_psk);
    next->m_peerInitiated = peerInitiated;
    next->m_engineSpi = spiOf(engine);
    next->m_proposal = *suite;
    next->m_keys = ikev2::deriveRekeyedIkeKeys(m_proposal.prf, m_keys->d, *suite, std::move(*shared), initiator.nonce,
                                               responder.nonce, spiOf(initiator), spiOf(responder));
    next->m_nextId = 0;
    next->m_engineChildSpi = m_engineChildSpi;
    next->m_hasProved = m_hasProved;
    next->makeCiphers();
    m_successor = std::move(next);
}

Bytes KeyedSa::filledIn(ByteView plain) const
{
    Bytes filled = toBytes(plain);
    const std::uint32_t placeholder = m_peerInitiated ? kResponderChildSpi : kInitiatorChildSpi;
    for (std::size_t i = 0; m_engineChildSpi != 0 && i + 4 <= filled.size(); ++i) {
        if (wire::loadBig<std::uint32_t>(filled.data() + i) == placeholder)
            wire::storeBig(filled.data() + i, m_engineChildSpi);
    }
    return filled;
}

wire::PayloadType KeyedSa::ownId() const
{
    return m_peerInitiated ? PayloadType::IdInitiator : PayloadType::IdResponder;
}

void KeyedSa::makeTrue(const wire::IkeHeader &header, wire::Payloads &payloads, bool everything, RandomSource &random)
{
    const auto *id = wire::findPayload<wire::Identification>(payloads, ownId());
    for (wire::Payload &payload : payloads) {
        if (auto *exchange = std::get_if<wire::KeyExchange>(&payload.body); exchange && isCheap(exchange->group)) {
            if (!everything && !exchange->data.empty())
                continue;
            auto made = crypto::KeyExchange::create(api::DhGroup{exchange->group}, random);
            if (!made)
                continue;
            m_secret = std::move(*made);
            exchange->data = toBytes(m_secret->publicValue());
        }
        auto *auth = std::get_if<wire::Authentication>(&payload.body);
        if (everything && id && auth && auth->method == wire::AuthMethod::SharedKey) {
            auth->data = toBytes(
                ikev2::pskAuthentication(m_proposal.prf, m_psk,
                                         {m_ownFirst, m_engineNonce, m_peerInitiated ? m_keys->pi : m_keys->pr, *id})
                    .view());
            m_hasProved = true;
        }
    }
    if (header.exchange != wire::ExchangeType::CreateChildSa)
        return;
    auto part = rekeyPart(payloads);
    if (part && header.isResponse() && m_engineRekey)
        succeed(false, *part, *std::exchange(m_engineRekey, std::nullopt));
    else if (part && !header.isResponse())
        m_ownRekey = std::move(part);
}

Bytes KeyedSa::seal(const wire::IkeHeader &header, PayloadType first, ByteView plain, bool isTrue,
                    std::optional<wire::Fragment> fragment, RandomSource &random)
{
    if (!m_sealing)
        return {};
    Bytes chain = filledIn(plain);
    if (auto payloads = fragment ? Result<wire::Payloads>(wire::Payloads{}) : wire::decodePayloads(first, chain);
        payloads && !payloads->empty()) {
        makeTrue(header, *payloads, isTrue, random);
        if (auto encoded = wire::encodePayloads(*payloads))
            chain = std::move(*encoded);
    }
    const ikev2::CipherSizes sizes = m_sealing->sizes();
    const std::size_t padded = (chain.size() + sizes.block) / sizes.block * sizes.block;
    auto message = wire::layOutEncrypted(header, first, fragment, sizes.iv, padded, sizes.icv);
    if (!message)
        return {};
    const MutableByteView place = message->layout.mutableCiphertext(message->message);
    std::ranges::copy(chain, place.begin());
    place.back() = static_cast<std::uint8_t>(padded - chain.size() - 1);
    if (!m_sealing->seal(message->message, message->layout, random))
        return {};
    return std::move(message->message);
}

Bytes KeyedSa::usualAuth(const api::EspProposal &proposal, std::span<const api::TrafficSelector> own,
                         std::span<const api::TrafficSelector> engine) const
{
    Bytes spi(4);
    wire::storeBig(spi.data(), ownChildSpi());
    const auto list = [](std::span<const api::TrafficSelector> selectors) {
        return wire::TrafficSelectors{{selectors.begin(), selectors.end()}, 0};
    };
    const wire::Payload payloads[] = {
        {ownId(), false, wire::Identification{m_identities.own, {}}},
        {PayloadType::Authentication, false, wire::Authentication{wire::AuthMethod::SharedKey, Bytes(32)}},
        {PayloadType::Sa, false, wire::SaPayload{{ike::toWire(proposal, 1, spi, false)}}},
        {PayloadType::TsInitiator, false, list(m_peerInitiated ? own : engine)},
        {PayloadType::TsResponder, false, list(m_peerInitiated ? engine : own)}};
    return wire::encodePayloads(payloads).value_or(Bytes{});
}

} // namespace tw::fuzz
