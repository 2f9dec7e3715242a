#pragma once

#include "engine/api/connection_config.h"
#include "engine/api/event.h"
#include "engine/api/status.h"
#include "engine/base/secret_bytes.h"

#include <optional>
#include <string_view>
#include <vector>

// A rehearsal: both ends of a connection played through in memory, in virtual time, before anybody touches a device. It
// shows whether the two configurations agree; that the two can reach each other it cannot show.
namespace tw::api {

// What the network between does to packets.
enum class RehearsalFault : std::uint8_t {
    Loss, // a fifth of all packets
    WeBehindNat,
    PeerBehindNat, // then only the peer can begin
    EspBlocked, // protocol 50
    NatPortBlocked, // UDP 4500
    LargeLost, // IP fragments, and so messages that need them
    PeerSilent, // everything
};
std::string_view rehearsalName(RehearsalFault fault); // "loss", "nat-ours", ...: stable, for the command line
std::optional<RehearsalFault> parseRehearsalFault(std::string_view name);

struct RehearsalSide
{
    ConnectionConfigPtr config;
    SecretBytes secret;
    // Where it is found by the rest of the world; nothing: where the other side looks for it, right by its nature.
    std::optional<IpAddress> publicAddress = {};
};

// Where our side proves itself by certificates, the peer gets one that is made for the rehearsal and forgotten with it.
struct RehearsalSetup
{
    RehearsalSide ours;
    RehearsalSide theirs; // from the peer's point of view: local and remote are swapped
    std::vector<RehearsalFault> faults;
    std::uint64_t seed = 1; // the same seed gives the same rehearsal
    // What the calendar says at the beginning: certificates have a time.
    UtcTime begins{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}};
};

// In the order in which they are tried. After one that failed, the others are left out, but for the last.
enum class RehearsalStep : std::uint8_t {
    Negotiation, // both phases, begun by us (by the peer where it alone can)
    Traffic, // a ping for each pair of subnets, from either side
    RekeyChildren, // proves PFS, which IKEv2's first exchange does not negotiate
    RekeyIkeSa,
    PeerRestart, // it forgets everything; how long until packets are carried again
    OtherBegins, // once more from the beginning, begun and renewed by the other side
};
std::string_view rehearsalName(RehearsalStep step); // "Negotiation"

enum class RehearsalVerdict : std::uint8_t { Passed, Failed, Skipped };
std::string_view rehearsalName(RehearsalVerdict verdict); // "passed"

struct RehearsedStep
{
    RehearsalStep step{};
    RehearsalVerdict verdict = RehearsalVerdict::Skipped;
    TimePoint begun{};
    Duration took{};
    std::size_t pingsSent = 0;
    std::size_t pingsAnswered = 0;
    // Where it failed: what each side makes of it.
    FailureCode ourFailure = FailureCode::None;
    FailureCode theirFailure = FailureCode::None;
    // Of RekeyChildren: the group of the key exchange that the new child was made with. None: without PFS.
    DhGroup group = DhGroup::None;

    friend bool operator==(const RehearsedStep &, const RehearsedStep &) = default;
};

// A pair of our subnets and whether pings pass between them.
struct RehearsedPair
{
    TrafficSelector local;
    TrafficSelector remote;
    bool isAnswered = false; // what we send
    bool isPeerAnswered = false; // what the peer sends

    friend bool operator==(const RehearsedPair &, const RehearsedPair &) = default;
};

// What both engines said, each in the order of time. Two stories, since OtherBegins is a world of its own.
struct RehearsalStory
{
    std::vector<Event> ours;
    std::vector<Event> theirs;
    std::optional<ConnectionStatus> status; // ours, at the end
    TimePoint ended{};
};

struct Rehearsal
{
    ClockAnchor clock; // for the times in it
    std::vector<RehearsedStep> steps;
    std::vector<RehearsedPair> pairs;
    RehearsalStory story;
    RehearsalStory reversed; // of OtherBegins

    bool hasPassed() const;
};

} // namespace tw::api
