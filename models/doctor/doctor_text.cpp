#include "models/doctor/doctor_text.h"

#include "models/log/joined_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace tw::models {

namespace {

constexpr const char *kContext = "tw::models::DoctorText";

template <typename Id>
struct Worded
{
    Id id;
    const char *source; // English, with %1... for the arguments
};

QString translated(const char *source, const QStringList &args = {})
{
    QString text = QCoreApplication::translate(kContext, source);
    for (const QString &arg : args)
        text = text.arg(arg);
    return text;
}

template <typename Id, std::size_t kSize>
QString textIn(const Worded<Id> (&table)[kSize], Id id, const QStringList &args = {})
{
    const auto found = std::ranges::find(table, id, &Worded<Id>::id);
    return found == std::end(table) ? QString() : translated(found->source, args);
}

constexpr Worded<DoctorKind> kKinds[] = {
    {DoctorKind::Traffic, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Traffic doctor")},
    {DoctorKind::Path, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Path doctor")},
    {DoctorKind::Mtu, QT_TRANSLATE_NOOP("tw::models::DoctorText", "MTU probe")},
};

constexpr Worded<DoctorVerdict> kVerdicts[] = {
    {DoctorVerdict::Pending, QT_TRANSLATE_NOOP("tw::models::DoctorText", "to do")},
    {DoctorVerdict::Running, QT_TRANSLATE_NOOP("tw::models::DoctorText", "running")},
    {DoctorVerdict::Ok, QT_TRANSLATE_NOOP("tw::models::DoctorText", "works")},
    {DoctorVerdict::Failed, QT_TRANSLATE_NOOP("tw::models::DoctorText", "failed")},
    {DoctorVerdict::Warning, QT_TRANSLATE_NOOP("tw::models::DoctorText", "warning")},
    {DoctorVerdict::NotKnown, QT_TRANSLATE_NOOP("tw::models::DoctorText", "not known")},
    {DoctorVerdict::Skipped, QT_TRANSLATE_NOOP("tw::models::DoctorText", "skipped")},
};

constexpr Worded<DoctorSide> kSides[] = {
    {DoctorSide::Ours, QT_TRANSLATE_NOOP("tw::models::DoctorText", "our side")},
    {DoctorSide::Theirs, QT_TRANSLATE_NOOP("tw::models::DoctorText", "the other side")},
    {DoctorSide::Path, QT_TRANSLATE_NOOP("tw::models::DoctorText", "the path between")},
    {DoctorSide::Unknown, QT_TRANSLATE_NOOP("tw::models::DoctorText", "either side")},
};

constexpr Worded<DoctorCheckId> kChecks[] = {
    {DoctorCheckId::Route, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Route to the subnet")},
    {DoctorCheckId::Device, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Packet reaches the tunnel device")},
    {DoctorCheckId::Selector, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Selectors match")},
    {DoctorCheckId::Encrypted, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Packet is encrypted")},
    {DoctorCheckId::EspLeft, QT_TRANSLATE_NOOP("tw::models::DoctorText", "ESP leaves")},
    {DoctorCheckId::EspBack, QT_TRANSLATE_NOOP("tw::models::DoctorText", "ESP comes back")},
    {DoctorCheckId::Delivered, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Answer is decrypted and delivered")},
    {DoctorCheckId::Udp500, QT_TRANSLATE_NOOP("tw::models::DoctorText", "UDP 500 (IKE)")},
    {DoctorCheckId::Udp4500, QT_TRANSLATE_NOOP("tw::models::DoctorText", "UDP 4500 (IKE and ESP behind NAT)")},
    {DoctorCheckId::Esp, QT_TRANSLATE_NOOP("tw::models::DoctorText", "ESP (protocol 50)")},
    {DoctorCheckId::SmallPacket, QT_TRANSLATE_NOOP("tw::models::DoctorText", "A small packet passes")},
    {DoctorCheckId::LargestPacket, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Largest packet that passes")},
    {DoctorCheckId::Clamp, QT_TRANSLATE_NOOP("tw::models::DoctorText", "MTU and MSS in use")},
};

constexpr Worded<DoctorCounterId> kCounters[] = {
    {DoctorCounterId::ProbesSent, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Probe packets sent")},
    {DoctorCounterId::ReachedDevice, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Probe packets at the device")},
    {DoctorCounterId::Encrypted, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Probe packets encrypted")},
    {DoctorCounterId::PacketsOut, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Packets out, all traffic")},
    {DoctorCounterId::PacketsIn, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Packets in, all traffic")},
    {DoctorCounterId::SendFailed, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Packets that could not be sent")},
    {DoctorCounterId::AnswersDecrypted, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Answers decrypted")},
    {DoctorCounterId::AnswersDelivered, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Answers given to the device")},
    {DoctorCounterId::Answers, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Answers received")},
};

using Finding = DoctorFinding;
constexpr Worded<DoctorFinding> kFindings[] = {
    {Finding::EarlierCheckFailed,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "Not examined, since a check before it failed.")},
    {Finding::Cancelled, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Cancelled.")},
    {Finding::NoEngineAnswer, QT_TRANSLATE_NOOP("tw::models::DoctorText", "No engine runs that could be asked.")},
    {Finding::NotLoaded, QT_TRANSLATE_NOOP("tw::models::DoctorText", "The connection is not started.")},
    {Finding::NoPrivilege,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "This program may not send ICMP packets (it lacks CAP_NET_RAW), so nothing could be tried.")},
    {Finding::RouteIntoTunnel,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "The route to %1 leads into the tunnel device %2.")},
    {Finding::RouteElsewhere,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "The route to %1 leads to the interface %2 and not into the tunnel device %3: packets leave "
                       "without the tunnel.")},
    {Finding::NoRoute, QT_TRANSLATE_NOOP("tw::models::DoctorText", "This machine has no route to %1: %2.")},
    {Finding::NoDevice, QT_TRANSLATE_NOOP("tw::models::DoctorText", "The engine has no tunnel device.")},
    {Finding::NoInsideAddress,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "This machine has no address in %1, so it cannot send a packet of its own through the tunnel.")},
    {Finding::ReachedDevice,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "Probe packets that reached the device %2: %1.")},
    {Finding::ProbeNotSent,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "The system refused to send the probe packet: %1.")},
    {Finding::LostBeforeDevice,
     QT_TRANSLATE_NOOP(
         "tw::models::DoctorText",
         "The probe packets were sent and did not reach the device %1: something on this machine drops or "
         "diverts them.")},
    {Finding::SelectorMatches, QT_TRANSLATE_NOOP("tw::models::DoctorText", "An SA stands for packets from %1 to %2.")},
    {Finding::SourceTranslated,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "The packets were sent from %1 and reached the tunnel from %2: a NAT rule of this machine "
                       "rewrites their source. The tunnel carries %3.")},
    {Finding::DestinationTranslated,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "The packets were sent to %1 and reached the tunnel as packets to %2: a NAT rule of this "
                       "machine rewrites their destination. The tunnel carries %3.")},
    {Finding::OutsideSelectors,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "No connection's subnets hold a packet from %1 to %2.")},
    {Finding::OtherConnectionTookIt,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Another connection, whose subnets are narrower or the same, takes the packets to %1.")},
    {Finding::NoSa,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "The packets fit the connection's subnets, and no SA stands for them. State: %1.")},
    {Finding::PairMissing,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "The connection is up, and none of its SAs carries packets from %1 to %2: the other side agreed "
                       "to less than our subnets. These stand: %3.")},
    {Finding::EncryptedCount, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Probe packets that were encrypted: %1.")},
    {Finding::TooBigForTunnel, QT_TRANSLATE_NOOP("tw::models::DoctorText", "The packets are too big for the tunnel.")},
    {Finding::NotEncrypted,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "The packets fit an SA and were not encrypted all the same.")},
    {Finding::SentAsEsp,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "Packets sent to %2 as ESP without UDP (protocol 50): %1.")},
    {Finding::SentInUdp, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Packets sent to %2 as ESP in UDP 4500: %1.")},
    {Finding::SendFailed,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "This machine refused to send %1 encrypted packets to %2.")},
    {Finding::EspCameBack, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Authentic packets from the peer: %1 or more.")},
    {Finding::NothingCameBack,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Nothing came back, although the peer answers IKE on the same port 4500. So the path is open, "
                       "and the peer does not decrypt the packets, drops them, or sends its answers another way.")},
    {Finding::NothingCameBackNative,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Nothing came back, although the peer answers IKE. Most likely ESP (protocol 50) is blocked on "
                       "the path. A peer that drops every decrypted packet looks the same from here; ESP in UDP tells "
                       "the two apart.")},
    {Finding::NothingCameBackEver,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Nothing came back, and %1 answers no IKE message either: it is off, or not reachable at all "
                       "now.")},
    {Finding::EspProhibited,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "%1 refuses our ESP packets (protocol 50) by ICMP.")},
    {Finding::NotAuthentic,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Packets came back and could not be opened, since their check value is wrong: %1. The two sides "
                       "have different keys or algorithms, or something on the path changes the packets.")},
    {Finding::UnknownSpi,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Packets came back by an SA that we do not have: %1. The peer goes on with an old one.")},
    {Finding::AnswerDelivered, QT_TRANSLATE_NOOP("tw::models::DoctorText", "%1 answered after %2 ms.")},
    {Finding::AnswerOutsideSelectors,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "The answer of %2 came back from %1, which is outside of %3, and was dropped: a NAT rule of the "
                       "peer rewrites its source.")},
    {Finding::HostUnreachable, QT_TRANSLATE_NOOP("tw::models::DoctorText", "%2 says that it cannot reach %1.")},
    {Finding::HostProhibited,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "%2 says that a firewall forbids packets to %1.")},
    {Finding::LostBehindDevice,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "The answers were decrypted and given to the device %1, and this machine dropped them.")},
    {Finding::PortAnswered, QT_TRANSLATE_NOOP("tw::models::DoctorText", "The peer answered on UDP %1 after %2 ms.")},
    {Finding::PortSilentOtherAnswered,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "Blocked: the peer is silent on UDP %1 while it answers on UDP %2.")},
    {Finding::PortSilent,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "No answer on UDP %1. The peer may be off, or the port blocked: this does not show which.")},
    {Finding::PortUnreachable, QT_TRANSLATE_NOOP("tw::models::DoctorText", "%2 says that UDP %1 cannot be reached.")},
    {Finding::PortProhibited, QT_TRANSLATE_NOOP("tw::models::DoctorText", "%2 says that a firewall forbids UDP %1.")},
    {Finding::PortNotAsked, QT_TRANSLATE_NOOP("tw::models::DoctorText", "UDP %1 could not be asked: %2.")},
    {Finding::PortCarriesTunnel,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "A ping through the tunnel, which goes by UDP %1, was answered.")},
    {Finding::EspSeen, QT_TRANSLATE_NOOP("tw::models::DoctorText", "ESP packets that came in just now: %1.")},
    {Finding::EspNotUsed,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Not tried: this connection carries ESP in UDP, so it does not depend on protocol 50.")},
    {Finding::EspNothingSent,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "Nothing was seen that would prove it either way.")},
    {Finding::SmallPasses, QT_TRANSLATE_NOOP("tw::models::DoctorText", "%1 answers a small packet.")},
    {Finding::SmallLost,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "%1 does not answer even a small packet, so sizes cannot be compared. Run the traffic doctor.")},
    {Finding::LargestFits,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "Packets of %1 bytes pass, as large as the tunnel takes.")},
    {Finding::LargestSmaller,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Black hole: packets of more than %1 bytes vanish and nobody says so, while the tunnel takes "
                       "%2.")},
    {Finding::LargestSmallerTold,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Packets of more than %1 bytes do not pass, while the tunnel takes %2. %3 says so.")},
    {Finding::LargestUnsteady,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Packets of %1 bytes passed, larger ones did not (the tunnel takes %2). Small ones were lost "
                       "as well, so this may be chance.")},
    {Finding::ClampFits, QT_TRANSLATE_NOOP("tw::models::DoctorText", "MTU %1 and MSS %2 fit what passes.")},
    {Finding::ClampTooLarge,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "MTU %1 and MSS %2 are too large for this path: large TCP transfers hang. It bears MTU %3 and "
                       "MSS %4.")},
};

using Advice = DoctorAdvice;
constexpr Worded<DoctorAdvice> kAdvices[] = {
    {Advice::StartConnection,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "Start the connection; its diagnosis says why where it fails.")},
    {Advice::CheckRoutes,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Have %1 routed into the device %2. The engine sets this route when the connection is loaded; "
                       "look in the log for what removed or refused it.")},
    {Advice::RemoveRoute,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "Remove the route %1 by %2, or take other subnets.")},
    {Advice::CheckOwnFirewall,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Look through the firewall of this machine (nft list ruleset) for what drops packets by %1.")},
    {Advice::ExemptFromNat,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Exempt packets from %1 to %2 from NAT on this machine, in front of the masquerading rule.")},
    {Advice::CompareSelectors,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Compare the subnets of the two sides: ours are %1 here and %2 there.")},
    {Advice::AddSubnet,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Have the other side add what is missing, so that its subnets are %1 there and %2 here.")},
    {Advice::ForceEncapsulation,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Force ESP in UDP: set NAT traversal to \"forced\". Then everything goes by UDP 4500.")},
    {Advice::PeerAllowEsp,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Or have every firewall between the two gateways let ESP (protocol 50) pass, both ways.")},
    {Advice::PeerAllowPort,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Have the firewalls of the peer and between let UDP %1 pass, both ways.")},
    {Advice::PeerAllowTraffic,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Have the peer's firewall let packets between %1 and %2 pass, after decryption.")},
    {Advice::PeerRouteBack,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Have the other side check its way back: %1 must lead to its tunnel, also on the hosts.")},
    {Advice::PeerExemptFromNat,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "Have the other side exempt packets from %1 to %2 from its NAT.")},
    {Advice::PeerHostUp,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Have the other side check that %1 is up and answers pings of its own network.")},
    {Advice::Renegotiate, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Renegotiate the connection.")},
    {Advice::CheckReversePath,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Turn strict reverse path filtering off for the device: sysctl net.ipv4.conf.%1.rp_filter=2.")},
    {Advice::SetMtu, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Set the connection's MTU to %1.")},
    {Advice::SetMss, QT_TRANSLATE_NOOP("tw::models::DoctorText", "Set the connection's MSS to %1.")},
    {Advice::AllowFragmentationNeeded,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Or have whoever runs the path let fragments and ICMP \"fragmentation needed\" pass.")},
    {Advice::TryOtherAddress,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "Try another address, of a host that is known to answer pings.")},
    {Advice::SendFromHost,
     QT_TRANSLATE_NOOP("tw::models::DoctorText",
                       "Give this machine an address in %1, or ping %2 from a host there and watch the counters.")},
};

constexpr Worded<DoctorOverlap::With> kOverlaps[] = {
    {DoctorOverlap::With::Interface,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "%1 overlaps with %2, which is on the interface %3.")},
    {DoctorOverlap::With::Route, QT_TRANSLATE_NOOP("tw::models::DoctorText", "%1 overlaps with the route %2 by %3.")},
    {DoctorOverlap::With::Connection,
     QT_TRANSLATE_NOOP("tw::models::DoctorText", "%1 overlaps with %2 of the connection %3.")},
};

} // namespace

QString doctorTitle(DoctorKind kind) { return textIn(kKinds, kind); }
QString doctorTitle(DoctorCheckId id) { return textIn(kChecks, id); }
QString doctorText(DoctorVerdict verdict) { return textIn(kVerdicts, verdict); }
QString doctorText(DoctorSide side) { return textIn(kSides, side); }
QString doctorText(DoctorCounterId id) { return textIn(kCounters, id); }

QString doctorText(const DoctorCheck &check)
{
    if (check.finding == Finding::HostSilent) {
        const QString who = check.args.value(1);
        return who.isEmpty()
            ? translated(
                  QT_TRANSLATE_NOOP("tw::models::DoctorText", "The tunnel works both ways, and %1 does not answer."),
                  {check.args.value(0)})
            : translated(QT_TRANSLATE_NOOP("tw::models::DoctorText",
                                           "The tunnel works both ways, since %2 answered through it, and %1 does not: "
                                           "the host, its way back or a firewall behind the peer's gateway."),
                         check.args);
    }
    if (check.finding == Finding::EspSilentIkeAnswered) {
        return check.verdict == DoctorVerdict::Failed
            ? translated(QT_TRANSLATE_NOOP("tw::models::DoctorText",
                                           "Blocked, most likely: of %1 packets that were sent none was answered, none "
                                           "ever came in, and the peer answers IKE at the same time."),
                         {check.args.value(0)})
            : translated(QT_TRANSLATE_NOOP("tw::models::DoctorText",
                                           "Of %1 packets that were sent none was answered just now, although the peer "
                                           "answers IKE. Earlier %2 came in, so it worked then."),
                         check.args);
    }
    return textIn(kFindings, check.finding, check.args);
}

QString doctorText(const DoctorMend &mend) { return textIn(kAdvices, mend.advice, mend.args); }

QString doctorText(const DoctorOverlap &overlap)
{
    const QString text = textIn(kOverlaps, overlap.with, {overlap.remote, overlap.prefix, overlap.name});
    const QString who = overlap.wins
        ? translated(QT_TRANSLATE_NOOP("tw::models::DoctorText",
                                       "The other is as narrow or narrower, and gets the packets that both hold."))
        : translated(QT_TRANSLATE_NOOP("tw::models::DoctorText",
                                       "The tunnel is the narrower one, and gets the packets that both hold."));
    return joinedSentences({text, who});
}

QString doctorText(const DoctorMtu &mtu)
{
    QString sum = QString::number(mtu.pathMtu);
    const auto less = [&](int size, const char *source) {
        if (size != 0)
            sum += QStringLiteral(" - %1 (%2)").arg(size).arg(translated(source));
    };
    less(mtu.outerHeader, mtu.isOuterV6 ? "IPv6" : "IPv4");
    less(mtu.udpHeader, "UDP");
    less(mtu.espHeader, QT_TRANSLATE_NOOP("tw::models::DoctorText", "ESP header"));
    less(mtu.iv, QT_TRANSLATE_NOOP("tw::models::DoctorText", "IV"));
    less(mtu.icv, QT_TRANSLATE_NOOP("tw::models::DoctorText", "check value"));
    const int around = mtu.outerHeader + mtu.udpHeader + mtu.espHeader + mtu.iv + mtu.icv;
    less(mtu.pathMtu - around - mtu.trailer - mtu.fitsPath,
         QT_TRANSLATE_NOOP("tw::models::DoctorText", "to whole cipher blocks"));
    less(mtu.trailer, QT_TRANSLATE_NOOP("tw::models::DoctorText", "ESP trailer"));
    sum += QStringLiteral(" = %1").arg(mtu.fitsPath);
    if (mtu.configured != 0) {
        sum += translated(QT_TRANSLATE_NOOP("tw::models::DoctorText", "; set in the form: %1"),
                          {QString::number(mtu.configured)});
    }
    sum += translated(QT_TRANSLATE_NOOP("tw::models::DoctorText", "; MTU of the device: %1; in use: %2"),
                      {QString::number(mtu.device), QString::number(mtu.computed)});
    return sum;
}

QString doctorProbeText(const DoctorReport &report)
{
    if (report.source.isEmpty() || report.destination.isEmpty())
        return {};
    const QString text =
        translated(QT_TRANSLATE_NOOP("tw::models::DoctorText", "Pings from %1, an address of this machine, to %2."),
                   {report.source, report.destination});
    if (!report.isDestinationChosen)
        return text;
    return joinedSentences(
        {text,
         translated(QT_TRANSLATE_NOOP("tw::models::DoctorText",
                                      "No address was named, so this is the first one of the peer's first subnet."))});
}

} // namespace tw::models
