#include "models/diagnosis/checks.h"

#include "models/catalog/subnet_rules.h"

#include <QCoreApplication>

#include <algorithm>

namespace tw::models {

namespace {

QString word(const char *text) { return QCoreApplication::translate("tw::models::DiagnosisChecks", text); }

// Whether the exchange got so far that both sides' settings were agreed on.
bool isAgreed(const DiagnosisFacts &facts) { return facts.status.state == api::ConnectionState::Established; }

Check sameConfiguration(const DiagnosisFacts &facts, const Diagnosis &diagnosis)
{
    using State = ComparedField::State;
    Check check{CheckKind::SameConfiguration};
    check.comparison = diagnosis.comparison;
    const auto has = [&](State state) {
        return std::ranges::find(check.comparison, state, &ComparedField::state) != check.comparison.end();
    };
    if (has(State::Differs))
        check.state = isAgreed(facts) ? CheckState::Warning : CheckState::Error;
    else if (has(State::MostLikely))
        check.state = CheckState::Warning;
    else if (isAgreed(facts))
        check.state = CheckState::Normal;
    return check;
}

bool overlaps(const std::vector<AddressRange> &a, const std::vector<AddressRange> &b)
{
    return std::ranges::any_of(a, [&](const AddressRange &one) {
        return std::ranges::any_of(b, [&](const AddressRange &other) { return one.overlaps(other); });
    });
}

// Two connections to one remote subnet: which of them a packet takes is not what either form says.
Check routeConflicts(const DiagnosisFacts &facts)
{
    Check check{CheckKind::RouteConflicts, CheckState::Normal};
    Connection own;
    own.draft = facts.draft;
    const auto ours = claimedSelectors({own});
    const auto others = claimedSelectors(facts.others);
    if (ours.empty())
        return check;
    for (const ClaimedSelectors &other : others) {
        if (!overlaps(ours.front().remote, other.remote))
            continue;
        check.conflicts << other.name;
        const bool isSamePair = ours.front().remote == other.remote && overlaps(ours.front().local, other.local);
        if (isSamePair)
            check.state = CheckState::Error;
        else if (check.state == CheckState::Normal)
            check.state = CheckState::Warning;
    }
    return check;
}

Check reachable(CheckKind kind, const std::optional<PingResult> &ping)
{
    Check check{kind};
    check.ping = ping;
    if (!ping || ping->sent == 0)
        return check;
    check.state = ping->received == ping->sent ? CheckState::Normal
        : ping->received > 0                   ? CheckState::Warning
                                               : CheckState::Error;
    return check;
}

// A gateway that answers IKE is reachable, whether it answers pings or not.
Check peerReachable(const DiagnosisFacts &facts, const Diagnosis &diagnosis, const Measurements &measured)
{
    Check check = reachable(CheckKind::PeerReachable, measured.peer);
    const bool answers = facts.status.ikeSa.has_value() && diagnosis.code != DiagnosisCode::DpdTimeout;
    if (answers && (check.state == CheckState::NotKnown || check.state == CheckState::Error))
        check.state = CheckState::Normal;
    return check;
}

Check limits(const DiagnosisFacts &facts)
{
    Check check{CheckKind::Limits, CheckState::Normal};
    const auto count = [](const QString &list) { return static_cast<int>(splitSubnets(list).size()); };
    check.used = std::max(count(facts.draft.localSubnet), count(facts.draft.remoteSubnet));
    check.allowed = facts.draft.ikeVersion == QLatin1String("ikev1") ? 1 : kMaxSubnetsPerSide;
    if (check.used > check.allowed)
        check.state = CheckState::Error;
    else if (check.allowed > 1 && check.used == check.allowed)
        check.state = CheckState::Warning;
    return check;
}

} // namespace

std::string_view checkName(CheckKind kind)
{
    switch (kind) {
    case CheckKind::SameConfiguration: return "SameConfiguration";
    case CheckKind::RouteConflicts: return "RouteConflicts";
    case CheckKind::PeerReachable: return "PeerReachable";
    case CheckKind::PrivateReachable: return "PrivateReachable";
    case CheckKind::Limits: return "Limits";
    }
    return {};
}

std::string_view checkStateName(CheckState state)
{
    switch (state) {
    case CheckState::NotKnown: return "not-known";
    case CheckState::Normal: return "normal";
    case CheckState::Warning: return "warning";
    case CheckState::Error: return "error";
    }
    return {};
}

QList<Check> checks(const DiagnosisFacts &facts, const Diagnosis &diagnosis, const Measurements &measured)
{
    return {sameConfiguration(facts, diagnosis), routeConflicts(facts), peerReachable(facts, diagnosis, measured),
            reachable(CheckKind::PrivateReachable, measured.inside), limits(facts)};
}

QString checkTitle(CheckKind kind)
{
    switch (kind) {
    case CheckKind::SameConfiguration:
        return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "Same settings on both ends"));
    case CheckKind::RouteConflicts:
        return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "Route conflicts among connections"));
    case CheckKind::PeerReachable:
        return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "Customer gateway reachable"));
    case CheckKind::PrivateReachable:
        return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "Remote network reachable"));
    case CheckKind::Limits: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "Limits"));
    }
    return {};
}

QString checkStateText(CheckState state)
{
    switch (state) {
    case CheckState::NotKnown: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "not known"));
    case CheckState::Normal: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "normal"));
    case CheckState::Warning: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "warning"));
    case CheckState::Error: return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "error"));
    }
    return {};
}

QString checkText(const Check &check)
{
    switch (check.kind) {
    case CheckKind::SameConfiguration:
        switch (check.state) {
        case CheckState::NotKnown:
            return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks",
                                          "No exchange has shown the other side's settings yet."));
        case CheckState::Normal:
            return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "Both sides agreed on everything."));
        case CheckState::Warning:
            return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks",
                                          "Something differs; the comparison shows what, or what is most likely."));
        case CheckState::Error:
            return word(
                QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "The settings differ; the comparison shows where."));
        }
        return {};
    case CheckKind::RouteConflicts:
        if (check.conflicts.isEmpty())
            return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks",
                                          "No other connection goes to the same remote subnets."));
        return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "The remote subnets overlap with those of: %1."))
            .arg(check.conflicts.join(QStringLiteral(", ")));
    case CheckKind::PeerReachable:
    case CheckKind::PrivateReachable:
        if (!check.ping || check.ping->sent == 0)
            return check.state == CheckState::Normal
                ? word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "It answers our IKE messages."))
                : word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "Not measured."));
        if (check.ping->roundTrip)
            return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "%1 of %2 pings answered, %3 ms on average."))
                .arg(check.ping->received)
                .arg(check.ping->sent)
                .arg(static_cast<double>(check.ping->roundTrip->count()) / 1000.0, 0, 'f', 1);
        return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "%1 of %2 pings answered."))
            .arg(check.ping->received)
            .arg(check.ping->sent);
    case CheckKind::Limits:
        return word(QT_TRANSLATE_NOOP("tw::models::DiagnosisChecks", "%1 of %2 subnets on a side are used."))
            .arg(check.used)
            .arg(check.allowed);
    }
    return {};
}

} // namespace tw::models
