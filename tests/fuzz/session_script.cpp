#include "session_script.h"

#include "engine/ike/transform_ids.h"
#include "engine/ikev1/protocol.h"
#include "engine/ikev2/protocol.h"
#include "fuzz_check.h"

#include <algorithm>

namespace tw::fuzz {

using wire::ExchangeType;
using wire::PayloadType;

namespace {

using std::chrono::seconds;

constexpr std::size_t kMostSteps = 256; // an input that goes on for longer has shown what it can
constexpr std::size_t kMostActions = 4096; // of one step of the engine
constexpr int kMostTicksAtOnce = 16;
constexpr std::size_t kRemembered = 32;
constexpr std::size_t kManyProposals = 64;
constexpr std::string_view kPsk = "a-long-enough-secret";
constexpr std::string_view kOtherPsk = "not-what-the-peers-have";

constexpr api::IkeProposal kSuites[] = {
    {api::Encryption::Aes128Cbc, api::Integrity::HmacSha256_128, api::Prf::HmacSha256, api::DhGroup::Curve25519},
    {api::Encryption::Aes128Gcm16, api::Integrity::None, api::Prf::HmacSha256, api::DhGroup::Curve25519},
    {api::Encryption::Aes128Cbc, api::Integrity::HmacSha256_128, api::Prf::HmacSha256, api::DhGroup::Modp2048},
};
constexpr api::EspProposal kEsp{api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::DhGroup::None, false};
constexpr api::EspProposal kEspPfs{api::Encryption::Aes128Gcm16, api::Integrity::None, api::DhGroup::Curve25519, true};

std::vector<api::TrafficSelector> subnets(std::string_view a, std::string_view b)
{
    std::vector<api::TrafficSelector> selectors;
    for (const std::string_view text : {a, b}) {
        if (const auto prefix = IpPrefix::parse(text))
            selectors.push_back(api::TrafficSelector::fromPrefix(*prefix));
    }
    return selectors;
}

} // namespace

ByteView lengthAndOctets(wire::ByteReader &script)
{
    const std::size_t length = script.u16();
    return script.take(std::min(length, script.remaining()));
}

SessionScript::SessionScript()
    : m_psk(asBytes(kPsk)), m_supervisor(m_engineRandom, ike::protocolsOf(ikev1::makeProtocol(), ikev2::makeProtocol()))
{
    const auto left = api::Identity::parse("left.example.org").value_or(api::Identity{});
    const auto right = api::Identity::parse("right.example.org").value_or(api::Identity{});
    const auto leftNet = subnets("10.1.0.0/24", "");
    const auto rightNet = subnets("10.2.0.0/24", "10.2.1.0/24");
    // The engine is left of the first peer, and right of the second.
    m_peers[0].identities = {right, left};
    m_peers[0].address = IpAddress::v4(192, 0, 2, 3);
    m_peers[0].own = rightNet;
    m_peers[0].engine = leftNet;
    m_peers[1].identities = {left, right};
    m_peers[1].address = IpAddress::v4(192, 0, 2, 2);
    m_peers[1].own = leftNet;
    m_peers[1].engine = rightNet;
    for (std::size_t i = 0; i < 2; ++i) {
        Peer &peer = m_peers[i];
        peer.engineAddress = i == 0 ? IpAddress::v4(192, 0, 2, 2) : IpAddress::v4(192, 0, 2, 3);
        api::ConnectionConfig config;
        config.id = api::ConnectionId(i == 0 ? "vco-left" : "vco-right");
        config.name = "fuzzed";
        config.localAddress = peer.engineAddress;
        config.peer = peer.address;
        config.effectImmediately = i == 0;
        config.ike.proposals = {std::begin(kSuites), std::end(kSuites)};
        config.ike.lifetime = seconds(3600);
        config.ike.localId = peer.identities.engine;
        config.ike.remoteId = peer.identities.own;
        config.child.proposals = {kEsp, kEspPfs};
        config.child.lifetime = seconds(1200);
        config.child.local = peer.engine;
        config.child.remote = peer.own;
        m_configs.push_back(std::move(config));
    }
    addV1Connections();
}

void SessionScript::play(ByteView script)
{
    wire::ByteReader reader(script);
    command(0);
    command(1);
    for (std::size_t steps = 0; steps < kMostSteps && !reader.atEnd(); ++steps)
        step(reader);
    finish();
}

void SessionScript::step(wire::ByteReader &script)
{
    const std::uint8_t octet = script.u8();
    Peer &peer = m_peers[octet >> 7];
    switch (static_cast<Step>((octet & 0x7f) % kStepCount)) {
    case Step::Tick: tick(); break;
    case Step::Wait:
        m_now += std::chrono::milliseconds(100) * script.u16();
        perform(m_supervisor.tick(m_now));
        break;
    case Step::Datagram: {
        const std::uint8_t from = script.u8();
        const IpAddress source = (from & 4) != 0 ? IpAddress::v4(203, 0, 113, 66) : peer.address;
        const std::uint16_t port = (from & 1) != 0 ? 4500 : 500;
        const auto standing = m_installed;
        deliver({{peer.engineAddress, (from & 2) != 0 ? std::uint16_t{4500} : std::uint16_t{500}},
                 {source, port},
                 toBytes(lengthAndOctets(script))});
        require(m_installed == standing, kUnproved);
        break;
    }
    case Step::Again: {
        const std::size_t which = script.u8();
        const std::size_t where = script.u16();
        const std::uint8_t change = script.u8();
        const std::size_t cut = script.u8();
        if (m_past.empty())
            break;
        ike::Datagram datagram = m_past[m_past.size() - 1 - which % m_past.size()];
        if (!datagram.message.empty())
            datagram.message[where % datagram.message.size()] ^= change;
        datagram.message.resize(datagram.message.size() - std::min(cut, datagram.message.size()));
        deliver(std::move(datagram));
        break;
    }
    case Step::Command: command(script.u8()); break;
    case Step::Path: {
        const bool found = (script.u8() & 1) != 0;
        std::expected<ike::ResolvedPath, ike::PathFailure> path = ike::ResolvedPath{peer.engineAddress, peer.address};
        if (!found)
            path = std::unexpected(ike::PathFailure{api::FailureCode::PortTaken, "Address already in use"});
        perform(m_supervisor.pathResolved(m_configs[octet >> 7].id, path, m_now));
        break;
    }
    case Step::Notice: notice(script.u8()); break;
    case Step::Traffic: traffic(script.u8()); break;
    case Step::SaInit: saInit(peer, script, true); break;
    case Step::SaInitAnswer: saInit(peer, script, false); break;
    case Step::Auth: auth(peer); break;
    case Step::Request: sealed(peer, script, false); break;
    case Step::Answer: sealed(peer, script, true); break;
    case Step::Fragments: fragments(peer, script); break;
    case Step::Deliver: m_isDelivering = (script.u8() & 1) != 0; break;
    case Step::Isakmp: isakmp(peer, script); break;
    case Step::Phase1: phase1(peer, script.u8(), script); break;
    case Step::QuickMode: quickMode(peer, script); break;
    case Step::InformationalV1: informational(peer, script); break;
    case Step::Cut: m_cut = script.u8(); break;
    }
}

void SessionScript::tick()
{
    if (const auto deadline = m_supervisor.nextDeadline())
        m_now = std::max(m_now, *deadline);
    const auto isDue = [&] {
        const auto next = m_supervisor.nextDeadline();
        return next && *next <= m_now;
    };
    // What is done may make something else due at once, but not again and again.
    for (int i = 0; i < kMostTicksAtOnce && (i == 0 || isDue()); ++i)
        perform(m_supervisor.tick(m_now));
    require(!isDue(), "what is due is done");
}

void SessionScript::command(std::uint8_t which)
{
    api::ConnectionConfig &config = m_configs[(which & 1) + ((which & 32) != 0 ? 4U : (which & 16) != 0 ? 2U : 0U)];
    if ((which & 128) != 0) {
        otherCommand(which, config);
        return;
    }
    const auto current = [&] { return std::make_shared<const api::ConnectionConfig>(config); };
    switch (which >> 1 & 7) {
    case 0: perform(m_supervisor.command(api::Start{current(), m_psk.clone(), config.effectImmediately}, m_now)); break;
    case 1: perform(m_supervisor.command(api::Stop{config.id}, m_now)); break;
    case 2: perform(m_supervisor.command(api::Renegotiate{config.id}, m_now)); break;
    case 3:
        config.name += "x";
        config.dpd.interval = seconds(config.dpd.interval.count() % 60 + 7);
        perform(m_supervisor.command(api::Update{current(), m_psk.clone()}, m_now));
        break;
    case 4:
        config.child.lifetime = config.child.lifetime == seconds(1200) ? seconds(60) : seconds(1200);
        if ((which & 64) != 0) // an offer that does not fit into one datagram
            config.child.proposals.resize(kManyProposals, kEsp);
        perform(m_supervisor.command(api::Update{current(), m_psk.clone()}, m_now));
        break;
    case 5:
        std::ranges::rotate(config.ike.proposals, config.ike.proposals.begin() + 1);
        config.ike.mode = config.ike.mode == api::IkeV1Mode::Main ? api::IkeV1Mode::Aggressive : api::IkeV1Mode::Main;
        perform(m_supervisor.command(api::Update{current(), m_psk.clone()}, m_now));
        break;
    case 6: perform(m_supervisor.command(api::Start{current(), m_psk.clone(), true}, m_now)); break;
    default: perform(m_supervisor.command(api::Shutdown{}, m_now)); break;
    }
}

void SessionScript::otherCommand(std::uint8_t which, api::ConnectionConfig &config)
{
    SecretBytes psk = m_psk.clone();
    switch (which >> 1 & 7) {
    case 0: perform(m_supervisor.command(api::Rekey{config.id, api::Rekey::Scope::IkeSa}, m_now)); return;
    case 1: perform(m_supervisor.command(api::Rekey{config.id, api::Rekey::Scope::Children}, m_now)); return;
    case 2: perform(m_supervisor.networkChanged(m_now)); return;
    case 3:
        m_isElsewhere = !m_isElsewhere;
        perform(m_supervisor.networkChanged(m_now));
        return;
    case 4:
        config.natTraversal = static_cast<api::NatTraversal>((std::to_underlying(config.natTraversal) + 1) % 3);
        break;
    case 5: config.ike.lifetime = config.ike.lifetime == seconds(3600) ? seconds(600) : seconds(3600); break;
    case 6: {
        const api::Identity &own = m_peers[which & 1].identities.own;
        const auto another = api::Identity::parse("another.example.org").value_or(api::Identity{});
        config.ike.remoteId = config.ike.remoteId == own ? another : own;
        break;
    }
    default: psk = SecretBytes(asBytes(kOtherPsk)); break;
    }
    perform(m_supervisor.command(api::Update{std::make_shared<const api::ConnectionConfig>(config), std::move(psk)},
                                 m_now));
}

void SessionScript::notice(std::uint8_t which)
{
    const Peer &peer = m_peers[which & 1];
    const crypto::EspSpi spi(m_installed.empty() ? 0 : *m_installed.begin());
    switch (which >> 1 & 3) {
    case 0:
        perform(m_supervisor.notice(
            ike::NeedChild{m_configs[which & 1].id, peer.engine.front().start, peer.own.front().start}, m_now));
        break;
    case 1: perform(m_supervisor.notice(ike::SequenceLow{spi}, m_now)); break;
    default: perform(m_supervisor.notice(ike::PeerMoved{spi, {peer.address, 60000}}, m_now)); break;
    }
}

void SessionScript::traffic(std::uint8_t what)
{
    std::vector<ike::SaTraffic> readings;
    for (const std::uint32_t spi : m_installed) {
        ike::SaTraffic reading{crypto::EspSpi(spi), {}, {}, std::nullopt};
        if ((what & 1) != 0)
            reading.lastInbound = m_now;
        reading.traffic.packetsOut = (what & 2) != 0 ? static_cast<std::uint64_t>(m_now.time_since_epoch().count()) : 0;
        reading.traffic.bytesOut = (what & 4) != 0 ? std::uint64_t{1} << 50U : 0; // beyond any limit
        readings.push_back(reading);
    }
    perform(m_supervisor.traffic(readings, m_now));
}

// --- what the peers say ---------------------------------------------------------------------------------------------

KeyedSa *SessionScript::saOf(Peer &peer, std::uint8_t flags)
{
    if ((flags & kRenewed) != 0)
        return peer.renewed.get();
    auto &sa = (flags & kEngineBegan) != 0 ? peer.answered : peer.begun;
    return sa ? &*sa : nullptr;
}

void SessionScript::follow(Peer &peer)
{
    for (KeyedSa *sa :
         {peer.begun ? &*peer.begun : nullptr, peer.answered ? &*peer.answered : nullptr, peer.renewed.get()}) {
        if (auto successor = sa ? sa->takeSuccessor() : nullptr) {
            peer.renewed = std::move(successor);
            return;
        }
    }
}

void SessionScript::saInit(Peer &peer, wire::ByteReader &script, bool begins)
{
    const PayloadType first{script.u8()};
    const ByteView chain = lengthAndOctets(script);
    if (!begins && peer.newestRequest.empty())
        return;
    const wire::IkeSpi spi(m_nextSpi++);
    auto &sa = begins ? peer.begun : peer.answered;
    if (begins)
        sa.emplace(spi, peer.identities, m_psk);
    else
        sa.emplace(spi, peer.identities, m_psk, peer.newestRequest);
    const std::size_t suite = static_cast<std::size_t>(first) % std::size(kSuites);
    const auto message = chain.empty()
        ? sa->saInit(PayloadType::Sa, sa->usualSaInit(kSuites[suite], m_random), m_random)
        : sa->saInit(first, chain, m_random);
    if (message)
        toEngine(peer, *message, 0);
}

void SessionScript::auth(Peer &peer)
{
    for (auto *sa : {&peer.answered, &peer.begun}) {
        if (!*sa || !(*sa)->hasKeys() || (*sa)->hasProved())
            continue;
        const wire::IkeHeader header =
            (*sa)->peerInitiated() ? (*sa)->nextRequest(ExchangeType::IkeAuth) : (*sa)->answer();
        const Bytes plain = (*sa)->usualAuth(kEsp, peer.own, peer.engine);
        const Bytes message = (*sa)->seal(header, (*sa)->ownId(), plain, true, std::nullopt, m_random);
        m_hasProved = true;
        toEngine(peer, message, 0);
        return;
    }
}

wire::IkeHeader SessionScript::headerFor(KeyedSa &sa, ExchangeType exchange, std::uint8_t flags)
{
    wire::IkeHeader header = sa.nextRequest(exchange);
    if ((flags & kOldId) != 0)
        header.messageId = wire::MessageId(header.messageId.value() - 1);
    if ((flags & kFarId) != 0)
        header.messageId = wire::MessageId(header.messageId.value() + 1000);
    return header;
}

void SessionScript::sealed(Peer &peer, wire::ByteReader &script, bool isAnswer)
{
    const ExchangeType exchange{isAnswer ? std::uint8_t{0} : script.u8()};
    const std::uint8_t flags = script.u8();
    const PayloadType first{script.u8()};
    const ByteView octets = lengthAndOctets(script);
    KeyedSa *sa = saOf(peer, flags);
    if (!sa || !sa->hasKeys())
        return;
    const wire::IkeHeader header = isAnswer ? sa->answer() : headerFor(*sa, exchange, flags);
    const Bytes plain = (flags & kBuilt) != 0 ? built(*sa, octets) : toBytes(octets);
    const PayloadType begin = (flags & kBuilt) == 0 ? first
        : plain.empty()                             ? PayloadType::None
                                                    : PayloadType{octets[0]};
    const Bytes message = sa->seal(header, begin, plain, (flags & kTrue) != 0, std::nullopt, m_random);
    m_hasProved = m_hasProved || sa->hasProved();
    follow(peer);
    toEngine(peer, message, flags);
}

void SessionScript::fragments(Peer &peer, wire::ByteReader &script)
{
    const ExchangeType exchange{script.u8()};
    const std::uint8_t flags = script.u8();
    const std::uint8_t order = script.u8();
    const PayloadType first{script.u8()};
    const ByteView plain = lengthAndOctets(script);
    KeyedSa *sa = saOf(peer, flags);
    if (!sa || !sa->hasKeys())
        return;
    const auto total = static_cast<std::uint16_t>(1 + (order & 7));
    const bool backwards = (order & 8) != 0;
    const bool answers = (order & 16) != 0;
    const wire::IkeHeader header = answers ? sa->answer() : headerFor(*sa, exchange, flags);
    const std::size_t each = plain.size() / total + 1;
    for (std::uint16_t i = 0; i < total; ++i) {
        const auto number = static_cast<std::uint16_t>(backwards ? total - i : i + 1);
        const std::size_t from = std::min(plain.size(), each * (number - std::size_t{1}));
        const ByteView part = plain.subspan(from, std::min(each, plain.size() - from));
        toEngine(peer,
                 sa->seal(header, number == 1 ? first : PayloadType::None, part, false, wire::Fragment{number, total},
                          m_random),
                 flags);
    }
}

// Payloads from a recipe: the type of each, then what it needs. Most of what is made is right, so that it is not the
// first check that ends it.
Bytes SessionScript::built(KeyedSa &sa, ByteView recipe)
{
    wire::ByteReader in(recipe);
    wire::Payloads payloads;
    const auto spiBytes = [](std::uint32_t spi) {
        Bytes bytes(4);
        wire::storeBig(bytes.data(), spi);
        return bytes;
    };
    while (!in.atEnd() && payloads.size() < 16) {
        const PayloadType type{in.u8()};
        const std::uint8_t how = in.u8();
        wire::Payload payload{type, (how & 0x80) != 0, wire::RawPayload{}};
        switch (type) {
        case PayloadType::Sa: {
            wire::SaPayload offer;
            if ((how & 1) != 0) { // of an IKE SA
                wire::Proposal proposal = ike::toWire(kSuites[(how >> 1) % std::size(kSuites)], 1);
                proposal.spi = Bytes(8);
                wire::storeBig(proposal.spi.data(), m_nextSpi++);
                offer.proposals.push_back(std::move(proposal));
            } else {
                const Bytes spi = spiBytes(sa.ownChildSpi() + in.u8());
                if ((how & 2) != 0)
                    offer.proposals.push_back(ike::toWire(kEspPfs, 1, spi, (how & 4) != 0));
                if ((how & 2) == 0 || (how & 8) != 0)
                    offer.proposals.push_back(
                        ike::toWire(kEsp, static_cast<std::uint8_t>(offer.proposals.size() + 1), spi, (how & 4) != 0));
            }
            payload.body = std::move(offer);
            break;
        }
        case PayloadType::KeyExchange: {
            const auto group = kSuites[how % std::size(kSuites)].group;
            const auto made = crypto::KeyExchange::create(group, m_random);
            payload.body =
                wire::KeyExchange{static_cast<std::uint16_t>(group), made ? toBytes(made->publicValue()) : Bytes{}};
            break;
        }
        case PayloadType::Nonce: {
            Bytes nonce(wire::kMinNonceSize + how);
            m_random.fill(nonce);
            payload.body = wire::Nonce{std::move(nonce)};
            break;
        }
        case PayloadType::IdInitiator:
        case PayloadType::IdResponder: {
            const auto &identities = m_peers[how & 1].identities;
            payload.body = wire::Identification{(how & 2) != 0 ? identities.engine : identities.own, {}};
            break;
        }
        case PayloadType::Authentication:
            payload.body =
                wire::Authentication{wire::AuthMethod{static_cast<std::uint8_t>(how == 0 ? 2 : how)}, Bytes(32)};
            break;
        case PayloadType::TsInitiator:
        case PayloadType::TsResponder: {
            auto selectors = (how & 1) != 0 ? m_peers[how >> 1 & 1].own : m_peers[how >> 1 & 1].engine;
            if ((how & 4) != 0)
                selectors.resize(1);
            if ((how & 8) != 0)
                selectors.front().end = selectors.front().start;
            if ((how & 16) != 0)
                selectors.insert(selectors.begin(), subnets("0.0.0.0/0", "").front());
            if ((how & 32) != 0)
                selectors.front().protocol = in.u8();
            payload.body = wire::TrafficSelectors{std::move(selectors), 0};
            break;
        }
        case PayloadType::Notify: {
            const wire::NotifyType notify{in.u16()};
            wire::Notify body{wire::ProtocolId::None, notify, {}, {}};
            if ((how & 3) != 0) {
                body.protocol = wire::ProtocolId::Esp;
                body.spi = spiBytes((how & 1) != 0 ? sa.ownChildSpi() + (how >> 4 & 7) : sa.engineChildSpi());
            }
            if ((how & 4) != 0)
                body.data = toBytes(in.take(std::min<std::size_t>(in.u8(), in.remaining())));
            payload.body = std::move(body);
            break;
        }
        case PayloadType::Delete: {
            const std::uint32_t spis[] = {sa.ownChildSpi() + (how >> 4 & 7), sa.engineChildSpi()};
            payload.body = (how & 1) != 0
                ? wire::DeletePayload::ofIkeSa()
                : wire::DeletePayload::ofChildren(wire::ProtocolId::Esp, {spis, (how & 2) != 0 ? 2u : 1u});
            break;
        }
        default: {
            const ByteView raw = in.take(std::min<std::size_t>(how & 0x7f, in.remaining()));
            auto decoded =
                wire::decodePayloads(type, wire::encodePayloadChain({{{type, false, toBytes(raw)}}}).value_or(Bytes{}));
            if (!decoded || decoded->size() != 1)
                continue;
            payload.body = std::move(decoded->front().body);
            break;
        }
        }
        payloads.push_back(std::move(payload));
    }
    return wire::encodePayloads(payloads).value_or(Bytes{});
}

// --- between the peers and the engine -------------------------------------------------------------------------------

void SessionScript::toEngine(const Peer &peer, Bytes message, std::uint8_t flags)
{
    if (message.empty())
        return;
    const auto header = wire::decodeIkeHeader(message);
    const bool isV1 = header && header->majorVersion == 1;
    const bool isFirst = header && header->exchange == ExchangeType::IkeSaInit;
    const std::uint16_t port = isV1 ? peer.portV1 : isFirst ? std::uint16_t{500} : std::uint16_t{4500};
    const IpAddress address = (flags & kOtherAddress) != 0 ? IpAddress::v4(203, 0, 113, 7) : peer.address;
    const Endpoint from{address, (flags & kOtherPort) != 0 ? std::uint16_t{61234} : port};
    for (Bytes &part : isV1 ? cut(std::move(message)) : std::vector<Bytes>{std::move(message)})
        deliver({{peer.engineAddress, port}, from, std::move(part)});
}

void SessionScript::deliver(ike::Datagram datagram)
{
    m_past.push_back(datagram);
    if (m_past.size() > kRemembered)
        m_past.pop_front();
    perform(m_supervisor.receive(datagram, m_now));
}

void SessionScript::perform(ike::Actions actions)
{
    require(actions.size() <= kMostActions, "a step asks for a bounded number of things");
    for (ike::Action &action : actions) {
        if (auto *send = std::get_if<ike::Send>(&action)) {
            on(std::move(*send));
        } else if (const auto *report = std::get_if<ike::Report>(&action)) {
            on(report->event);
        } else if (const auto *publish = std::get_if<ike::PublishStatus>(&action)) {
            on(publish->status);
        } else if (const auto *install = std::get_if<ike::InstallChild>(&action)) {
            require(hasAnyoneProved(), "no child without a peer that proved itself");
            require(install->sa.inboundSpi.value() > 255, "reserved SPIs are not used");
            require(!install->sa.local.empty() && !install->sa.remote.empty(), "a child carries something");
            require(m_installed.insert(install->sa.inboundSpi.value()).second, "an SPI has one child");
            require(m_outboundKeys.insert(toBytes(install->sa.outbound.encryption.view())).second,
                    "no two children send under one key");
        } else if (const auto *removal = std::get_if<ike::RemoveChild>(&action)) {
            require(m_installed.erase(removal->inboundSpi.value()) == 1, "only what stands is removed");
        } else if (const auto *change = std::get_if<ike::SwitchOutbound>(&action)) {
            require(m_installed.contains(change->inboundSpi.value()), "only what stands begins or ends to send");
        } else if (const auto *move = std::get_if<ike::MoveChild>(&action)) {
            require(m_installed.contains(move->inboundSpi.value()), "only what stands is moved");
        } else if (const auto *policy = std::get_if<ike::InstallPolicy>(&action)) {
            m_policies.insert(policy->connection);
        } else if (const auto *obsolete = std::get_if<ike::RemovePolicy>(&action)) {
            require(m_policies.erase(obsolete->connection) == 1, "only a policy that is there is removed");
        } else if (auto *lookup = std::get_if<ike::ResolvePath>(&action)) {
            m_lookups.push_back(std::move(*lookup));
        }
    }
    require(m_supervisor.census().children == m_installed.size(), "the supervisor knows which children stand");
    while (!m_lookups.empty()) {
        const ike::ResolvePath lookup = std::move(m_lookups.back());
        m_lookups.pop_back();
        const auto *address = std::get_if<IpAddress>(&lookup.peer);
        const IpAddress local =
            m_isElsewhere ? IpAddress::v4(198, 51, 100, 9) : lookup.localAddress.value_or(IpAddress{});
        perform(m_supervisor.pathResolved(lookup.connection, ike::ResolvedPath{local, address ? *address : IpAddress{}},
                                          m_now));
    }
}

void SessionScript::on(ike::Send &&send)
{
    if (send.message.empty())
        return; // a keepalive
    require(send.message.size() <= wire::kMaxIkeMessageSize, "a message fits a datagram");
    const auto header = wire::decodeIkeHeader(send.message);
    require(header && header->majorVersion == 1 ? wire::decodeIsakmpMessage(send.message).has_value()
                                                : wire::decodeMessage(send.message).has_value(),
            "what we send is a message");
    if (m_isDelivering)
        hear(send);
    // As a datagram that came back to us, for the script to use.
    m_past.push_back({send.local, send.remote, std::move(send.message)});
    if (m_past.size() > kRemembered)
        m_past.pop_front();
}

void SessionScript::hear(const ike::Send &send)
{
    const auto header = wire::decodeIkeHeader(send.message);
    if (!header)
        return;
    for (Peer &peer : m_peers) {
        if (peer.engineAddress != send.local.address)
            continue;
        if (header->majorVersion == 1) {
            hearV1(peer, *header, send);
            continue;
        }
        if (header->exchange == ExchangeType::IkeSaInit && !header->isResponse())
            peer.newestRequest = send.message;
        for (KeyedSa *sa :
             {peer.begun ? &*peer.begun : nullptr, peer.answered ? &*peer.answered : nullptr, peer.renewed.get()}) {
            if (sa && sa->isOf(*header))
                sa->heard(send.message);
        }
        follow(peer);
    }
}

void SessionScript::on(const api::Event &event) const
{
    for (const api::Detail &detail : event.details)
        require(detail.value.find(kPsk) == std::string::npos, "no key in an event");
}

void SessionScript::on(const api::ConnectionStatus &status) const
{
    const bool stands = status.state == api::ConnectionState::Established;
    require(!stands || hasAnyoneProved(), "nothing stands without a peer that proved itself");
    require(stands == !status.childSas.empty(), "what stands has a child, and nothing else has");
    require(!stands || status.ikeSa.has_value(), "a child has an IKE SA");
}

void SessionScript::finish()
{
    constexpr int kMostTicks = 2000;
    m_isDelivering = false;
    perform(m_supervisor.command(api::Shutdown{}, m_now));
    int ticks = 0;
    for (; m_supervisor.nextDeadline() && ticks < kMostTicks; ++ticks)
        tick();
    require(ticks < kMostTicks, "an engine that shuts down comes to rest");
    const auto census = m_supervisor.census();
    require(census.connections == 0 && census.sessions == 0 && census.children == 0, "nothing is left");
    require(m_policies.empty(), "no policy is left");
    require(m_supervisor.isShutDown(), "a shutdown ends");
}

} // namespace tw::fuzz
