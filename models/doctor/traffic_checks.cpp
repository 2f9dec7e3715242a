#include "models/doctor/traffic_checks.h"

#include "models/catalog/address_rules.h"
#include "models/live/status_text.h"

#include <algorithm>

namespace tw::models {

namespace {

using Id = DoctorCheckId;
using Verdict = DoctorVerdict;
using Finding = DoctorFinding;
using Side = DoctorSide;
using Advice = DoctorAdvice;
using Answer = api::IcmpAnswer;

QString text(const IpAddress &address) { return toQString(address); }
QString text(const std::string &utf8) { return QString::fromStdString(utf8); }

DoctorCheck check(Id id, Verdict verdict, Finding finding, const QStringList &args = {}, Side side = Side::None,
                  const QList<DoctorMend> &mends = {})
{
    return {id, verdict, finding, args, {}, side, mends};
}

DoctorMend ours(Advice advice, const QStringList &args = {}) { return {advice, Side::Ours, args, {}, {}}; }
DoctorMend theirs(Advice advice, const QStringList &args = {}) { return {advice, Side::Theirs, args, {}, {}}; }
DoctorMend inForm(Advice advice, Field field, const QString &value) { return {advice, Side::Ours, {}, field, value}; }

DoctorCounter counter(DoctorCounterId id, quint64 before, quint64 after) { return {id, before, after}; }

class Traffic
{
public:
    Traffic(DoctorReport &report, const DoctorFacts &facts) : m_report(report), m_facts(facts) { }

    bool route();
    bool echo();
    void silence();

private:
    bool device(const api::EchoOutcome &echo);
    bool selector(const api::EchoOutcome &echo);
    bool encrypted(const api::EchoOutcome &echo);
    bool left(const api::EchoOutcome &echo);
    bool answered(const api::EchoOutcome &echo);
    void nothingBack(const api::EchoOutcome &echo);
    void hostIsSilent(const api::EchoOutcome &echo, const QString &who);
    // Settles the check; where it failed the rest is skipped, and nothing is left to do.
    bool goOn(DoctorCheck one, const QList<DoctorCounter> &counters = {});

    QString destination() const { return text(m_facts.destination); }
    QString source() const { return m_facts.route && m_facts.route->source ? text(*m_facts.route->source) : QString(); }
    QString local() const { return textOf(m_facts.local); }
    QString remote() const { return textOf(m_facts.remote); }
    QString deviceName() const { return m_facts.route ? text(m_facts.route->device) : QString(); }
    QString peer() const;

    DoctorReport &m_report;
    const DoctorFacts &m_facts;
};

bool Traffic::goOn(DoctorCheck one, const QList<DoctorCounter> &counters)
{
    one.counters = counters;
    settle(m_report, one);
    if (one.verdict != Verdict::Failed)
        return true;
    skipRest(m_report, Finding::EarlierCheckFailed);
    return false;
}

QString Traffic::peer() const
{
    return m_facts.status && m_facts.status->ikeSa ? text(m_facts.status->ikeSa->remote.address) : QString();
}

bool Traffic::route()
{
    if (m_facts.isRefused) {
        if (!m_facts.hasEngine) {
            settle(m_report, check(Id::Route, Verdict::NotKnown, Finding::NoEngineAnswer));
            skipRest(m_report, Finding::NoEngineAnswer);
            return false;
        }
        return goOn(
            check(Id::Route, Verdict::Failed, Finding::NotLoaded, {}, Side::Ours, {ours(Advice::StartConnection)}));
    }
    const api::RouteOutcome &route = *m_facts.route;
    const QString interface = text(route.interface);
    if (route.device.empty()) {
        return goOn(
            check(Id::Route, Verdict::Failed, Finding::NoDevice, {}, Side::Ours, {ours(Advice::StartConnection)}));
    }
    if (route.interface.empty()) {
        return goOn(check(Id::Route, Verdict::Failed, Finding::NoRoute, {destination(), text(route.systemError)},
                          Side::Ours, {ours(Advice::CheckRoutes, {remote(), deviceName()})}));
    }
    if (route.interface != route.device) {
        QList<DoctorMend> mends{ours(Advice::CheckRoutes, {remote(), deviceName()})};
        const auto winner = std::ranges::find_if(route.overlaps, [&](const api::RouteEntry &other) {
            return !other.isOurs
                && other.interface == route.interface && other.destination.contains(m_facts.destination);
        });
        if (winner != route.overlaps.end())
            mends.prepend(ours(Advice::RemoveRoute, {toQString(winner->destination), interface}));
        return goOn(check(Id::Route, Verdict::Failed, Finding::RouteElsewhere, {destination(), interface, deviceName()},
                          Side::Ours, mends));
    }
    settle(m_report, check(Id::Route, Verdict::Ok, Finding::RouteIntoTunnel, {destination(), deviceName()}));
    if (route.source && route.isSourcePresent)
        return true;
    settle(m_report,
           check(Id::Device, Verdict::NotKnown, Finding::NoInsideAddress, {local()}, Side::None,
                 {ours(Advice::SendFromHost, {local(), destination()})}));
    skipRest(m_report, Finding::NoInsideAddress);
    return false;
}

bool Traffic::echo()
{
    const api::EchoOutcome &echo = *m_facts.echo;
    return device(echo) && selector(echo) && encrypted(echo) && left(echo) && answered(echo);
}

bool Traffic::device(const api::EchoOutcome &echo)
{
    if (!echo.isPermitted) {
        settle(m_report, check(Id::Device, Verdict::NotKnown, Finding::NoPrivilege));
        skipRest(m_report, Finding::NoPrivilege);
        return false;
    }
    const QList<DoctorCounter> counters{counter(DoctorCounterId::ProbesSent, 0, echo.sent),
                                        counter(DoctorCounterId::ReachedDevice, 0, echo.trail.reachedDevice)};
    if (echo.sent == 0) {
        return goOn(check(Id::Device, Verdict::Failed, Finding::ProbeNotSent, {text(echo.systemError)}, Side::Ours,
                          {ours(Advice::CheckOwnFirewall, {deviceName()})}),
                    counters);
    }
    if (echo.trail.reachedDevice == 0) {
        return goOn(
            check(Id::Device, Verdict::Failed, Finding::LostBeforeDevice, {deviceName()}, Side::Ours,
                  {ours(Advice::CheckOwnFirewall, {deviceName()}), ours(Advice::ExemptFromNat, {local(), remote()})}),
            counters);
    }
    return goOn(check(Id::Device, Verdict::Ok, Finding::ReachedDevice,
                      {QString::number(echo.trail.reachedDevice), deviceName()}),
                counters);
}

bool Traffic::selector(const api::EchoOutcome &echo)
{
    const api::ProbeTrail &trail = echo.trail;
    const QList<DoctorMend> exempt{ours(Advice::ExemptFromNat, {local(), remote()})};
    const auto seen = [](const std::optional<IpAddress> &address) { return address ? text(*address) : QString(); };
    const bool isCarried = trail.encrypted > 0 && trail.otherConnection == 0;
    // A NAT that stays within the selectors does its work before the tunnel, and may be meant to.
    const Verdict translated = isCarried ? Verdict::Warning : Verdict::Failed;
    if (trail.sourceSeen && seen(trail.sourceSeen) != source()) {
        return goOn(check(Id::Selector, translated, Finding::SourceTranslated,
                          {source(), seen(trail.sourceSeen), local()}, Side::Ours, exempt));
    }
    if (trail.destinationSeen && *trail.destinationSeen != m_facts.destination) {
        return goOn(check(Id::Selector, translated, Finding::DestinationTranslated,
                          {destination(), seen(trail.destinationSeen), remote()}, Side::Ours, exempt));
    }
    if (trail.otherConnection > 0) {
        return goOn(check(Id::Selector, Verdict::Failed, Finding::OtherConnectionTookIt, {destination()}, Side::Ours,
                          {ours(Advice::CompareSelectors, {local(), remote()})}));
    }
    if (trail.withoutPolicy > 0 && !isCarried) {
        return goOn(check(Id::Selector, Verdict::Failed, Finding::OutsideSelectors, {source(), destination()},
                          Side::Ours, {ours(Advice::CompareSelectors, {local(), remote()})}));
    }
    if (trail.waited == 0 || isCarried) {
        return goOn(check(Id::Selector, Verdict::Ok, Finding::SelectorMatches, {source(), destination()}));
    }
    if (!hasChild(m_facts)) {
        const auto state = m_facts.status ? statusText(*m_facts.status) : stateText(api::ConnectionState::Stopped);
        return goOn(check(Id::Selector, Verdict::Failed, Finding::NoSa, {state}, Side::Unknown,
                          {ours(Advice::StartConnection), ours(Advice::CompareSelectors, {local(), remote()})}));
    }
    QStringList standing;
    for (const api::ChildSaStatus &child : m_facts.status->childSas)
        standing << text(api::toString(child.local)) + QStringLiteral(" === ") + text(api::toString(child.remote));
    return goOn(
        check(Id::Selector, Verdict::Failed, Finding::PairMissing,
              {source(), destination(), standing.join(QStringLiteral("; "))}, Side::Unknown,
              {theirs(Advice::AddSubnet, {remote(), local()}), ours(Advice::CompareSelectors, {local(), remote()})}));
}

bool Traffic::encrypted(const api::EchoOutcome &echo)
{
    const QList<DoctorCounter> counters{counter(DoctorCounterId::Encrypted, 0, echo.trail.encrypted)};
    if (echo.trail.encrypted > 0) {
        return goOn(check(Id::Encrypted, Verdict::Ok, Finding::EncryptedCount, {QString::number(echo.trail.encrypted)}),
                    counters);
    }
    if (echo.trail.tooBig > 0)
        return goOn(check(Id::Encrypted, Verdict::Failed, Finding::TooBigForTunnel, {}, Side::Ours), counters);
    return goOn(
        check(Id::Encrypted, Verdict::Failed, Finding::NotEncrypted, {}, Side::Ours, {ours(Advice::Renegotiate)}),
        counters);
}

bool Traffic::left(const api::EchoOutcome &echo)
{
    const QList<DoctorCounter> counters{
        counter(DoctorCounterId::PacketsOut, echo.before.traffic.packetsOut, echo.after.traffic.packetsOut),
        counter(DoctorCounterId::SendFailed, 0, echo.trail.sendFailed)};
    const QString count = QString::number(echo.trail.encrypted);
    if (echo.trail.sendFailed >= echo.trail.encrypted) {
        return goOn(check(Id::EspLeft, Verdict::Failed, Finding::SendFailed,
                          {QString::number(echo.trail.sendFailed), peer()}, Side::Ours,
                          {ours(Advice::CheckOwnFirewall, {peer()})}),
                    counters);
    }
    return goOn(check(Id::EspLeft, Verdict::Ok, isEncapsulated(m_facts) ? Finding::SentInUdp : Finding::SentAsEsp,
                      {count, peer()}),
                counters);
}

// False: it is settled. True: nothing came, or what came does not say enough.
bool Traffic::answered(const api::EchoOutcome &echo)
{
    const api::ProbeTrail &trail = echo.trail;
    const quint64 inbound = std::max<quint64>(inboundSince(echo), trail.answersDecrypted);
    const QList<DoctorCounter> back{
        counter(DoctorCounterId::PacketsIn, echo.before.traffic.packetsIn, echo.after.traffic.packetsIn)};
    if (inbound == 0)
        return true;
    goOn(check(Id::EspBack, Verdict::Ok, Finding::EspCameBack, {QString::number(inbound)}), back);
    const QList<DoctorCounter> counters{counter(DoctorCounterId::AnswersDecrypted, 0, trail.answersDecrypted),
                                        counter(DoctorCounterId::AnswersDelivered, 0, trail.answersDelivered),
                                        counter(DoctorCounterId::Answers, 0, echo.answers.size())};
    const auto answer = std::ranges::find(echo.answers, Answer::Kind::Echo, &Answer::kind);
    if (answer != echo.answers.end()) {
        goOn(check(Id::Delivered, Verdict::Ok, Finding::AnswerDelivered,
                   {text(answer->from), QString::number(answer->roundTrip.count())}),
             counters);
        return false;
    }
    if (trail.answersRefused > 0 && trail.answerSource) {
        goOn(check(Id::Delivered, Verdict::Failed, Finding::AnswerOutsideSelectors,
                   {text(*trail.answerSource), destination(), remote()}, Side::Theirs,
                   {theirs(Advice::PeerExemptFromNat, {remote(), local()})}),
             counters);
        return false;
    }
    if (const Answer *told = firstAnswer(std::span(&echo, 1))) {
        const bool isProhibited = told->kind == Answer::Kind::Prohibited;
        goOn(check(Id::Delivered, Verdict::Failed, isProhibited ? Finding::HostProhibited : Finding::HostUnreachable,
                   {destination(), text(told->from)}, Side::Theirs,
                   isProhibited ? QList<DoctorMend>{theirs(Advice::PeerAllowTraffic, {local(), remote()})}
                                : QList<DoctorMend>{theirs(Advice::PeerHostUp, {destination()}),
                                                    theirs(Advice::PeerRouteBack, {local()})}),
             counters);
        return false;
    }
    if (trail.answersDelivered > 0) {
        const bool isStrict = m_facts.route && m_facts.route->reversePath == api::ReversePath::Strict;
        QList<DoctorMend> mends{ours(Advice::CheckOwnFirewall, {deviceName()})};
        if (isStrict)
            mends.prepend(ours(Advice::CheckReversePath, {deviceName()}));
        goOn(check(Id::Delivered, Verdict::Failed, Finding::LostBehindDevice, {deviceName()}, Side::Ours, mends),
             counters);
        return false;
    }
    return true;
}

void Traffic::silence()
{
    const api::EchoOutcome &echo = *m_facts.echo;
    const Answer *other = firstAnswer(m_facts.others);
    const bool anythingBack = other != nullptr || inboundSince(echo) > 0
        || std::ranges::any_of(m_facts.others, [](const api::EchoOutcome &one) { return inboundSince(one) > 0; });
    if (!anythingBack)
        return nothingBack(echo);
    settle(m_report,
           check(Id::EspBack, Verdict::Ok, Finding::EspCameBack,
                 {QString::number(std::max<quint64>(inboundSince(echo), 1))}));
    hostIsSilent(echo, other ? text(other->from) : QString());
}

void Traffic::hostIsSilent(const api::EchoOutcome &echo, const QString &who)
{
    goOn(check(Id::Delivered, Verdict::Failed, Finding::HostSilent, {destination(), who}, Side::Theirs,
               {theirs(Advice::PeerAllowTraffic, {local(), remote()}),
                theirs(Advice::PeerRouteBack, {local(), destination()}), theirs(Advice::PeerHostUp, {destination()}),
                ours(Advice::TryOtherAddress)}),
         {counter(DoctorCounterId::AnswersDecrypted, 0, echo.trail.answersDecrypted),
          counter(DoctorCounterId::Answers, 0, echo.answers.size())});
}

void Traffic::nothingBack(const api::EchoOutcome &echo)
{
    const QList<DoctorCounter> counters{
        counter(DoctorCounterId::PacketsOut, echo.before.traffic.packetsOut, echo.after.traffic.packetsOut),
        counter(DoctorCounterId::PacketsIn, echo.before.traffic.packetsIn, echo.after.traffic.packetsIn)};
    const QList<DoctorMend> peerWork{theirs(Advice::PeerRouteBack, {local()}),
                                     theirs(Advice::PeerAllowTraffic, {local(), remote()}), ours(Advice::Renegotiate)};
    const auto failed = [&](Finding finding, const QStringList &args, Side side, const QList<DoctorMend> &mends) {
        goOn(check(Id::EspBack, Verdict::Failed, finding, args, side, mends), counters);
    };
    if (const quint64 count = sinceBefore(echo, api::DropReason::NotAuthentic))
        return failed(Finding::NotAuthentic, {QString::number(count)}, Side::Unknown, {ours(Advice::Renegotiate)});
    if (const quint64 count = sinceBefore(echo, api::DropReason::UnknownSpi))
        return failed(Finding::UnknownSpi, {QString::number(count)}, Side::Theirs, {ours(Advice::Renegotiate)});
    const DoctorMend force = inForm(Advice::ForceEncapsulation, Field::EnableNatTraversal, QStringLiteral("forced"));
    if (m_facts.path && m_facts.path->espIcmp) {
        return failed(Finding::EspProhibited, {text(m_facts.path->espIcmp->from)}, Side::Path,
                      {force, theirs(Advice::PeerAllowEsp)});
    }
    const bool isUdp = isEncapsulated(m_facts);
    const bool natAnswers = m_facts.path && m_facts.path->nat.answered;
    const bool ikeAnswers = m_facts.path && m_facts.path->ike.answered;
    if (isUdp && natAnswers) // the same ports carry the one and the other
        return failed(Finding::NothingCameBack, {}, Side::Theirs, peerWork);
    if (isUdp && ikeAnswers) {
        return failed(Finding::PortSilentOtherAnswered, {QStringLiteral("4500"), QStringLiteral("500")}, Side::Path,
                      {theirs(Advice::PeerAllowPort, {QStringLiteral("4500")})});
    }
    if (!isUdp && (ikeAnswers || natAnswers)) {
        return failed(Finding::NothingCameBackNative, {}, Side::Path,
                      QList<DoctorMend>{force, theirs(Advice::PeerAllowEsp)} + peerWork);
    }
    failed(Finding::NothingCameBackEver, {peer()}, Side::Unknown,
           QList<DoctorMend>{theirs(Advice::PeerAllowPort, {QStringLiteral("500, 4500")})} + peerWork);
}

} // namespace

bool judgeRoute(DoctorReport &report, const DoctorFacts &facts) { return Traffic(report, facts).route(); }
bool judgeEcho(DoctorReport &report, const DoctorFacts &facts) { return Traffic(report, facts).echo(); }
void judgeSilence(DoctorReport &report, const DoctorFacts &facts) { Traffic(report, facts).silence(); }

} // namespace tw::models
