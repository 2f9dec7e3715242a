#include "engine/ikev1/offer.h"
#include "engine/wire/byte_order.h"
#include "session_script.h"

#include <algorithm>

// What the peers say in IKEv1.
namespace tw::fuzz {

using wire::ExchangeType;
using wire::IsakmpPayload;
using wire::PayloadType;

namespace {

constexpr api::IkeProposal kSuites[] = {
    {api::Encryption::Aes128Cbc, api::Integrity::HmacSha256_128, api::Prf::HmacSha256, api::DhGroup::Ecp256},
    {api::Encryption::TripleDesCbc, api::Integrity::HmacMd5_96, api::Prf::HmacMd5, api::DhGroup::Modp1024},
    // Those of the recorded exchanges in main mode and in aggressive mode.
    {api::Encryption::Aes256Cbc, api::Integrity::HmacSha1_96, api::Prf::HmacSha1, api::DhGroup::Modp1024},
    {api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::Prf::HmacSha1, api::DhGroup::Modp2048},
};
constexpr api::EspProposal kEsp{api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::DhGroup::None, false};
constexpr api::EspProposal kEspPfs{api::Encryption::Aes128Gcm16, api::Integrity::None, api::DhGroup::Ecp256, false};
constexpr std::uint32_t kOwnChildSpi = 0x0c0ffee0;

Bytes spiBytes(std::uint32_t spi)
{
    Bytes bytes(4);
    wire::storeBig(bytes.data(), spi);
    return bytes;
}

} // namespace

void SessionScript::addV1Connections()
{
    for (std::size_t i = 0; i < 2; ++i) {
        api::ConnectionConfig config = m_configs[i];
        config.id = api::ConnectionId(i == 0 ? "vco-left-v1" : "vco-right-v1");
        config.ike.version = api::IkeVersion::V1;
        config.ike.mode = i == 0 ? api::IkeV1Mode::Main : api::IkeV1Mode::Aggressive;
        config.ike.proposals = {std::begin(kSuites), std::end(kSuites)};
        config.child.proposals = {i == 0 ? kEsp : kEspPfs, kEsp};
        config.child.local.resize(1);
        config.child.remote.resize(1);
        m_configs.push_back(std::move(config));
    }
}

IsakmpPeer *SessionScript::isakmpOf(Peer &peer, std::uint8_t flags)
{
    auto &sa = (flags & kEngineBegan) != 0 ? peer.answeredV1 : peer.begunV1;
    return sa ? &*sa : nullptr;
}

void SessionScript::isakmp(Peer &peer, wire::ByteReader &script)
{
    const std::uint8_t how = script.u8();
    const bool answers = (how & 1) != 0;
    const wire::IkeSpi cookie(m_nextSpi++);
    if (answers && !peer.newestV1.empty())
        peer.answeredV1.emplace(cookie, peer.identities, m_psk, peer.newestV1);
    else if (!answers)
        peer.begunV1.emplace(cookie, peer.identities, m_psk,
                             (how & 2) != 0 ? ExchangeType::Aggressive : ExchangeType::IdentityProtection);
    phase1(peer, answers, script);
}

void SessionScript::phase1(Peer &peer, bool engineBegan, wire::ByteReader &script)
{
    const PayloadType first{script.u8()};
    const ByteView chain = lengthAndOctets(script);
    IsakmpPeer *sa = isakmpOf(peer, engineBegan ? kEngineBegan : 0);
    if (!sa)
        return;
    const auto message =
        sa->phase1(first, chain, kSuites[static_cast<std::size_t>(first) % std::size(kSuites)], m_random);
    m_hasProved = m_hasProved || sa->hasProved();
    if (message)
        toEngine(peer, *message, 0);
}

void SessionScript::quickMode(Peer &peer, wire::ByteReader &script)
{
    const auto part = static_cast<IsakmpPeer::Quick>(script.u8() % 3);
    const std::uint8_t flags = script.u8();
    const PayloadType first{script.u8()};
    const ByteView octets = lengthAndOctets(script);
    IsakmpPeer *sa = isakmpOf(peer, flags);
    if (!sa)
        return;
    const bool isBuilt = (flags & kBuilt) != 0;
    const Bytes plain = isBuilt ? builtV1(*sa, octets) : toBytes(octets);
    const PayloadType begin = isBuilt && !plain.empty() ? PayloadType{octets[0]} : first;
    toEngine(peer, sa->quick(part, begin, plain, (flags & kTrue) != 0, (flags & kOldId) != 0, m_random), flags);
}

void SessionScript::informational(Peer &peer, wire::ByteReader &script)
{
    const std::uint8_t flags = script.u8();
    const PayloadType first{script.u8()};
    const ByteView octets = lengthAndOctets(script);
    IsakmpPeer *sa = isakmpOf(peer, flags);
    if (!sa)
        return;
    const bool isBuilt = (flags & kBuilt) != 0;
    const Bytes plain = isBuilt ? builtV1(*sa, octets) : toBytes(octets);
    const PayloadType begin = isBuilt && !plain.empty() ? PayloadType{octets[0]} : first;
    toEngine(peer, sa->informational(begin, plain, (flags & kTrue) != 0, (flags & kOldId) != 0), flags);
}

void SessionScript::hearV1(Peer &peer, const wire::IkeHeader &header, ByteView message)
{
    if (header.responderSpi == wire::IkeSpi(0))
        peer.newestV1 = toBytes(message);
    for (auto *sa : {&peer.begunV1, &peer.answeredV1}) {
        if (*sa && (*sa)->isOf(header))
            (*sa)->heard(message);
    }
}

// As built() in session_script.cpp.
Bytes SessionScript::builtV1(const IsakmpPeer &sa, ByteView recipe)
{
    wire::ByteReader in(recipe);
    wire::IsakmpPayloads payloads;
    while (!in.atEnd() && payloads.size() < 16) {
        const PayloadType type{in.u8()};
        const std::uint8_t how = in.u8();
        IsakmpPayload payload{type, wire::RawPayload{}};
        switch (type) {
        case PayloadType::SaV1: { // ESP
            std::vector<api::EspProposal> proposals{(how & 1) != 0 ? kEspPfs : kEsp};
            if ((how & 2) != 0)
                proposals.push_back(kEsp);
            const auto encapsulation = (how & 4) != 0 ? ikev1::Encapsulation::UdpTunnel : ikev1::Encapsulation::Tunnel;
            const std::chrono::seconds lifetime((how & 8) != 0 ? 61 : 1200);
            auto offer =
                ikev1::buildEspOffer(proposals, lifetime, encapsulation, crypto::EspSpi(kOwnChildSpi + (how >> 4 & 7)));
            if (!offer)
                continue;
            payload.body = std::move(*offer);
            break;
        }
        case PayloadType::KeyExchangeV1: payload.body = wire::IsakmpKeyExchange{Bytes(how + std::size_t{1})}; break;
        case PayloadType::NonceV1: {
            Bytes nonce(wire::kMinIsakmpNonceSize + how % 248);
            m_random.fill(nonce);
            payload.body = wire::IsakmpNonce{std::move(nonce)};
            break;
        }
        case PayloadType::IdentificationV1: {
            api::TrafficSelector selector =
                ((how & 1) != 0 ? m_peers[how >> 1 & 1].own : m_peers[how >> 1 & 1].engine).front();
            if ((how & 4) != 0)
                selector.end = selector.start;
            if ((how & 8) != 0)
                selector.protocol = in.u8();
            const auto id = wire::toIsakmpId(selector);
            if (!id)
                continue;
            payload.body = *id;
            break;
        }
        case PayloadType::NotificationV1: {
            const wire::NotificationType kind{in.u16()};
            auto notification = wire::Notification::ofIsakmpSa(kind, sa.initiator(), sa.responder());
            if ((how & 1) != 0) { // about the newest probe of the engine, or one after it
                notification.data = spiBytes(sa.lastProbe() + (how >> 4));
            } else if ((how & 2) != 0) {
                notification.protocol = wire::ProtocolId::Esp;
                notification.spi = spiBytes((how & 4) != 0 ? sa.engineChildSpi() : kOwnChildSpi + (how >> 4 & 7));
            }
            if ((how & 8) != 0)
                notification.data = toBytes(in.take(std::min<std::size_t>(in.u8(), in.remaining())));
            payload.body = std::move(notification);
            break;
        }
        case PayloadType::DeleteV1: {
            const std::uint32_t spis[] = {kOwnChildSpi + (how >> 4 & 7), sa.engineChildSpi()};
            payload.body = (how & 1) != 0
                ? wire::IsakmpDelete::ofIsakmpSa(sa.initiator(), sa.responder())
                : wire::IsakmpDelete::ofChildren(wire::ProtocolId::Esp, {spis, (how & 2) != 0 ? 2U : 1U});
            break;
        }
        default: payload.body = wire::RawPayload{toBytes(in.take(std::min<std::size_t>(how, in.remaining())))}; break;
        }
        payloads.push_back(std::move(payload));
    }
    return wire::encodeIsakmpPayloads(payloads).value_or(Bytes{});
}

} // namespace tw::fuzz
