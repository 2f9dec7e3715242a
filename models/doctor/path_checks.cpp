#include "models/doctor/path_checks.h"

#include "models/catalog/address_rules.h"

#include <algorithm>

namespace tw::models {

namespace {

using Verdict = DoctorVerdict;
using Finding = DoctorFinding;
using Side = DoctorSide;
using Advice = DoctorAdvice;

quint64 inboundOf(const DoctorFacts &facts)
{
    quint64 count = 0;
    for (const api::EchoOutcome &echo : facts.others)
        count += inboundSince(echo);
    return count;
}

quint64 encryptedOf(const DoctorFacts &facts)
{
    quint64 count = 0;
    for (const api::EchoOutcome &echo : facts.others)
        count += echo.trail.encrypted;
    return count;
}

quint64 inboundEver(const DoctorFacts &facts)
{
    quint64 count = 0;
    for (const api::ChildSaStatus &child : facts.status->childSas)
        count += child.traffic.packetsIn;
    return count;
}

DoctorCheck judgePort(DoctorCheckId id, const api::PortOutcome &port, const api::PortOutcome &other)
{
    const QString number = QString::number(port.remote.port);
    const auto check = [&](Verdict verdict, Finding finding, const QStringList &args, Side side = Side::None) {
        DoctorCheck one{id, verdict, finding, args, {}, side, {}};
        if (verdict == Verdict::Failed)
            one.mends = {{Advice::PeerAllowPort, Side::Theirs, {number}, {}, {}}};
        return one;
    };
    if (port.answered)
        return check(Verdict::Ok, Finding::PortAnswered, {number, QString::number(port.answered->count())});
    if (port.icmp) {
        const bool isProhibited = port.icmp->kind == api::IcmpAnswer::Kind::Prohibited;
        const bool isPeer = port.icmp->from == port.remote.address;
        return check(Verdict::Failed, isProhibited ? Finding::PortProhibited : Finding::PortUnreachable,
                     {number, toQString(port.icmp->from)}, isPeer ? Side::Theirs : Side::Path);
    }
    if (!port.isAsked)
        return check(Verdict::NotKnown, Finding::PortNotAsked, {number, QString::fromStdString(port.systemError)});
    if (other.answered) {
        return check(Verdict::Failed, Finding::PortSilentOtherAnswered, {number, QString::number(other.remote.port)},
                     Side::Path);
    }
    return check(Verdict::NotKnown, Finding::PortSilent, {number});
}

DoctorCheck judgeEsp(const DoctorFacts &facts)
{
    DoctorCheck check;
    check.id = DoctorCheckId::Esp;
    const QList<DoctorMend> force{
        {Advice::ForceEncapsulation, Side::Ours, {}, Field::EnableNatTraversal, QStringLiteral("forced")},
        {Advice::PeerAllowEsp, Side::Theirs, {}, {}, {}}};
    const auto found = [&](Verdict verdict, Finding finding, const QStringList &args = {}) {
        check.verdict = verdict;
        check.finding = finding;
        check.args = args;
        return check;
    };
    const api::PathOutcome &path = *facts.path;
    if (path.espIcmp) {
        check.side = Side::Path;
        check.mends = force;
        return found(Verdict::Failed, Finding::EspProhibited, {toQString(path.espIcmp->from)});
    }
    if (!hasChild(facts))
        return found(Verdict::NotKnown, Finding::EspNothingSent);
    if (isEncapsulated(facts))
        return found(Verdict::NotKnown, Finding::EspNotUsed);
    if (const quint64 now = inboundOf(facts))
        return found(Verdict::Ok, Finding::EspSeen, {QString::number(now)});
    if (encryptedOf(facts) == 0)
        return found(Verdict::NotKnown, Finding::EspNothingSent);
    if (!path.ike.answered && !path.nat.answered)
        return found(Verdict::NotKnown, Finding::EspNothingSent);
    check.side = Side::Path;
    check.mends = force;
    // What came in before shows that the way was open then; the silence of now may be the inside's.
    return found(inboundEver(facts) > 0 ? Verdict::Warning : Verdict::Failed, Finding::EspSilentIkeAnswered,
                 {QString::number(encryptedOf(facts)), QString::number(inboundEver(facts))});
}

} // namespace

void judgePath(DoctorReport &report, const DoctorFacts &facts)
{
    if (!facts.path || facts.path->isWithoutPath) {
        const Finding finding = facts.isRefused && facts.hasEngine ? Finding::NotLoaded : Finding::NoEngineAnswer;
        for (const DoctorCheck &check : QList<DoctorCheck>(report.checks))
            settle(report, {check.id, Verdict::NotKnown, finding, {}, {}, {}, {}});
        return;
    }
    const api::PathOutcome &path = *facts.path;
    settle(report, judgePort(DoctorCheckId::Udp500, path.ike, path.nat));
    DoctorCheck nat = judgePort(DoctorCheckId::Udp4500, path.nat, path.ike);
    if (nat.verdict != Verdict::Ok && hasChild(facts) && isEncapsulated(facts)) {
        // Both ways: what comes in without being asked for does not show that ours gets there.
        if (firstAnswer(facts.others) != nullptr) {
            nat = {
                DoctorCheckId::Udp4500, Verdict::Ok, Finding::PortCarriesTunnel, {QStringLiteral("4500")}, {}, {}, {}};
        }
    }
    settle(report, nat);
    settle(report, judgeEsp(facts));
}

} // namespace tw::models
