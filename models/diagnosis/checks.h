#pragma once

#include "models/diagnosis/diagnose.h"

#include <chrono>
#include <optional>

// The cloud's one-click diagnosis: five checks, each with a result of its own.
namespace tw::models {

enum class CheckKind : std::uint8_t {
    SameConfiguration, // on both ends, as far as the exchange showed it
    RouteConflicts, // among connections
    PeerReachable, // its public address: loss, round trip
    PrivateReachable, // a ping from an inside address through the tunnel
    Limits, // in use
};
enum class CheckState : std::uint8_t { NotKnown, Normal, Warning, Error };

std::string_view checkName(CheckKind kind); // "SameConfiguration"
std::string_view checkStateName(CheckState state); // "not-known", "normal", "warning", "error"

// What somebody measured; pings are not sent from here.
struct PingResult
{
    int sent = 0;
    int received = 0;
    std::optional<std::chrono::microseconds> roundTrip = {}; // the average of those that came back
};
struct Measurements
{
    std::optional<PingResult> peer = {};
    std::optional<PingResult> inside = {};
};

struct Check
{
    CheckKind kind{};
    CheckState state = CheckState::NotKnown;
    QList<ComparedField> comparison = {}; // SameConfiguration
    QStringList conflicts = {}; // RouteConflicts: names of connections
    std::optional<PingResult> ping = {}; // PeerReachable, PrivateReachable
    int used = 0; // Limits: subnet pairs of this connection...
    int allowed = 0; // ... and how many there may be
};

// All five, in the order of CheckKind. `diagnosis`: of the same facts.
QList<Check> checks(const DiagnosisFacts &facts, const Diagnosis &diagnosis, const Measurements &measured = {});

QString checkTitle(CheckKind kind);
QString checkStateText(CheckState state);
QString checkText(const Check &check); // what came of it, in one sentence

} // namespace tw::models
