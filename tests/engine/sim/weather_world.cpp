#include "tests/engine/sim/weather_world.h"

#include "engine/ike/event_draft.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace tw::sim::weather {

namespace {

using samples::kPrivateLeft;
using samples::kPublicLeft;
using samples::kRightAddress;
using samples::kRightConnection;
using samples::leftConfig;
using samples::mirrored;
using std::chrono::seconds;
using namespace std::chrono_literals;

constexpr Duration kRetryPatience = 15min; // an attempt that is in vain, and the longest pause after it
constexpr Duration kSteadyTime = 4min;
// What was lost in bad weather is made up for in good weather.
constexpr Duration kAftermath = 20s;

const IpAddress kAwayLeft = IpAddress::v4(192, 0, 2, 77);

constexpr std::size_t kMostSessions = 24; // of one node, at any time: replaced ones linger for half a minute

constexpr api::IkeProposal kSha1X25519{api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::Prf::HmacSha1,
                                       api::DhGroup::Curve25519};
constexpr api::IkeProposal kSha256X25519{api::Encryption::Aes256Cbc, api::Integrity::HmacSha256_128,
                                         api::Prf::HmacSha256, api::DhGroup::Curve25519};
constexpr api::IkeProposal kSha256Ecp{api::Encryption::Aes256Cbc, api::Integrity::HmacSha256_128, api::Prf::HmacSha256,
                                      api::DhGroup::Ecp256};
constexpr api::IkeProposal kGcmX25519{api::Encryption::Aes128Gcm16, api::Integrity::None, api::Prf::HmacSha256,
                                      api::DhGroup::Curve25519};
// What IKEv1 has numbers for: other groups, no combined mode for its own messages, and no extended sequence numbers.
constexpr api::IkeProposal kSha1Ecp{api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::Prf::HmacSha1,
                                    api::DhGroup::Ecp256};
constexpr api::IkeProposal kMd5Modp{api::Encryption::TripleDesCbc, api::Integrity::HmacMd5_96, api::Prf::HmacMd5,
                                    api::DhGroup::Modp1024};
constexpr api::EspProposal kSha256PfsEcp{api::Encryption::Aes256Cbc, api::Integrity::HmacSha256_128,
                                         api::DhGroup::Ecp256, false};
constexpr api::EspProposal kGcm{api::Encryption::Aes128Gcm16, api::Integrity::None, api::DhGroup::None, false};
constexpr api::EspProposal kSha1PfsModp{api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::DhGroup::Modp1024,
                                        false};
constexpr api::EspProposal kSha1{api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::DhGroup::None, false};
constexpr api::EspProposal kSha256Pfs{api::Encryption::Aes256Cbc, api::Integrity::HmacSha256_128,
                                      api::DhGroup::Curve25519, false};
constexpr api::EspProposal kGcmEsn{api::Encryption::Aes128Gcm16, api::Integrity::None, api::DhGroup::None, true};
constexpr api::EspProposal kChaCha{api::Encryption::ChaCha20Poly1305, api::Integrity::None, api::DhGroup::Ecp256,
                                   false};

std::string inSeconds(TimePoint at)
{
    const auto milliseconds = at.time_since_epoch().count();
    const std::string fraction = std::to_string(1000 + milliseconds % 1000);
    return std::to_string(milliseconds / 1000) + "." + fraction.substr(1) + " s";
}

std::string textOf(const api::Event &event)
{
    std::string text(api::eventName(event.code));
    if (event.direction != api::Direction::None)
        text += " " + std::string(api::directionName(event.direction));
    if (event.exchange != api::Exchange::None)
        text += " " + std::string(api::exchangeName(event.exchange)) + " "
            + (event.messageId ? std::to_string(*event.messageId) : "");
    for (const api::Detail &detail : event.details)
        text += " " + std::string(api::detailName(detail.key)) + "=" + detail.value;
    return text;
}

api::TrafficSelector subnet(const std::string &text)
{
    return api::TrafficSelector::fromPrefix(*IpPrefix::parse(text));
}

// The host's own address in each tunnel: 10.1.0.10 and 10.101.0.10 at the left, 10.2.0.10 and 10.102.0.10 at the right.
std::vector<IpAddress> hostAddresses(bool isLeft, std::size_t count)
{
    std::vector<IpAddress> addresses;
    for (std::size_t i = 0; i < count; ++i)
        addresses.push_back(IpAddress::v4(10, static_cast<std::uint8_t>(i * 100 + (isLeft ? 1 : 2)), 0, 10));
    return addresses;
}

std::string hex(std::uint32_t spi) { return ike::espSpiText(crypto::EspSpi(spi)); }

// The same fork of the seed for the same purpose, whatever else is drawn.
std::uint64_t forked(std::uint64_t seed, int purpose)
{
    SeededRandom random(seed);
    std::uint64_t fork = 0;
    for (int i = 0; i <= purpose; ++i)
        fork = random.fork();
    return fork;
}

} // namespace

Site::Site(const char *siteName, const IpAddress &address) : name(siteName)
{
    options.addresses = {address};
    options.counterInterval = 5s; // a second would cost most of the time of a simulation that lasts hours
}

World::World(std::uint64_t seed, Versions versions)
    : m_versions(versions),
      m_random(forked(seed, 0)),
      m_hasNat(m_random.chance(400)),
      m_isDamaging(m_random.chance(300)),
      m_simulation(forked(seed, 1)),
      m_left("left", m_hasNat ? kPrivateLeft : kPublicLeft),
      m_right("right", kRightAddress),
      m_deal(drawDeal())
{
    if (m_hasNat)
        m_nat = &m_simulation.network().addNat(
            {.outside = kPublicLeft, .inside = {kPrivateLeft}, .preservePorts = m_random.chance(300)});
    // Mostly one connection between the two; those that share both gateways may share an IKE SA.
    const std::size_t count = m_random.chance(versions == Versions::Ikev2 ? 700 : 500) ? 1 : kMostTunnels;
    for (std::size_t i = 0; i < count; ++i) {
        auto config = leftConfig();
        config.id = api::ConnectionId(config.id.value() + std::to_string(i));
        m_left.tunnels.push_back({config, false});
        m_right.tunnels.push_back({mirrored(config, kPublicLeft), false});
        m_right.tunnels.back().config.id = api::ConnectionId(kRightConnection.value() + std::to_string(i));
    }
    for (Site *site : {&m_left, &m_right}) {
        for (Tunnel &tunnel : site->tunnels) {
            tunnel.config.effectImmediately = m_random.chance(site == &m_left ? 700 : 300);
            tunnel.config.dpd.interval = seconds(10 + m_random.below(50));
            tunnel.config.ike.lifetime = drawLifetime();
            tunnel.config.child.lifetime = drawLifetime();
        }
        if (versions == Versions::WithIkev1 && m_random.chance(100)) {
            for (Tunnel &tunnel : site->tunnels)
                tunnel.config.natTraversal = api::NatTraversal::Forced;
        }
        adopt(*site, m_deal);
        wakeUp(*site);
    }
}

std::string World::live()
{
    storm();
    calmDown();
    for (const auto step : {&World::stayApart, &World::comeTogether, &World::staySteady, &World::end}) {
        std::string wrong = (this->*step)();
        if (std::string never = whatNeverMayBe(); !never.empty())
            wrong = never + (wrong.empty() ? "" : "; ") + wrong;
        if (!wrong.empty())
            return wrong;
    }
    return {};
}

// --- the storm ------------------------------------------------------------------------------------------------------

void World::storm()
{
    changeWeather();
    for (Site *site : {&m_right, &m_left}) {
        for (Tunnel &tunnel : site->tunnels)
            start(*site, tunnel);
    }
    const TimePoint end = m_simulation.now() + 1h + Duration(static_cast<Duration::rep>(m_random.below(14'400'000)));
    while (m_simulation.now() < end && !m_isSpinning) {
        pass(drawPause());
        act();
    }
}

void World::act()
{
    const auto choice = m_random.below(100);
    if (choice < 18)
        changeWeather();
    else if (choice < 40)
        chat();
    else if (choice < 55)
        changeOwnSettings(anySite());
    else if (choice < 63)
        changeDeal();
    else if (choice < 75)
        startOrStop(anySite());
    else if (choice < 83)
        renegotiate(anySite());
    else if (choice < 90)
        kill(anySite());
    else if (m_nat)
        rebindNat();
    else
        moveLeft(!m_isLeftAway);
}

NetworkConditions World::drawWeather()
{
    NetworkConditions conditions;
    conditions.lossPerMille = static_cast<unsigned>(m_random.below(301));
    conditions.duplicatePerMille = static_cast<unsigned>(m_random.below(201));
    conditions.reorderPerMille = static_cast<unsigned>(m_random.below(201));
    conditions.reorderDelay = Duration(static_cast<Duration::rep>(m_random.below(3000)));
    conditions.minDelay = Duration(static_cast<Duration::rep>(m_random.below(200)));
    conditions.maxDelay = conditions.minDelay + Duration(static_cast<Duration::rep>(m_random.below(500)));
    if (m_isDamaging) {
        conditions.truncatePerMille = static_cast<unsigned>(m_random.below(21));
        conditions.corruptPerMille = static_cast<unsigned>(m_random.below(21));
    }
    return conditions;
}

void World::changeWeather()
{
    NetworkConditions conditions = drawWeather();
    if (m_random.chance(100))
        conditions.lossPerMille = 1000; // the line is cut, and the peer seems dead
    m_simulation.network().setConditions(conditions);
    note("weather: loss " + std::to_string(conditions.lossPerMille) + ", twice "
         + std::to_string(conditions.duplicatePerMille) + ", late " + std::to_string(conditions.reorderPerMille)
         + " of 1000 by " + std::to_string(conditions.reorderDelay.count()) + " ms, delay "
         + std::to_string(conditions.minDelay.count()) + " to " + std::to_string(conditions.maxDelay.count()) + " ms");
}

Duration World::drawPause()
{
    // From half a second to ten minutes, short ones as often as long ones: many things collide only when they happen
    // within one round trip.
    constexpr double kSteps = 1000;
    const double share = static_cast<double>(m_random.below(1000)) / kSteps;
    return Duration(static_cast<Duration::rep>(500 * std::pow(1200.0, share)));
}

seconds World::drawLifetime()
{
    constexpr std::uint64_t kShortest = 60;
    constexpr std::uint64_t kLongest = 7200;
    return seconds(kShortest + (m_random.chance(400) ? m_random.below(240) : m_random.below(kLongest - kShortest)));
}

Deal World::drawDeal()
{
    const bool isV2 = m_versions == Versions::Ikev2;
    Deal deal;
    switch (m_random.below(4)) {
    case 0: deal.ike = {isV2 ? kSha1X25519 : kSha1Ecp}; break;
    case 1: deal.ike = {isV2 ? kSha256X25519 : kSha1Ecp, kSha256Ecp}; break;
    case 2: deal.ike = {isV2 ? kGcmX25519 : kMd5Modp}; break;
    default: deal.ike = {kSha256Ecp, isV2 ? kSha1X25519 : kMd5Modp}; break;
    }
    switch (m_random.below(4)) {
    case 0: deal.child = {kSha1}; break;
    case 1: deal.child = {isV2 ? kSha256Pfs : kSha256PfsEcp, kSha1}; break;
    case 2: deal.child = {isV2 ? kGcmEsn : kGcm}; break;
    default: deal.child = {isV2 ? kChaCha : kSha1PfsModp}; break;
    }
    deal.psk = m_random.chance(500) ? "a shared secret" : "another shared secret";
    deal.isWide = m_random.chance(300);
    deal.hasOtherIds = m_random.chance(300);
    if (!isV2) {
        std::ranges::generate(deal.ways, [this] { return drawWay(); });
        if (std::ranges::all_of(deal.ways, [](const Way &way) { return way.version == api::IkeVersion::V2; }))
            deal.ways.front().version = api::IkeVersion::V1;
    }
    return deal;
}

Way World::drawWay()
{
    return {m_random.chance(700) ? api::IkeVersion::V1 : api::IkeVersion::V2,
            m_random.chance(600) ? api::IkeV1Mode::Main : api::IkeV1Mode::Aggressive};
}

void World::adopt(Site &site, const Deal &deal)
{
    const bool isLeft = &site == &m_left;
    const auto leftId = *api::Identity::parse(deal.hasOtherIds ? "gw@left.example" : "left.example");
    const auto rightId = *api::Identity::parse(deal.hasOtherIds ? "198.51.100.2" : "right.example");
    for (std::size_t i = 0; i < site.tunnels.size(); ++i) {
        api::ConnectionConfig &config = site.tunnels[i].config;
        config.ike.version = deal.ways[i].version;
        config.ike.mode = deal.ways[i].mode;
        config.ike.proposals = deal.ike;
        config.child.proposals = deal.child;
        if (!isLeft && deal.ike.size() > 1) // each side has its own preference
            std::ranges::reverse(config.ike.proposals);
        const std::string length = deal.isWide ? ".0.0/16" : ".0.0/24";
        const auto ofLeft = {subnet("10." + std::to_string(i * 100 + 1) + length)};
        const auto ofRight = {subnet("10." + std::to_string(i * 100 + 2) + length)};
        config.child.local = isLeft ? ofLeft : ofRight;
        config.child.remote = isLeft ? ofRight : ofLeft;
        config.ike.localId = isLeft ? leftId : rightId;
        config.ike.remoteId = isLeft ? rightId : leftId;
    }
    site.psk = deal.psk;
    site.pending.reset();
}

void World::changeDeal()
{
    const Deal drawn = drawDeal();
    std::string what;
    switch (m_random.below(m_versions == Versions::Ikev2 ? 3 : 4)) {
    case 0:
        m_deal.ike = drawn.ike;
        m_deal.hasOtherIds = drawn.hasOtherIds;
        what = "IKE settings";
        break;
    case 1:
        m_deal.child = drawn.child;
        m_deal.isWide = drawn.isWide;
        what = "child settings";
        break;
    case 2:
        m_deal.psk = drawn.psk;
        what = "key";
        break;
    default:
        m_deal.ways = drawn.ways;
        what = "versions";
        break;
    }
    Site &first = anySite();
    Site &second = &first == &m_left ? m_right : m_left;
    note(std::string(first.name) + " changes what both must agree on: " + what);
    adopt(first, m_deal);
    save(first);
    second.pending = m_deal;
    second.adoptAt = m_simulation.now() + drawPause();
}

void World::changeOwnSettings(Site &site)
{
    Tunnel &tunnel = anyOf(site);
    api::ConnectionConfig &config = tunnel.config;
    std::string what;
    switch (m_random.below(6)) {
    case 0:
        config.name = "name " + std::to_string(m_random.below(1000));
        what = "name";
        break;
    case 1:
        config.child.lifetime = drawLifetime();
        what = "child lifetime " + std::to_string(config.child.lifetime.count());
        break;
    case 2:
        config.ike.lifetime = drawLifetime();
        what = "IKE lifetime " + std::to_string(config.ike.lifetime.count());
        break;
    case 3:
        config.dpd.enabled = m_random.chance(800);
        config.dpd.interval = seconds(10 + m_random.below(50));
        what = config.dpd.enabled ? "DPD every " + std::to_string(config.dpd.interval.count()) : "no DPD";
        break;
    case 4:
        config.effectImmediately = !config.effectImmediately;
        what = config.effectImmediately ? "negotiates at once" : "waits";
        break;
    default:
        config.child.replayWindow = m_random.chance(500) ? 64 : 1024;
        what = "replay window " + std::to_string(config.child.replayWindow);
        break;
    }
    note(site.name + (" edits " + config.id.value()) + ": " + what);
    save(site, tunnel);
}

void World::save(Site &site)
{
    for (const Tunnel &tunnel : site.tunnels)
        save(site, tunnel);
}

void World::save(Site &site, const Tunnel &tunnel)
{
    if (site.node && tunnel.isWanted)
        site.node->command(
            api::Update{std::make_shared<const api::ConnectionConfig>(tunnel.config), SecretBytes(asBytes(site.psk))},
            m_simulation.now());
}

void World::start(Site &site, Tunnel &tunnel)
{
    note(site.name + (" starts " + tunnel.config.id.value()));
    tunnel.isWanted = true;
    if (site.node)
        site.node->command(samples::start(tunnel.config, tunnel.config.effectImmediately, site.psk),
                           m_simulation.now());
}

void World::stop(Site &site, Tunnel &tunnel)
{
    note(site.name + (" stops " + tunnel.config.id.value()));
    tunnel.isWanted = false;
    if (site.node)
        site.node->command(api::Stop{tunnel.config.id}, m_simulation.now());
}

void World::startOrStop(Site &site)
{
    Tunnel &tunnel = anyOf(site);
    if (tunnel.isWanted)
        stop(site, tunnel);
    else
        start(site, tunnel);
}

void World::renegotiate(Site &site)
{
    const Tunnel &tunnel = anyOf(site);
    if (!site.node || !tunnel.isWanted)
        return;
    note(site.name + (" renegotiates " + tunnel.config.id.value()));
    site.node->command(api::Renegotiate{tunnel.config.id}, m_simulation.now());
}

void World::kill(Site &site)
{
    if (!site.node)
        return;
    note(std::string(site.name) + " is killed");
    if (m_trouble.empty())
        m_trouble = whatNeverMayBe();
    site.pastEvents.insert(site.pastEvents.end(), site.node->events().begin(), site.node->events().end());
    m_simulation.removeNode(*site.node);
    site.node = nullptr;
    site.host.reset();
    site.restartAt = m_simulation.now() + drawPause();
}

void World::wakeUp(Site &site)
{
    site.restartAt.reset();
    site.node = &m_simulation.addNode(site.options);
    site.host.emplace(site.node->tun(), hostAddresses(&site == &m_left, site.tunnels.size()));
    for (Tunnel &tunnel : site.tunnels) {
        if (tunnel.isWanted)
            start(site, tunnel);
    }
}

void World::ping(Site &site)
{
    if (!site.host)
        return;
    const bool isLeft = &site == &m_left;
    const auto from = hostAddresses(isLeft, site.tunnels.size());
    const auto to = hostAddresses(!isLeft, site.tunnels.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
        site.host->ping(from[i], to[i], ++site.sequence);
        site.sentAt.push_back(m_simulation.now());
    }
}

void World::rebindNat()
{
    note("the NAT forgets its mappings");
    m_nat->rebind();
}

// The other side knows it by its address at home: while it is away, only an IKE SA that it began can follow it.
void World::moveLeft(bool away)
{
    m_isLeftAway = away;
    note(away ? "left moves to another network" : "left moves home");
    m_left.options.addresses = {away ? kAwayLeft : kPublicLeft};
    if (m_left.node)
        m_left.node->setAddresses(m_left.options.addresses, m_simulation.now());
}

void World::chat()
{
    const auto length = seconds(1 + m_random.below(40));
    note("the hosts talk for " + std::to_string(length.count()) + " s");
    pass(length, true);
}

bool World::pass(Duration time, bool pings, const std::function<bool()> &done)
{
    const auto settled = [&] {
        for (Site *site : {&m_left, &m_right}) {
            if (site->host) {
                site->host->poll();
                site->node->carry(m_simulation.now());
                site->mostSessions = std::max(site->mostSessions, site->node->census().ike.sessions);
            }
        }
        return done();
    };
    const TimePoint end = m_simulation.now() + time;
    while (m_simulation.now() < end) {
        catchUp();
        if (pings) {
            ping(m_left);
            ping(m_right);
        }
        TimePoint next = pings ? std::min(end, m_simulation.now() + 1s) : end;
        for (const Site *site : {&m_left, &m_right}) {
            if (site->restartAt)
                next = std::min(next, std::max(*site->restartAt, m_simulation.now()));
            if (site->pending)
                next = std::min(next, std::max(site->adoptAt, m_simulation.now()));
        }
        if (m_simulation.runUntil(settled, next - m_simulation.now()))
            return true;
        m_isSpinning = m_isSpinning || m_simulation.now() < next;
        if (m_isSpinning)
            return false;
    }
    return false;
}

void World::catchUp()
{
    for (Site *site : {&m_left, &m_right}) {
        if (site->restartAt && *site->restartAt <= m_simulation.now()) {
            note(std::string(site->name) + " comes up again");
            wakeUp(*site);
        }
        if (site->pending && site->adoptAt <= m_simulation.now()) {
            note(std::string(site->name) + " follows the other's change");
            adopt(*site, Deal(*site->pending));
            save(*site);
        }
    }
}

// --- the calm after it ----------------------------------------------------------------------------------------------

void World::calmDown()
{
    note("the weather clears up");
    m_simulation.network().setConditions({});
    if (m_isLeftAway)
        moveLeft(false);
    for (Site *site : {&m_left, &m_right}) {
        if (!site->node)
            wakeUp(*site);
        adopt(*site, m_deal);
        for (Tunnel &tunnel : site->tunnels) {
            tunnel.config.dpd.enabled = true;
        }
        save(*site);
    }
}

std::string World::stayApart()
{
    if (!m_random.chance(250))
        return {};
    Site &gone = anySite();
    Site &other = &gone == &m_left ? m_right : m_left;
    for (std::size_t i = 0; i < gone.tunnels.size(); ++i) {
        if (!other.tunnels[i].isWanted)
            start(other, other.tunnels[i]);
        if (gone.tunnels[i].isWanted)
            stop(gone, gone.tunnels[i]);
    }
    const auto isAlone = [&] { return whatIsLeft(gone).empty() && other.node->census().sas == 0; };
    if (!pass(10min, false, isAlone))
        return std::string(gone.name) + " stopped, and: " + whatIsLeft(gone) + "; " + other.name + ": "
            + other.node->census().toString();
    pass(5min, m_random.chance(500));
    for (const Tunnel &tunnel : other.tunnels) {
        if (other.node->isEstablished(tunnel.config.id) || other.node->census().sas != 0)
            return std::string(other.name) + " says that a tunnel stands, but nobody is there";
    }
    return {};
}

std::string World::comeTogether()
{
    for (Site *site : {&m_left, &m_right}) {
        for (Tunnel &tunnel : site->tunnels) {
            if (!tunnel.isWanted)
                start(*site, tunnel);
        }
    }
    if (!pass(kRetryPatience, true, [&] { return whatIsWrong().empty(); }))
        return "no tunnel: " + whatIsWrong();
    // The newest pings of each side, through every tunnel.
    const auto isAnswered = [&](const Site &site) {
        const auto newest = [&](std::uint16_t one) { return one + site.tunnels.size() > site.sequence; };
        return std::cmp_equal(std::ranges::count_if(site.host->replies(), newest), site.tunnels.size());
    };
    if (!pass(3min, true, [&] { return isAnswered(m_left) && isAnswered(m_right); }))
        return "a tunnel that carries no pings";
    note("the tunnel stands");
    return {};
}

// Weather like this loses no packet, whatever is renewed meanwhile.
std::string World::staySteady()
{
    pass(kAftermath);
    const std::pair<const Site &, std::uint16_t> before[] = {{m_left, m_left.sequence}, {m_right, m_right.sequence}};
    pass(kSteadyTime, true);
    pass(2s);
    for (const auto &[site, sequence] : before) {
        const auto &replies = site.host->replies();
        std::vector<std::uint16_t> lost;
        for (int one = sequence + 1; one <= site.sequence; ++one) {
            if (std::ranges::find(replies, one) == replies.end())
                lost.push_back(static_cast<std::uint16_t>(one));
        }
        if (!lost.empty())
            return "of " + std::to_string(site.sequence - sequence) + " pings of " + site.name + " "
                + std::to_string(lost.size()) + " were lost in calm weather, the first at "
                + inSeconds(site.sentAt.at(lost.front() - 1U));
    }
    if (!pass(2min, false, [&] { return whatIsWrong().empty(); }))
        return "no tunnel any more: " + whatIsWrong();
    return {};
}

std::string World::end()
{
    const bool leftFirst = m_random.chance(500);
    const bool together = m_random.chance(300);
    Site &first = leftFirst ? m_left : m_right;
    Site &second = leftFirst ? m_right : m_left;
    const auto leave = [&](Site &site) {
        if (m_random.chance(300)) {
            note(std::string(site.name) + " shuts down");
            site.node->command(api::Shutdown{}, m_simulation.now());
        } else {
            for (Tunnel &tunnel : site.tunnels)
                stop(site, tunnel);
        }
    };
    leave(first);
    if (!together && !pass(2min, false, [&] { return whatIsLeft(first).empty(); }))
        return whatIsLeft(first);
    leave(second);
    if (!pass(2min, false, [&] { return whatIsLeft(first).empty() && whatIsLeft(second).empty(); }))
        return whatIsLeft(first) + " " + whatIsLeft(second);
    return {};
}

std::string World::whatIsLeft(const Site &site) const
{
    const auto census = site.node->census();
    if (!census.isEmpty())
        return std::string(site.name) + " has something left: " + census.toString();
    if (site.node->nextDeadline())
        return std::string(site.name) + " has a timer left, for " + inSeconds(*site.node->nextDeadline());
    return {};
}

std::string World::whatIsWrong() const
{
    const std::size_t count = m_left.tunnels.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (std::string wrong = whatIsWrong(i); !wrong.empty())
            return wrong;
    }
    for (const Site *site : {&m_left, &m_right}) {
        const auto census = site->node->census();
        if (census.ike.connections != count || census.ike.sessions == 0 || census.ike.sessions > count
            || census.ike.children != count || census.sas != count || census.policies != count || census.waiting != 0)
            return std::string(site->name) + " has not just one of each: " + census.toString();
    }
    return {};
}

std::string World::whatIsWrong(std::size_t tunnel) const
{
    const auto statusOf = [&](const Site &site) { return site.node->status(site.tunnels[tunnel].config.id); };
    for (const Site *site : {&m_left, &m_right}) {
        const api::ConnectionStatus *status = statusOf(*site);
        if (!status)
            return std::string(site->name) + " publishes no status";
        if (status->state != api::ConnectionState::Established)
            return std::string(site->name) + " is " + std::string(api::stateName(status->state));
        if (status->childSas.size() != 1)
            return std::string(site->name) + " has " + std::to_string(status->childSas.size()) + " child SAs";
    }
    const auto &left = *statusOf(m_left);
    const auto &right = *statusOf(m_right);
    if (left.ikeSa->initiatorSpi != right.ikeSa->initiatorSpi || left.ikeSa->responderSpi != right.ikeSa->responderSpi)
        return "two IKE SAs: " + ike::ikeSpiText(left.ikeSa->initiatorSpi) + " and "
            + ike::ikeSpiText(right.ikeSa->initiatorSpi);
    const auto &ofLeft = left.childSas.front();
    const auto &ofRight = right.childSas.front();
    if (ofLeft.inboundSpi != ofRight.outboundSpi || ofLeft.outboundSpi != ofRight.inboundSpi)
        return "two child SAs: " + hex(ofLeft.inboundSpi) + "/" + hex(ofLeft.outboundSpi) + " and "
            + hex(ofRight.inboundSpi) + "/" + hex(ofRight.outboundSpi);
    if (ofLeft.local != ofRight.remote || ofLeft.remote != ofRight.local || ofLeft.proposal != ofRight.proposal)
        return "the two do not mean the same child SA";
    return {};
}

std::string World::whatNeverMayBe() const
{
    if (m_isSpinning)
        return "an engine spins";
    if (!m_trouble.empty())
        return m_trouble;
    for (const Site *site : {&m_left, &m_right}) {
        if (!site->host)
            continue;
        if (site->host->broken() != 0)
            return "a packet came out of the tunnel broken";
        const auto &requests = site->host->requests();
        if (std::set(requests.begin(), requests.end()).size() != requests.size())
            return "a packet came out of the tunnel twice";
        if (site->node->census().refusedSas != 0)
            return "an SA that was negotiated could not be installed";
        if (site->mostSessions > kMostSessions)
            return std::string(site->name) + " had " + std::to_string(site->mostSessions) + " sessions at a time";
    }
    return {};
}

std::string World::story() const
{
    std::vector<std::pair<TimePoint, std::string>> lines;
    for (const auto &[at, text] : m_notes)
        lines.emplace_back(at, "* " + text);
    for (const Site *site : {&m_left, &m_right}) {
        const auto add = [&](const std::vector<api::Event> &events) {
            for (const api::Event &event : events)
                lines.emplace_back(event.at, std::string(site->name) + ": " + textOf(event));
        };
        add(site->pastEvents);
        if (site->node)
            add(site->node->events());
    }
    std::ranges::stable_sort(lines, {}, &std::pair<TimePoint, std::string>::first);
    std::string text;
    for (const auto &[at, line] : lines)
        text += inSeconds(at) + "  " + line + "\n";
    return text;
}

} // namespace tw::sim::weather
