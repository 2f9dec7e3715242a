#pragma once

#include "engine/api/event.h"
#include "models/catalog/validation_issue.h"
#include "models/diagnosis/diagnosis_code.h"
#include "models/transfer/import/peer_reading.h"

// The configuration of the device at the other end against the connection, setting by setting. Everything is told as our
// own form has it: what is local to the device stands under our remote. Values only, no sentence (comparison_text.h), and
// never a key: of two keys nothing is told but that they differ.
namespace tw::models {

enum class Fit : std::uint8_t {
    Breaks, // the phase of the row fails, at once or later
    Risky, // mostly it works, and some devices refuse it
    Harmless, // it differs, and nothing comes of it
    NotUnderstood, // the text says something that we cannot read
    NotSaid, // the device does what its release does by default
    Fits,
};
std::string_view fitName(Fit fit); // "breaks", "risky", "harmless", "not-understood", "not-said", "fits"

// What comes of a difference.
enum class Effect : std::uint8_t {
    None,
    OtherAddress, // messages go elsewhere, or come from elsewhere
    BehindNat, // the device knows its own address, and we its public one
    NotComparable, // a name against an address
    OtherVersion,
    OtherMode,
    OtherMethod, // a certificate here, a key there
    OtherKey,
    OtherIdentity,
    Phase1Refused,
    Phase2Refused,
    RekeyRefused, // IKEv2 without the same PFS group: all is well until the first rekey
    SelectorsRefused,
    SelectorsNarrowed, // only what both have passes
    OwnLifetimes, // IKEv2: each side has its own
    ShorterLifetime, // IKEv1: the shorter one counts, where the device agrees
    OtherStarts,
    OtherProbes,
    OtherEncapsulation,
};

struct ComparisonRow
{
    Field field{};
    QString ours; // in the draft's words; of a key nothing
    QString theirs; // the same; empty: not said, not understood, or a key
    Fit fit = Fit::Fits;
    api::Phase phase = api::Phase::None; // which fails
    Effect effect = Effect::None;

    bool differs() const { return fit == Fit::Breaks || fit == Fit::Risky || fit == Fit::Harmless; }
    // What the log will say of it; NoExceptionFound: nothing.
    DiagnosisCode code() const;
    // The form's field and their value. A key has no value: it is typed. Nothing where there is nothing to take over.
    std::optional<Mend> mendHere() const;

    friend bool operator==(const ComparisonRow &, const ComparisonRow &) = default;
};

// Whose configuration the text seems to be.
enum class Whose : std::uint8_t {
    Peers,
    Ours, // by mistake, or since we are the cloud's customer: it was mirrored before it was compared
    Strangers, // neither address nor subnet is this connection's
};

struct Comparison
{
    QStringList candidates; // what the text calls its connections; some have no name
    qsizetype chosen = 0;
    Whose whose = Whose::Peers;
    QList<ComparisonRow> rows; // what matters most first, else in the order of the form
    QList<IgnoredLine> ignored;
    bool ignoresMore = false;

    qsizetype count(Fit fit) const;
    qsizetype breaking(api::Phase phase) const;
    qsizetype differences() const;
    const ComparisonRow *row(Field field) const; // nullptr: there is none
};

// Our side of it.
struct ComparedConnection
{
    PeerView view; // as the device should have it
    const SecretBytes *key = nullptr; // nullptr: there is none, or it could not be read
    bool usesCertificates = false;
};

// Of the text's connections the one that is most like ours, by addresses and subnets.
qsizetype bestMatch(const PeerReadings &readings, const PeerView &ours);
// There must be at least one reading; without `chosen` the best match.
Comparison compareConfigurations(const ComparedConnection &ours, const PeerReadings &readings,
                                 std::optional<qsizetype> chosen = {});

} // namespace tw::models
