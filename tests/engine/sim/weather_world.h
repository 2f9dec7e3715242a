#pragma once

#include "tests/engine/sim/pair_samples.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

// Two gateways with an operator each, and weather between them: everything that a tunnel lives through in some hours,
// drawn from one seed. In the end the weather clears up, and what must be right then is looked at.
namespace tw::sim::weather {

// Which versions of IKE the connections between the two speak.
enum class Versions : std::uint8_t {
    Ikev2,
    WithIkev1, // all of them IKEv1, or one of each; operators may change from one to the other, too
};

// How a connection's IKE SA is negotiated.
struct Way
{
    api::IkeVersion version = api::IkeVersion::V2;
    api::IkeV1Mode mode = api::IkeV1Mode::Main;
};

inline constexpr std::size_t kMostTunnels = 2;

// What both operators must have configured alike, or there is no tunnel.
struct Deal
{
    std::array<Way, kMostTunnels> ways; // of each connection

    std::vector<api::IkeProposal> ike;
    std::vector<api::EspProposal> child;
    std::string_view psk;
    bool isWide = false; // the selectors
    bool hasOtherIds = false;
};

// One of the connections between the two, as one operator sees it.
struct Tunnel
{
    api::ConnectionConfig config; // as it was saved last
    bool isWanted = false; // the operator started it, and did not stop it again
};

// One gateway, its host, and what its operator wants of it.
struct Site
{
    Site(const char *siteName, const IpAddress &address);

    const char *name;
    SimNodeOptions options;
    SimNode *node = nullptr; // nothing: the process does not run
    std::optional<samples::PingHost> host;
    std::vector<Tunnel> tunnels; // each with its counterpart at the same place of the other site
    std::string_view psk;
    std::optional<TimePoint> restartAt; // while the process does not run
    std::optional<Deal> pending; // the other operator has it already
    TimePoint adoptAt{};
    std::uint16_t sequence = 0; // of its host's pings
    std::vector<TimePoint> sentAt; // of each of them
    std::size_t mostSessions = 0; // at any time
    std::vector<api::Event> pastEvents; // of processes that died
};

class World
{
public:
    explicit World(std::uint64_t seed, Versions versions = Versions::Ikev2);

    // The whole life. Empty: it ended well; else what was wrong.
    std::string live();
    // What happened, in order, as far as anyone saw it.
    std::string story() const;

private:
    // The storm: hours of it
    void storm();
    void act();
    void changeWeather();
    void changeOwnSettings(Site &site);
    void changeDeal();
    void kill(Site &site);
    void wakeUp(Site &site);
    void startOrStop(Site &site);
    void renegotiate(Site &site);
    void rebindNat();
    void moveLeft(bool away);
    void chat();

    // The calm after it
    void calmDown();
    std::string stayApart(); // one of the two is stopped
    std::string comeTogether();
    std::string staySteady();
    std::string end();
    std::string whatIsWrong() const; // of tunnels that stand
    std::string whatIsWrong(std::size_t tunnel) const;
    std::string whatIsLeft(const Site &site) const;

    void adopt(Site &site, const Deal &deal);
    void save(Site &site); // the operator presses the button
    void save(Site &site, const Tunnel &tunnel);
    void start(Site &site, Tunnel &tunnel);
    void stop(Site &site, Tunnel &tunnel);
    void ping(Site &site);
    Site &anySite() { return m_random.chance(500) ? m_left : m_right; }
    Tunnel &anyOf(Site &site) { return site.tunnels[m_random.below(site.tunnels.size())]; }
    Deal drawDeal();
    Way drawWay();
    NetworkConditions drawWeather();
    std::chrono::seconds drawLifetime();
    Duration drawPause();

    // True as soon as `done` is. Hosts answer pings all the time; with `pings` each sends one a second.
    bool pass(Duration time, bool pings, const std::function<bool()> &done);
    void pass(Duration time, bool pings = false)
    {
        pass(time, pings, [] { return false; });
    }
    void catchUp(); // what was due meanwhile: restarts, and the other operator
    std::string whatNeverMayBe() const;
    void note(const std::string &text) { m_notes.emplace_back(m_simulation.now(), text); }

    Versions m_versions;
    SeededRandom m_random; // for everything that the operators do
    bool m_hasNat;
    bool m_isDamaging; // the network also truncates and corrupts
    Simulation m_simulation;
    Site m_left;
    Site m_right;
    SimNat *m_nat = nullptr;
    bool m_isLeftAway = false;
    Deal m_deal; // the newest
    std::string m_trouble; // that was seen on a process that was killed later
    bool m_isSpinning = false; // an engine wants to be called again and again without any time passing
    std::vector<std::pair<TimePoint, std::string>> m_notes;
};

} // namespace tw::sim::weather
