#pragma once

#include "models/catalog/field.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <string_view>

// What a doctor found: plain values, codes and no sentences. doctor_text.h words them in the user's language when they
// are shown; the names here are for --json and stay as they are.
namespace tw::models {

enum class DoctorKind : std::uint8_t { Traffic, Path, Mtu };

enum class DoctorVerdict : std::uint8_t {
    Pending, // not yet begun
    Running,
    Ok,
    Failed,
    Warning,
    NotKnown, // nothing that was seen proves either; never to be shown as a fault
    Skipped, // a check before it failed, or it has nothing to check here
};

enum class DoctorSide : std::uint8_t { None, Ours, Theirs, Path, Unknown };

enum class DoctorCheckId : std::uint8_t {
    // The way of a packet and back, in this order
    Route, // the kernel leads the subnet's packets into the tunnel device
    Device, // our probe arrived there
    Selector, // and fits the connection's selectors, for which an SA stands
    Encrypted,
    EspLeft,
    EspBack, // something authentic came back
    Delivered, // the answer itself was decrypted and given to the inside
    // The path
    Udp500,
    Udp4500,
    Esp,
    // Sizes
    SmallPacket, // any packet passes at all
    LargestPacket,
    Clamp, // what MTU and MSS are held to, against what passes
};

enum class DoctorFinding : std::uint8_t {
    None,
    // Any check
    EarlierCheckFailed,
    Cancelled,
    NoEngineAnswer,
    NotLoaded,
    NoPrivilege, // this program may not send ICMP
    // Route
    RouteIntoTunnel, // device
    RouteElsewhere, // destination, interface, device
    NoRoute, // destination, the system's word
    NoDevice,
    NoInsideAddress, // local subnets: no address of this machine is in them, so nothing can be sent
    // Device
    ReachedDevice, // count
    ProbeNotSent, // the system's word
    LostBeforeDevice, // a firewall of this machine
    // Selector
    SelectorMatches, // local, remote selectors
    SourceTranslated, // sent from, seen as: a NAT of this machine
    DestinationTranslated,
    OutsideSelectors, // source, destination
    OtherConnectionTookIt,
    NoSa, // the connection's state
    PairMissing, // local, remote subnet: the connection stands, and this pair does not
    // Encrypted
    EncryptedCount,
    TooBigForTunnel,
    NotEncrypted,
    // ESP left
    SentAsEsp, // count, peer
    SentInUdp, // count, peer
    SendFailed, // count
    // ESP back
    EspCameBack, // count
    NothingCameBack,
    NothingCameBackNative, // ESP as it is, which many networks do not carry
    NothingCameBackEver, // on any of the SAs that stand
    EspProhibited, // ICMP of a router about our ESP: from
    NotAuthentic, // count: it came back and could not be opened
    UnknownSpi, // count: the peer sends by an SA that we do not have
    // Delivered
    AnswerDelivered, // from, round trip
    AnswerOutsideSelectors, // from, expected: the peer's NAT
    HostUnreachable, // destination, who said so
    HostProhibited, // destination, who said so
    HostSilent, // destination, who of the peer's side answered
    LostBehindDevice, // decrypted, and the kernel of this machine dropped it: rp_filter or a firewall
    // Ports
    PortAnswered, // port, milliseconds
    PortSilentOtherAnswered, // port, other port
    PortSilent, // port
    PortUnreachable, // port, who said so
    PortProhibited,
    PortNotAsked, // port, why
    PortCarriesTunnel, // port: a ping through the tunnel was answered by it
    EspSeen, // when
    EspSilentIkeAnswered,
    EspNotUsed, // this connection's ESP is in UDP
    EspNothingSent,
    // Sizes
    SmallPasses,
    SmallLost,
    LargestFits, // size
    LargestSmaller, // size, computed: a black hole, since nobody said so
    LargestSmallerTold, // size, computed, who said so
    LargestUnsteady, // size: answers are lost here and there, and the size is a guess
    ClampFits, // mtu, mss
    ClampTooLarge, // mtu, mss in use, mtu, mss proposed
};

// Stable names. Empty for no such value.
std::string_view doctorName(DoctorKind kind); // "traffic"
std::string_view doctorName(DoctorVerdict verdict); // "ok"
std::string_view doctorName(DoctorSide side); // "ours"
std::string_view doctorName(DoctorCheckId id); // "esp-back"
std::string_view doctorName(DoctorFinding finding); // "RouteElsewhere"

// What to do, in order of likelihood.
enum class DoctorAdvice : std::uint8_t {
    StartConnection,
    CheckRoutes, // ours: subnet, device
    RemoveRoute, // ours: the other route
    CheckOwnFirewall,
    ExemptFromNat, // ours: local, remote subnet
    CompareSelectors,
    AddSubnet, // ours: the subnet that is missing
    ForceEncapsulation, // field EnableNatTraversal
    PeerAllowEsp, // theirs or on the path: protocol 50 to and from
    PeerAllowPort, // UDP port
    PeerAllowTraffic, // theirs: firewall between, local, remote
    PeerRouteBack, // theirs: a route to, by the tunnel
    PeerExemptFromNat, // theirs
    PeerHostUp, // theirs: the host itself
    Renegotiate,
    CheckReversePath, // ours: device
    SetMtu, // field Mtu
    SetMss, // field Mss
    AllowFragmentationNeeded, // whoever drops ICMP
    TryOtherAddress,
    SendFromHost, // ours: nothing can be sent from here; watch the counters while a host sends
};
std::string_view doctorName(DoctorAdvice advice);

struct DoctorMend
{
    DoctorAdvice advice{};
    DoctorSide side = DoctorSide::Ours; // whose work it is
    QStringList args;
    std::optional<Field> field; // of the form, where the mend is there
    QString value; // for that field

    friend bool operator==(const DoctorMend &, const DoctorMend &) = default;
};

enum class DoctorCounterId : std::uint8_t {
    ProbesSent,
    ReachedDevice,
    Encrypted,
    PacketsOut,
    PacketsIn,
    SendFailed,
    AnswersDecrypted,
    AnswersDelivered,
    Answers,
};
std::string_view doctorName(DoctorCounterId id);

struct DoctorCounter
{
    DoctorCounterId id{};
    quint64 before = 0;
    quint64 after = 0;

    friend bool operator==(const DoctorCounter &, const DoctorCounter &) = default;
};

struct DoctorCheck
{
    DoctorCheckId id{};
    DoctorVerdict verdict = DoctorVerdict::Pending;
    DoctorFinding finding = DoctorFinding::None;
    QStringList args; // of the finding, as the enum says
    QList<DoctorCounter> counters;
    DoctorSide side = DoctorSide::None; // where the fault likely is
    QList<DoctorMend> mends;

    friend bool operator==(const DoctorCheck &, const DoctorCheck &) = default;
};

// A pair of subnets and whether an SA carries it.
struct DoctorPair
{
    QString local;
    QString remote;
    bool stands = false;
    quint64 packetsIn = 0; // of its SA, which other pairs may share
    quint64 packetsOut = 0;

    friend bool operator==(const DoctorPair &, const DoctorPair &) = default;
};

// Something that claims addresses of a remote subnet too.
struct DoctorOverlap
{
    enum class With : std::uint8_t { Interface, Route, Connection };

    QString remote; // our subnet
    With with{};
    QString prefix; // theirs
    QString name; // of the interface or connection
    bool wins = false; // packets for what both have go there and not into the tunnel

    friend bool operator==(const DoctorOverlap &, const DoctorOverlap &) = default;
};
std::string_view doctorName(DoctorOverlap::With with);

// The largest inner packet as it is computed, and as it was found. All in octets of the inner IP packet.
struct DoctorMtu
{
    int pathMtu = 0;
    int outerHeader = 0;
    int udpHeader = 0;
    int espHeader = 0;
    int iv = 0;
    int alignment = 0;
    int trailer = 0;
    int icv = 0;
    int fitsPath = 0; // pathMtu less all of these, in whole blocks
    int device = 0;
    int configured = 0; // 0: not set in the form
    int computed = 0; // in use
    bool isOuterV6 = false;
    bool isUdp = false;
    QString suite;
    int found = 0; // 0: not found out
    int proposedMss = 0; // 0: nothing to change

    friend bool operator==(const DoctorMtu &, const DoctorMtu &) = default;
};

struct DoctorReport
{
    DoctorKind kind{};
    QString connectionId;
    QString source; // of the probes; empty: not known yet
    QString destination;
    bool isDestinationChosen = false; // by us, since the user named none
    QList<DoctorCheck> checks; // in order
    int firstFailed = -1; // index of the first failed check
    QList<DoctorPair> pairs; // of the traffic doctor
    QList<DoctorOverlap> overlaps; // likewise
    std::optional<DoctorMtu> mtu;

    const DoctorCheck *find(DoctorCheckId id) const; // nullptr: not of this kind

    friend bool operator==(const DoctorReport &, const DoctorReport &) = default;
};

// The checks of a kind, all pending.
DoctorReport emptyReport(DoctorKind kind, const QString &connectionId);

} // namespace tw::models
