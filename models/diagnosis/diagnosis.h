#pragma once

#include "models/catalog/field.h"
#include "models/diagnosis/diagnosis_code.h"
#include "models/log/log_record.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <variant>

// What is known of a fault, as values: facts, both sides' settings, and what may be done. They hold no sentence; those are
// made when they are shown, in the user's language (diagnosis_text.h), and they hold no key.
namespace tw::models {

enum class Certainty : std::uint8_t {
    Certain, // the facts leave nothing else
    Likely, // the other side did not say, and this is the most usual cause
};

// Where the mend most likely belongs. With a value that merely differs nobody is wrong: Unknown.
enum class Side : std::uint8_t { Ours, Theirs, Path, Unknown };

std::string_view certaintyName(Certainty certainty); // "certain", "likely"
std::string_view sideName(Side side); // "ours", "theirs", "path", "unknown"

// Who began the exchange that failed: an initiator is told little, a responder sees both sides.
enum class Role : std::uint8_t { Unknown, Initiator, Responder };
std::string_view roleName(Role role); // "unknown", "initiator", "responder"

// Something that we saw. Most are facts of the log, worded by eventText(); the others are worded by sightingText().
struct CounterSighting
{
    api::TrafficCounters traffic; // of the children that stand
};
struct Sighting
{
    UtcTime at{};
    std::variant<LogRecord, CounterSighting> what;

    // 0 where it is no line of the log.
    qint64 sequence() const;
};

// One setting of both sides. Values are the draft's words ("aes256", "group14", a CIDR list), so that choiceText() shows
// them and a fix can fill them in; what the draft has no word for stands as the log has it. Never a key.
struct ComparedField
{
    enum class State : std::uint8_t {
        Equal,
        Differs,
        Unknown, // the other side did not show it
        MostLikely, // neither, and it is the first to suspect
    };

    Field field{};
    QString ours;
    QString theirs; // empty: not known
    State state = State::Unknown;

    friend bool operator==(const ComparedField &, const ComparedField &) = default;
};
std::string_view comparedStateName(ComparedField::State state); // "equal", "differs", "unknown", "most-likely"

// What a fix does when it is clicked; what none of them does is to change anything unasked.
enum class FixAction : std::uint8_t {
    None, // nothing here: it is for the other side, or for people
    OpenField, // the form at Fix::field, with Fix::value filled in where it is not empty
    Start,
    Renegotiate,
    TestRekey,
    Probe,
    PathCheck, // 500, 4500, ESP
    TrafficCheck, // the seven steps of a packet
    PeerReport, // the text for the other side
    OpenCertificates,
    OpenGateway, // the customer gateway's form at Fix::field, with Fix::value
    OpenLocalGateway, // the VPN gateway's
};
std::string_view fixActionName(FixAction action); // "OpenField": as the enumerator

// Which sentence a fix has; fix_text.cpp has one for each.
enum class FixKind : std::uint8_t {
    UseTheirValue, // field, value
    ProbePhase1,
    ProbePhase2,
    CompareProposals, // both proposals side by side, in the report
    RetypeKey,
    AcceptReceivedId, // value
    UseOtherLocalId,
    SwitchVersion, // value
    SwitchMode, // value
    UseTheirSubnets, // field, value
    AgreeOnSubnets,
    SplitSubnets,
    DisablePfs,
    TestPfs,
    ForceEncapsulation,
    UseTheirLifetime, // value
    UseTheirAddress, // value
    UseCertificates,
    UsePresharedKey,
    ChooseAuthority,
    TryOtherVersion, // value: the peer may speak it; nothing proves it
    TryOtherMode, // value
    CheckPath,
    CheckTraffic,
    CheckName,
    ChooseLocalAddress,
    GrantPrivileges,
    StopOtherProgram,
    RenewCertificate,
    TellPeerAlgorithms,
    TellPeerInstall,
    TellPeerEspOnly,
    TellPeerTunnelMode,
    TellPeerIdentity,
    TellPeerFragmentation,
    TellPeerPorts,
    TellPeerNatTraversal,
    TellPeerFirewall, // inside the other network
    AskPeerWhyDeleted,
    AskPeerLog,
    StartIt,
    TryAgain,
    ReadLog,
};
std::string_view fixKindName(FixKind kind);

struct Fix
{
    FixKind kind{};
    FixAction action = FixAction::None;
    std::optional<Field> field = {};
    QString value = {}; // in the draft's words

    bool isApplicableHere() const { return action != FixAction::None && action != FixAction::PeerReport; }

    friend bool operator==(const Fix &, const Fix &) = default;
};

inline constexpr int kMaxFixes = 3;

// Of several findings of a connection, to the first one.
enum class Relation : std::uint8_t {
    First,
    Instead, // the same facts look like that, too: it may be this and not the first
    Also, // other facts show it, and nothing since then says that it was mended
};
std::string_view relationName(Relation relation); // "first", "instead", "also"

struct Diagnosis
{
    DiagnosisCode code = DiagnosisCode::NoExceptionFound;
    Relation relation = Relation::First;
    Certainty certainty = Certainty::Certain;
    Side side = Side::Unknown;
    api::Phase phase = api::Phase::None; // of the exchange that failed
    Role role = Role::Unknown;
    QStringList values; // what the sentence is about, in the order in which diagnosis_text.cpp wants it; often empty
    QList<Sighting> sightings; // oldest first
    QList<ComparedField> comparison; // differing ones first
    QList<Fix> fixes; // best first, at most kMaxFixes

    bool isFault() const { return code != DiagnosisCode::NoExceptionFound; }
    // Whether the comparison has this setting: it differs, or it is one of those in doubt.
    bool compares(Field field) const;
    // The lines of the log that prove it.
    QList<qint64> sequences() const;
};

} // namespace tw::models
