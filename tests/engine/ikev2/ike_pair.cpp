#include "tests/engine/ikev2/ike_pair.h"

#include "engine/ikev2/protocol.h"
#include "engine/wire/ike_header.h"

#include <algorithm>

namespace tw::test {

namespace {

constexpr std::string_view kConnection = "vco-pair";

api::ConnectionConfig config(const IpAddress &local, const IpAddress &peer)
{
    api::ConnectionConfig config;
    config.id = api::ConnectionId(std::string(kConnection));
    config.name = "pair";
    config.localAddress = local;
    config.peer = peer;
    config.ike.proposals = {ikeProposal(api::Encryption::Aes128Cbc, api::Integrity::HmacSha256_128,
                                        api::Prf::HmacSha256, api::DhGroup::Modp2048)};
    config.child.proposals = {{api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::DhGroup::None, false}};
    return config;
}

} // namespace

api::IkeProposal ikeProposal(api::Encryption encryption, api::Integrity integrity, api::Prf prf, api::DhGroup group)
{
    return {encryption, integrity, prf, group};
}

std::vector<api::TrafficSelector> subnets(std::initializer_list<std::string_view> prefixes)
{
    std::vector<api::TrafficSelector> selectors;
    for (const std::string_view prefix : prefixes)
        selectors.push_back(api::TrafficSelector::fromPrefix(IpPrefix::parse(prefix).value()));
    return selectors;
}

api::ConnectionConfig leftConfig()
{
    auto left = config(kLeft, kRight);
    left.effectImmediately = true;
    left.ike.localId = api::Identity::parse("left.example.org").value();
    left.ike.remoteId = api::Identity::parse("right.example.org").value();
    left.child.local = subnets({"10.1.0.0/16"});
    left.child.remote = subnets({"10.2.0.0/16"});
    return left;
}

api::ConnectionConfig rightConfig()
{
    auto right = config(kRight, kLeft);
    right.ike.localId = api::Identity::parse("right.example.org").value();
    right.ike.remoteId = api::Identity::parse("left.example.org").value();
    right.child.local = subnets({"10.2.0.0/16"});
    right.child.remote = subnets({"10.1.0.0/16"});
    return right;
}

api::ConnectionConfig cheap(api::ConnectionConfig config)
{
    config.ike.proposals.front().group = api::DhGroup::Curve25519;
    return config;
}

IkeSide::IkeSide(IkePair &pair, IpAddress address, std::uint64_t seed, ProtocolFactory protocols)
    : m_pair(pair),
      m_address(address),
      m_protocols(protocols),
      m_random(seed),
      m_supervisor(std::make_unique<ike::Supervisor>(m_random, m_protocols()))
{
    m_supervisor->setClock(sim::VirtualClock().anchor());
}

void IkeSide::start(const api::ConnectionConfig &config, std::string_view psk, bool negotiate)
{
    m_connection = config.id;
    m_unloaded = false;
    perform(m_supervisor->command(
        api::Start{std::make_shared<const api::ConnectionConfig>(config), SecretBytes(asBytes(psk)), negotiate},
        m_pair.now()));
}

void IkeSide::update(const api::ConnectionConfig &config, std::string_view psk)
{
    perform(m_supervisor->command(
        api::Update{std::make_shared<const api::ConnectionConfig>(config), SecretBytes(asBytes(psk))}, m_pair.now()));
}

void IkeSide::select(const api::ConnectionId &id)
{
    m_connection = id;
    m_status = status(id);
}

void IkeSide::stop(std::string_view id)
{
    const api::ConnectionId connection = id.empty() ? m_connection : api::ConnectionId(std::string(id));
    perform(m_supervisor->command(api::Stop{connection}, m_pair.now()));
}

void IkeSide::renegotiate() { perform(m_supervisor->command(api::Renegotiate{m_connection}, m_pair.now())); }

void IkeSide::rekeyChild()
{
    perform(m_supervisor->command(api::Rekey{m_connection, api::Rekey::Scope::Children}, m_pair.now()));
}

void IkeSide::rekeyIkeSa()
{
    perform(m_supervisor->command(api::Rekey{m_connection, api::Rekey::Scope::IkeSa}, m_pair.now()));
}

void IkeSide::runLow(crypto::EspSpi inboundSpi)
{
    perform(m_supervisor->notice(ike::SequenceLow{inboundSpi}, m_pair.now()));
}

void IkeSide::shutdown() { perform(m_supervisor->command(api::Shutdown{}, m_pair.now())); }

void IkeSide::needChild()
{
    perform(m_supervisor->notice(ike::NeedChild{m_connection, IpAddress::v4(10, 1, 0, 10), IpAddress::v4(10, 2, 0, 10)},
                                 m_pair.now()));
}

void IkeSide::crash()
{
    m_supervisor = std::make_unique<ike::Supervisor>(m_random, m_protocols());
    m_supervisor->setClock(sim::VirtualClock().anchor());
    m_children.clear();
    m_sending.clear();
    m_policies.clear();
    m_status = {};
    m_statuses.clear();
}

const api::ConnectionStatus &IkeSide::status(const api::ConnectionId &id) const
{
    static const api::ConnectionStatus none;
    const auto found = m_statuses.find(id);
    return found == m_statuses.end() ? none : found->second;
}

std::size_t IkeSide::count(api::EventCode code) const
{
    return static_cast<std::size_t>(std::ranges::count(m_events, code, &api::Event::code));
}

const api::Event *IkeSide::last(api::EventCode code) const
{
    for (auto event = m_events.rbegin(); event != m_events.rend(); ++event) {
        if (event->code == code)
            return &*event;
    }
    return nullptr;
}

std::string IkeSide::detail(api::EventCode code, api::DetailKey key) const
{
    const api::Event *event = last(code);
    const std::string *value = event ? event->find(key) : nullptr;
    return value ? *value : std::string();
}

void IkeSide::hearEsp(std::uint64_t packets)
{
    std::vector<ike::SaTraffic> readings;
    for (const auto &[spi, sa] : m_children)
        readings.push_back({crypto::EspSpi(spi), {packets, packets * 64, 0, 0}, {}, m_pair.now()});
    perform(m_supervisor->traffic(readings, m_pair.now()));
}

void IkeSide::perform(ike::Actions actions)
{
    std::vector<ike::ResolvePath> lookups; // answered when everything else is done, as a real resolver would
    for (ike::Action &action : actions) {
        if (auto *send = std::get_if<ike::Send>(&action)) {
            if (send->message.empty()) {
                ++m_keepalives;
                continue;
            }
            const sim::SimDatagram datagram{send->local, send->remote, std::move(send->message)};
            m_pair.sent.push_back(datagram);
            if (!m_pair.filter || m_pair.filter(datagram))
                m_pair.network.send(datagram, m_pair.now());
        } else if (auto *resolve = std::get_if<ike::ResolvePath>(&action)) {
            lookups.push_back(std::move(*resolve));
        } else if (auto *install = std::get_if<ike::InstallChild>(&action)) {
            if (install->sends)
                m_sending.insert(install->sa.inboundSpi.value());
            m_children.insert_or_assign(install->sa.inboundSpi.value(), std::move(install->sa));
        } else if (const auto *change = std::get_if<ike::SwitchOutbound>(&action)) {
            if (change->sends)
                m_sending.insert(change->inboundSpi.value());
            else
                m_sending.erase(change->inboundSpi.value());
        } else if (const auto *resize = std::get_if<ike::ResizeChild>(&action)) {
            m_resizes.push_back(*resize);
        } else if (const auto *removal = std::get_if<ike::RemoveChild>(&action)) {
            m_children.erase(removal->inboundSpi.value());
            m_sending.erase(removal->inboundSpi.value());
        } else if (const auto *policy = std::get_if<ike::InstallPolicy>(&action)) {
            m_policies.insert(policy->connection.value());
        } else if (const auto *gone = std::get_if<ike::RemovePolicy>(&action)) {
            m_policies.erase(gone->connection.value());
        } else if (auto *report = std::get_if<ike::Report>(&action)) {
            m_events.push_back(std::move(report->event));
        } else if (auto *publish = std::get_if<ike::PublishStatus>(&action)) {
            m_statuses[publish->status.connection] = publish->status;
            if (publish->status.connection == m_connection)
                m_status = std::move(publish->status);
        } else if (const auto *unloaded = std::get_if<ike::Unloaded>(&action)) {
            m_unloaded = m_unloaded || unloaded->connection == m_connection;
        }
    }
    for (const ike::ResolvePath &lookup : lookups) {
        std::expected<ike::ResolvedPath, ike::PathFailure> path = ike::ResolvedPath{m_address, peerOf(lookup)};
        if (pathFailure)
            path = std::unexpected(*pathFailure);
        perform(m_supervisor->pathResolved(lookup.connection, path, m_pair.now()));
    }
}

IpAddress IkeSide::peerOf(const ike::ResolvePath &lookup) const
{
    if (const auto *address = std::get_if<IpAddress>(&lookup.peer))
        return *address;
    return m_address == kLeft ? kRight : kLeft; // whatever the name is, it is the other one's
}

void IkeSide::deliver(const sim::SimDatagram &datagram)
{
    perform(m_supervisor->receive({datagram.local, datagram.remote, datagram.bytes}, m_pair.now()));
}

void IkeSide::tick() { perform(m_supervisor->tick(m_pair.now())); }

IkePair::IkePair(std::uint64_t seed, sim::NetworkConditions conditions)
    : IkePair(seed, conditions, ikev2::protocols) { }

IkePair::IkePair(std::uint64_t seed, sim::NetworkConditions conditions, ProtocolFactory protocols)
    : network(seed, conditions),
      left(*this, kLeft, seed * 2 + 1, protocols),
      right(*this, kRight, seed * 2 + 2, protocols)
{ }

std::optional<TimePoint> IkePair::nextEvent() const
{
    std::optional<TimePoint> next = network.nextArrival();
    for (const IkeSide *side : {&left, &right}) {
        if (const auto deadline = side->supervisor().nextDeadline())
            next = next ? std::min(*next, *deadline) : *deadline;
    }
    return next;
}

void IkePair::step(TimePoint at)
{
    clock.advanceTo(at);
    for (const sim::SimDatagram &datagram : network.receive(now())) {
        if (datagram.local.address == left.address())
            left.deliver(datagram);
        else if (datagram.local.address == right.address())
            right.deliver(datagram);
    }
    left.tick();
    right.tick();
}

void IkePair::run(Duration duration)
{
    const TimePoint end = now() + duration;
    while (const auto next = nextEvent()) {
        if (*next > end)
            break;
        step(*next);
    }
    clock.advanceTo(end);
}

bool IkePair::runUntil(const std::function<bool()> &done, Duration limit)
{
    const TimePoint end = now() + limit;
    while (!done()) {
        const auto next = nextEvent();
        if (!next || *next > end)
            return false;
        step(*next);
    }
    return true;
}

bool IkePair::childrenFit() const
{
    const crypto::ChildSa *a = left.child();
    const crypto::ChildSa *b = right.child();
    const auto same = [](const SecretBytes &x, const SecretBytes &y) {
        return !x.isEmpty() && std::ranges::equal(x.view(), y.view());
    };
    return a && b && a->inboundSpi == b->outboundSpi && a->outboundSpi == b->inboundSpi && a->local == b->remote
        && a->remote == b->local && a->proposal == b->proposal && a->udpEncapsulated == b->udpEncapsulated
        && same(a->inbound.encryption, b->outbound.encryption) && same(a->outbound.encryption, b->inbound.encryption)
        && !std::ranges::equal(a->inbound.encryption.view(), a->outbound.encryption.view());
}

void IkePair::inject(const sim::SimDatagram &asSent)
{
    IkeSide &to = asSent.remote.address == left.address() ? left : right;
    to.deliver({asSent.remote, asSent.local, asSent.bytes});
}

MessageKind kindOf(ByteView message)
{
    const auto header = wire::decodeIkeHeader(message);
    if (!header)
        return {};
    return {static_cast<std::uint8_t>(header->exchange), header->messageId.value(), header->isResponse(),
            header->fromInitiator(), header->initiatorSpi.value()};
}

} // namespace tw::test
