#include "engine/ikev1/fragments.h"
#include "engine/ikev1/offer.h"
#include "engine/wire/byte_order.h"
#include "fuzz_check.h"
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

IsakmpPeer::Manner mannerOf(std::uint8_t how)
{
    return {.nat = static_cast<ikev1::NatDialect>(how >> 2 & 3),
            .isEngineNatted = (how & 16) != 0,
            .isPeerNatted = (how & 32) != 0,
            .takesFragments = (how & 64) != 0,
            .knowsDpd = (how & 128) == 0};
}

// Its SA has a limit by volume, too.
void appendKilobytes(wire::SaPayloadV1 &sa, std::uint16_t kilobytes)
{
    for (wire::TransformV1 &transform : sa.proposals.front().transforms) {
        transform.attributes.push_back({ikev1::kEspLife.type, std::uint16_t{2}});
        transform.attributes.push_back({ikev1::kEspLife.duration, kilobytes});
    }
}

} // namespace

void SessionScript::addV1Connections()
{
    constexpr const char *kNames[] = {"vco-left-v1", "vco-right-v1", "vco-left-v1-too", "vco-right-v1-too"};
    for (std::size_t i = 0; i < std::size(kNames); ++i) {
        const bool isLeft = i % 2 == 0;
        api::ConnectionConfig config = m_configs[i % 2];
        config.id = api::ConnectionId(kNames[i]);
        config.ike.version = api::IkeVersion::V1;
        config.ike.mode = isLeft ? api::IkeV1Mode::Main : api::IkeV1Mode::Aggressive;
        config.ike.proposals = {std::begin(kSuites), std::end(kSuites)};
        config.child.proposals = {isLeft ? kEsp : kEspPfs, kEsp};
        for (auto *side : {&config.child.local, &config.child.remote})
            *side = {i < 2 ? side->front() : side->back()};
        m_configs.push_back(std::move(config));
    }
}

IsakmpPeer *SessionScript::isakmpOf(Peer &peer, std::uint8_t flags)
{
    auto &sa = (flags & kFormer) != 0 ? peer.formerV1 : (flags & kEngineBegan) != 0 ? peer.answeredV1 : peer.begunV1;
    return sa ? &*sa : nullptr;
}

void SessionScript::isakmp(Peer &peer, wire::ByteReader &script)
{
    const std::uint8_t how = script.u8();
    const bool answers = (how & 1) != 0;
    const IsakmpPeer::Ends ends{wire::IkeSpi(m_nextSpi++), peer.identities, peer.address, peer.engineAddress};
    auto &sa = answers ? peer.answeredV1 : peer.begunV1;
    if (sa && sa->hasKeys())
        peer.formerV1.emplace(std::move(*sa));
    peer.portV1 = 500;
    if (answers && !peer.newestV1.empty())
        sa.emplace(ends, m_psk, peer.newestV1, mannerOf(how));
    else if (!answers)
        sa.emplace(ends, m_psk, (how & 2) != 0 ? ExchangeType::Aggressive : ExchangeType::IdentityProtection,
                   mannerOf(how));
    phase1(peer, answers ? kEngineBegan : 0, script);
}

void SessionScript::phase1(Peer &peer, std::uint8_t flags, wire::ByteReader &script)
{
    const PayloadType first{script.u8()};
    const ByteView chain = lengthAndOctets(script);
    IsakmpPeer *sa = isakmpOf(peer, flags);
    if (!sa)
        return;
    const auto truth = (flags & kUntrue) != 0 ? IsakmpPeer::Truth::Nothing
        : (flags & kWrongHash) != 0           ? IsakmpPeer::Truth::AllButHash
                                              : IsakmpPeer::Truth::All;
    const auto message = sa->phase1(first, chain, kSuites[static_cast<std::size_t>(first) % std::size(kSuites)], truth,
                                    (flags & kInClear) == 0, m_random);
    m_hasProved = m_hasProved || sa->hasProved();
    if (sa->hasFloated())
        peer.portV1 = 4500;
    if (message)
        toEngine(peer, *message, flags & (kOtherPort | kOtherAddress));
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
    const bool isTrue = (flags & kTrue) != 0;
    const auto standing = m_installed;
    toEngine(peer, sa->quick(part, begin, plain, isTrue, (flags & kOldId) != 0, m_random), flags);
    require(isTrue || m_installed == standing, kUnproved);
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
    const bool isTrue = (flags & kTrue) != 0;
    const bool isInClear = (flags & kInClear) != 0;
    const auto standing = m_installed;
    toEngine(peer,
             isInClear ? sa->informationalInClear(begin, plain)
                       : sa->informational(begin, plain, isTrue, (flags & kOldId) != 0),
             flags);
    require((isTrue && !isInClear) || m_installed == standing, kUnproved);
}

void SessionScript::hearV1(Peer &peer, const wire::IkeHeader &header, const ike::Send &send)
{
    if (header.responderSpi == wire::IkeSpi(0))
        peer.newestV1 = send.message;
    for (auto *sa : {&peer.begunV1, &peer.answeredV1, &peer.formerV1}) {
        if (!*sa || !(*sa)->isOf(header))
            continue;
        (*sa)->heard(send.message);
        peer.portV1 = send.local.port;
    }
}

std::vector<Bytes> SessionScript::cut(Bytes message)
{
    constexpr std::size_t kAround = 36; // headers and fields of a fragment
    const std::size_t room = (m_cut & 0x7fU) * 16U;
    auto parts = ikev1::splitMessage(message, kAround + room, ++m_cutMessages);
    if (room == 0 || !parts)
        return {std::move(message)};
    if ((m_cut & 0x80) != 0)
        std::ranges::reverse(*parts);
    return std::move(*parts);
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
            if ((how & 128) != 0)
                appendKilobytes(*offer, in.u16());
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
            const auto &side = (how & 1) != 0 ? m_peers[how >> 1 & 1].own : m_peers[how >> 1 & 1].engine;
            api::TrafficSelector selector = (how & 16) != 0 ? side.back() : side.front();
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
