#include "models/catalog/connection_draft.h"
#include "models/diagnosis/diagnosis_text.h"

#include <QCoreApplication>

#include <array>

namespace tw::models {

namespace {

struct FixRow
{
    FixKind kind;
    std::string_view name;
    const char *sentence; // %1: the field, %2: the value
    const char *button; // empty: nothing can be clicked
};

constexpr std::array kFixes = {
    FixRow{FixKind::UseTheirValue, "UseTheirValue",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Set “%1” to %2 here, as the other side has it."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Use %2 here")},
    FixRow{FixKind::ProbePhase1, "ProbePhase1",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Ask the other gateway once with a wide list of phase 1 algorithms, to learn which one it "
                             "takes. The connection itself is not changed."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Probe")},
    FixRow{FixKind::ProbePhase2, "ProbePhase2",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Ask the other gateway once with a wide list of phase 2 algorithms, to learn which one it "
                             "takes. The connection itself is not changed, but a gateway that allows one IKE SA only "
                             "may drop the one that stands."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Probe")},
    FixRow{FixKind::CompareProposals, "CompareProposals",
           QT_TRANSLATE_NOOP(
               "tw::models::DiagnosisText",
               "Send the report to the administrator of the other gateway: it lists what is offered from here."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Copy report")},
    FixRow{FixKind::RetypeKey, "RetypeKey",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Type the pre-shared key anew on both sides. Blanks at its ends and copied quotation "
                             "marks are easily overlooked; the form shows them."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Retype the key")},
    FixRow{FixKind::AcceptReceivedId, "AcceptReceivedId",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Set “%1” to %2, which is what the other side says."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Accept %2")},
    FixRow{FixKind::UseOtherLocalId, "UseOtherLocalId",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Set “%1” to the name or address that the other gateway expects of this one. Behind a NAT "
                             "that is usually the public address."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Change %1")},
    FixRow{FixKind::SwitchVersion, "SwitchVersion",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Set “%1” to %2 here, as the other side has it."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Switch to %2")},
    FixRow{FixKind::SwitchMode, "SwitchMode", QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Set “%1” to %2 here."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Switch to %2")},
    FixRow{FixKind::UseTheirSubnets, "UseTheirSubnets",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Set “%1” to what the other side has: %2."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Change %1")},
    FixRow{FixKind::AgreeOnSubnets, "AgreeOnSubnets",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Send the report: both sides need the same pairs of subnets, mirrored."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Copy report")},
    FixRow{FixKind::SplitSubnets, "SplitSubnets",
           QT_TRANSLATE_NOOP(
               "tw::models::DiagnosisText",
               "Make a connection of its own for each pair of subnets, for devices that take one pair per SA."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Change %1")},
    FixRow{FixKind::DisablePfs, "DisablePfs",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Turn PFS off here, if the other side has it off."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Disable PFS")},
    FixRow{FixKind::TestPfs, "TestPfs",
           QT_TRANSLATE_NOOP(
               "tw::models::DiagnosisText",
               "Test a rekey now: it shows whether both sides agree on PFS and lifetimes, before the lifetime ends."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Test rekey")},
    FixRow{FixKind::ForceEncapsulation, "ForceEncapsulation",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Put ESP in UDP port 4500 always: NATs and firewalls that lose bare ESP let that pass."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Force encapsulation")},
    FixRow{FixKind::UseTheirLifetime, "UseTheirLifetime",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Set “%1” on both sides to the same value, with %2 as the other side has it."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Change %1")},
    FixRow{FixKind::UseTheirAddress, "UseTheirAddress",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Set the address of the customer gateway to %2, from where the other side answers."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Use %2")},
    FixRow{FixKind::UseCertificates, "UseCertificates",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Choose another certificate or method here: %1."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Change %1")},
    FixRow{FixKind::UsePresharedKey, "UsePresharedKey",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Use a pre-shared key here, as the other side does."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Use a pre-shared key")},
    FixRow{FixKind::ChooseAuthority, "ChooseAuthority",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Choose the authority that issued the other gateway's certificate: %1."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Change %1")},
    FixRow{FixKind::TryOtherVersion, "TryOtherVersion",
           QT_TRANSLATE_NOOP(
               "tw::models::DiagnosisText",
               "Try %2: a gateway that has this address configured for the other version refuses in the same words."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Try %2")},
    FixRow{
        FixKind::TryOtherMode, "TryOtherMode",
        QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                          "Try %2 in “%1”: a gateway that is set up for the other mode may refuse in the same words."),
        QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Try %2")},
    FixRow{FixKind::CheckPath, "CheckPath",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Check the path: route, neighbour, UDP 500, UDP 4500 and ESP, one by one."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Check the path")},
    FixRow{FixKind::CheckTraffic, "CheckTraffic",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Follow a packet step by step, from the route here to the answer."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Check the traffic")},
    FixRow{FixKind::CheckName, "CheckName",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Check the address of the customer gateway: %2."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Open the gateway")},
    FixRow{FixKind::ChooseLocalAddress, "ChooseLocalAddress",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Choose an address that this machine has, or leave the field empty: %1."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Open the VPN gateway")},
    FixRow{FixKind::GrantPrivileges, "GrantPrivileges",
           QT_TRANSLATE_NOOP(
               "tw::models::DiagnosisText",
               "Give the program the right to open the tunnel device and the IKE ports; the bar at the top says how."),
           ""},
    FixRow{FixKind::StopOtherProgram, "StopOtherProgram",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Stop the other program that has UDP 500 or 4500, usually another IPsec daemon."),
           ""},
    FixRow{FixKind::RenewCertificate, "RenewCertificate",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Replace the certificate."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Open certificates")},
    FixRow{FixKind::TellPeerAlgorithms, "TellPeerAlgorithms",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Or have the other side changed: the report lists what is configured here."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Copy report")},
    FixRow{FixKind::TellPeerInstall, "TellPeerInstall",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Ask the other side for its log: its system may lack the cipher, ESP itself, or an "
                             "address inside its own subnet."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Copy report")},
    FixRow{FixKind::TellPeerEspOnly, "TellPeerEspOnly",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Have the other side use ESP instead of AH."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Copy report")},
    FixRow{FixKind::TellPeerTunnelMode, "TellPeerTunnelMode",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Have the other side use tunnel mode instead of transport mode."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Copy report")},
    FixRow{FixKind::TellPeerIdentity, "TellPeerIdentity",
           QT_TRANSLATE_NOOP(
               "tw::models::DiagnosisText",
               "Send the report to the other side: it lists who this gateway says it is, and whom it expects."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Copy report")},
    FixRow{FixKind::TellPeerFragmentation, "TellPeerFragmentation",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Turn IKE fragmentation on at the other side, or use smaller certificates: large messages "
                             "are lost on the way."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Copy report")},
    FixRow{FixKind::TellPeerPorts, "TellPeerPorts",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Have UDP 500 and 4500 to this address let through, at the other gateway and at every "
                             "firewall on the way."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Copy report")},
    FixRow{FixKind::TellPeerNatTraversal, "TellPeerNatTraversal",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Turn NAT traversal on at the other gateway."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Copy report")},
    FixRow{FixKind::TellPeerFirewall, "TellPeerFirewall",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Have the other side look at its firewall, its routes and its NAT: packets from the "
                             "tunnel must be let in, and answers must go back into it."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Copy report")},
    FixRow{FixKind::AskPeerWhyDeleted, "AskPeerWhyDeleted",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Ask the other side why it deleted the connection: an idle timeout, a lifetime, a "
                             "restart, or somebody's hand."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Copy report")},
    FixRow{FixKind::AskPeerLog, "AskPeerLog",
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText",
                             "Ask the other side for its log of that minute: it knows the reason."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Copy report")},
    FixRow{FixKind::StartIt, "StartIt", QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Start the connection."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Start")},
    FixRow{FixKind::TryAgain, "TryAgain", QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Negotiate anew."),
           QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "Renegotiate now")},
    FixRow{FixKind::ReadLog, "ReadLog", QT_TRANSLATE_NOOP("tw::models::DiagnosisText", "The log has the particulars."),
           ""},
};

constexpr std::array<std::string_view, 12> kActions = {
    "None",      "OpenField",    "Start",      "Renegotiate",      "TestRekey",   "Probe",
    "PathCheck", "TrafficCheck", "PeerReport", "OpenCertificates", "OpenGateway", "OpenLocalGateway"};

const FixRow &rowOf(FixKind kind)
{
    for (const FixRow &row : kFixes) {
        if (row.kind == kind)
            return row;
    }
    return kFixes.back();
}

QString filled(const char *source, const Fix &fix)
{
    QString text = *source == '\0' ? QString() : QCoreApplication::translate("tw::models::DiagnosisText", source);
    const QString value = fix.value.isEmpty() ? QCoreApplication::translate("tw::models::DiagnosisText", "(not known)")
                                              : choiceText(fix.value);
    if (text.contains(QLatin1String("%1")))
        text.replace(QStringLiteral("%1"), fix.field ? fieldLabel(*fix.field) : QString());
    if (text.contains(QLatin1String("%2")))
        text.replace(QStringLiteral("%2"), value);
    return text;
}

} // namespace

std::string_view fixKindName(FixKind kind) { return rowOf(kind).name; }

std::string_view fixActionName(FixAction action) { return kActions.at(static_cast<std::size_t>(action)); }

QString fixSentence(const Fix &fix) { return filled(rowOf(fix.kind).sentence, fix); }

QString fixButton(const Fix &fix)
{
    return fix.action == FixAction::None ? QString() : filled(rowOf(fix.kind).button, fix);
}

} // namespace tw::models
