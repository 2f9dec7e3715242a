#include "models/doctor/doctor_run.h"

#include "models/catalog/address_rules.h"
#include "models/catalog/catalog.h"
#include "models/doctor/mtu_search.h"
#include "models/doctor/path_checks.h"
#include "models/doctor/prober.h"
#include "models/doctor/traffic_checks.h"
#include "models/live/live_state.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace tw::models {

namespace {

constexpr std::uint8_t kEchoes = 3;
constexpr std::uint8_t kOtherEchoes = 2;

} // namespace

class DoctorRun::Impl
{
public:
    Impl(DoctorRun *run, const Catalog *catalog, const LiveState *live, Prober *prober, DoctorRequest request);
    ~Impl();

    QString problem;
    QList<DoctorReport> reports;
    bool isStarted = false;
    bool isRunning = false;
    bool isCancelled = false;

    void next();
    void cancel();

private:
    template <typename Outcome>
    using Then = std::function<void(const Outcome &)>;

    // What comes of it is in `then`, or, where the engine refused, in m_facts.isRefused and `refused`.
    template <typename Outcome>
    void ask(Prober::What what, Then<Outcome> then, std::function<void()> refused);
    void withRoute(const std::function<void()> &then);
    void readStatus();
    void traffic();
    void askOthers(const std::function<void()> &then);
    void path();
    void mtu();
    void mtuStep();
    api::EchoProbe echoTo(const IpAddress &destination) const;
    bool hasSource() const { return m_facts.route && m_facts.route->source && m_facts.route->isSourcePresent; }

    DoctorReport &report() { return reports[m_current]; }
    void running(DoctorCheckId id);
    void changed(); // of the current report: what differs from what was told last
    void done();
    void forgetQuestions();

    DoctorRun *m_run;
    const Catalog *m_catalog;
    const LiveState *m_live;
    Prober *m_prober;
    DoctorRequest m_request;
    bool m_isDestinationChosen = false;
    int m_configuredMss = 0;
    int m_current = -1;
    DoctorReport m_told;
    DoctorFacts m_facts;
    MtuSearch m_search;
    std::set<quint64> m_asked;
    int m_open = 0; // of questions that are asked together
};

DoctorRun::Impl::Impl(DoctorRun *run, const Catalog *catalog, const LiveState *live, Prober *prober,
                      DoctorRequest request)
    : m_run(run), m_catalog(catalog), m_live(live), m_prober(prober), m_request(std::move(request))
{
    for (const DoctorKind kind : std::as_const(m_request.kinds))
        reports.append(emptyReport(kind, m_request.connectionId));
    const Connection *connection = catalog->connection(m_request.connectionId);
    if (!connection) {
        problem = DoctorRun::tr("There is no such connection.");
        return;
    }
    m_facts.connectionId = m_request.connectionId;
    m_facts.local = subnetsIn(connection->draft.localSubnet);
    m_facts.remote = subnetsIn(connection->draft.remoteSubnet);
    m_configuredMss = connection->draft.mss.toInt();
    const auto isInside = [&](const IpAddress &address) {
        return std::ranges::any_of(m_facts.remote, [&](const IpPrefix &prefix) { return prefix.contains(address); });
    };
    if (m_request.destination.isEmpty() && !m_facts.remote.empty()) {
        m_facts.destination = firstHost(m_facts.remote.front());
        m_isDestinationChosen = true;
    } else if (const auto address = parseAddress(m_request.destination)) {
        m_facts.destination = *address;
        if (!isInside(*address)) {
            problem = DoctorRun::tr("%1 is in none of the peer's subnets: %2.")
                          .arg(m_request.destination, textOf(m_facts.remote));
        }
    } else {
        problem = DoctorRun::tr("\"%1\" is not an IP address.").arg(m_request.destination);
    }
}

DoctorRun::Impl::~Impl() { forgetQuestions(); }

void DoctorRun::Impl::forgetQuestions()
{
    for (const quint64 id : std::exchange(m_asked, {}))
        m_prober->cancel(id);
}

template <typename Outcome>
void DoctorRun::Impl::ask(Prober::What what, Then<Outcome> then, std::function<void()> refused)
{
    // The answer never comes before ask() has returned.
    const auto number = std::make_shared<quint64>(0);
    *number = m_prober->ask(
        m_request.connectionId, std::move(what),
        [this, number, then = std::move(then), refused = std::move(refused)](const api::ProbeAnswer &answer) {
            m_asked.erase(*number);
            if (const auto *outcome = std::get_if<Outcome>(&answer.outcome))
                return then(*outcome);
            m_facts.isRefused = true;
            m_facts.hasEngine = m_prober->hasEngine();
            refused();
        });
    m_asked.insert(*number);
}

void DoctorRun::Impl::readStatus()
{
    const api::ConnectionStatus *status = m_live->find(m_request.connectionId);
    m_facts.status = status ? std::optional(*status) : std::nullopt;
}

void DoctorRun::Impl::next()
{
    ++m_current;
    if (m_current >= reports.size())
        return done();
    m_told = report();
    DoctorReport &one = report();
    one.destination = toQString(m_facts.destination);
    one.isDestinationChosen = m_isDestinationChosen;
    switch (one.kind) {
    case DoctorKind::Traffic: return traffic();
    case DoctorKind::Path: return path();
    case DoctorKind::Mtu: return mtu();
    }
}

void DoctorRun::Impl::withRoute(const std::function<void()> &then)
{
    const auto goOn = [this, then] {
        if (hasSource())
            report().source = toQString(*m_facts.route->source);
        then();
    };
    if (m_facts.route)
        return goOn();
    api::RouteProbe probe;
    probe.destination = m_facts.destination;
    probe.local = m_facts.local;
    probe.remote = m_facts.remote;
    ask<api::RouteOutcome>(
        std::move(probe),
        [this, goOn](const api::RouteOutcome &outcome) {
            m_facts.route = outcome;
            goOn();
        },
        goOn);
}

api::EchoProbe DoctorRun::Impl::echoTo(const IpAddress &destination) const
{
    api::EchoProbe probe;
    probe.source = *m_facts.route->source;
    probe.destination = destination;
    probe.count = kEchoes;
    return probe;
}

void DoctorRun::Impl::traffic()
{
    running(DoctorCheckId::Route);
    withRoute([this] {
        readStatus();
        report().pairs = pairsOf(m_facts);
        report().overlaps = overlapsOf(m_facts, *m_catalog);
        if (!judgeRoute(report(), m_facts)) {
            changed();
            return next();
        }
        running(DoctorCheckId::Device);
        ask<api::EchoOutcome>(
            echoTo(m_facts.destination),
            [this](const api::EchoOutcome &outcome) {
                m_facts.echo = outcome;
                readStatus();
                const bool isSilent = judgeEcho(report(), m_facts);
                changed();
                if (!isSilent)
                    return next();
                running(DoctorCheckId::EspBack);
                askOthers([this] {
                    readStatus();
                    judgeSilence(report(), m_facts);
                    report().pairs = pairsOf(m_facts);
                    changed();
                    next();
                });
            },
            [this] {
                judgeRoute(report(), m_facts);
                changed();
                next();
            });
    });
}

// Whoever may answer beside the destination: the peer's gateway itself, which must say when a packet has no hop left, and
// the addresses that gateways mostly have. And the peer's IKE ports, all at once.
void DoctorRun::Impl::askOthers(const std::function<void()> &then)
{
    m_facts.others.clear();
    const auto oneLess = [this, then] {
        if (--m_open == 0)
            then();
    };
    std::vector<Prober::What> questions;
    if (!m_facts.path)
        questions.emplace_back(api::PathProbe{});
    if (hasSource()) {
        api::EchoProbe oneHop = echoTo(m_facts.destination);
        oneHop.hopLimit = 1;
        oneHop.count = kOtherEchoes;
        questions.emplace_back(oneHop);
        const auto subnet = std::ranges::find_if(
            m_facts.remote, [&](const IpPrefix &prefix) { return prefix.contains(m_facts.destination); });
        if (subnet != m_facts.remote.end()) {
            for (const IpAddress &host : std::set{firstHost(*subnet), lastHost(*subnet)}) {
                if (host == m_facts.destination)
                    continue;
                api::EchoProbe echo = echoTo(host);
                echo.count = kOtherEchoes;
                questions.emplace_back(echo);
            }
        }
    }
    m_open = static_cast<int>(questions.size());
    if (m_open == 0)
        return then();
    for (Prober::What &what : questions) {
        if (std::holds_alternative<api::PathProbe>(what)) {
            ask<api::PathOutcome>(
                std::move(what),
                [this, oneLess](const api::PathOutcome &outcome) {
                    m_facts.path = outcome;
                    oneLess();
                },
                oneLess);
        } else {
            ask<api::EchoOutcome>(
                std::move(what),
                [this, oneLess](const api::EchoOutcome &outcome) {
                    m_facts.others.push_back(outcome);
                    oneLess();
                },
                oneLess);
        }
    }
}

void DoctorRun::Impl::path()
{
    running(DoctorCheckId::Udp500);
    running(DoctorCheckId::Udp4500);
    running(DoctorCheckId::Esp);
    withRoute([this] {
        askOthers([this] {
            if (m_facts.echo)
                m_facts.others.push_back(*m_facts.echo);
            readStatus();
            judgePath(report(), m_facts);
            changed();
            next();
        });
    });
}

void DoctorRun::Impl::mtu()
{
    running(DoctorCheckId::SmallPacket);
    withRoute([this] {
        if (hasSource())
            return mtuStep();
        const DoctorFinding finding = !m_facts.isRefused ? DoctorFinding::NoInsideAddress
            : m_facts.hasEngine                          ? DoctorFinding::NotLoaded
                                                         : DoctorFinding::NoEngineAnswer;
        settle(report(),
               {DoctorCheckId::SmallPacket, DoctorVerdict::NotKnown, finding, {textOf(m_facts.local)}, {}, {}, {}});
        skipRest(report(), finding);
        changed();
        next();
    });
}

void DoctorRun::Impl::mtuStep()
{
    const auto step = m_search.next();
    if (!step) {
        judgeMtu(report(), m_search, m_facts.destination.family(), m_configuredMss);
        changed();
        return next();
    }
    api::EchoProbe echo = echoTo(m_facts.destination);
    echo.size = static_cast<std::uint16_t>(step->size);
    echo.dontFragment = true;
    echo.count = static_cast<std::uint8_t>(step->count);
    echo.interval = Duration(50);
    echo.patience = step->patience;
    ask<api::EchoOutcome>(
        echo,
        [this](const api::EchoOutcome &outcome) {
            m_search.take(outcome);
            judgeMtu(report(), m_search, m_facts.destination.family(), m_configuredMss);
            if (m_search.next())
                running(DoctorCheckId::LargestPacket);
            changed();
            mtuStep();
        },
        [this] {
            settle(
                report(),
                {DoctorCheckId::SmallPacket, DoctorVerdict::NotKnown, DoctorFinding::NoEngineAnswer, {}, {}, {}, {}});
            skipRest(report(), DoctorFinding::NoEngineAnswer);
            changed();
            next();
        });
}

void DoctorRun::Impl::running(DoctorCheckId id)
{
    for (DoctorCheck &check : report().checks) {
        if (check.id == id && check.verdict == DoctorVerdict::Pending)
            check.verdict = DoctorVerdict::Running;
    }
    changed();
}

void DoctorRun::Impl::changed()
{
    const DoctorReport before = std::exchange(m_told, report());
    const DoctorReport now = m_told; // a listener may cancel, which changes the report
    const int index = m_current;
    for (int i = 0; i < now.checks.size(); ++i) {
        if (before.checks[i] != now.checks[i])
            Q_EMIT m_run->checkChanged(index, i);
    }
    if (before.source != now.source || before.destination != now.destination || before.pairs != now.pairs
        || before.overlaps != now.overlaps || before.mtu != now.mtu)
        Q_EMIT m_run->checkChanged(index, -1);
}

void DoctorRun::Impl::cancel()
{
    if (!isRunning)
        return;
    forgetQuestions();
    isCancelled = true;
    for (int i = std::max(m_current, 0); i < reports.size(); ++i) {
        m_current = i;
        m_told = reports[i];
        skipRest(reports[i], DoctorFinding::Cancelled);
        changed();
    }
    done();
}

void DoctorRun::Impl::done()
{
    isRunning = false;
    Q_EMIT m_run->finished();
}

DoctorRun::DoctorRun(const Catalog *catalog, const LiveState *live, Prober *prober, DoctorRequest request,
                     QObject *parent)
    : QObject(parent), m_impl(std::make_unique<Impl>(this, catalog, live, prober, std::move(request)))
{ }

DoctorRun::~DoctorRun() = default;

QString DoctorRun::problem() const { return m_impl->problem; }

void DoctorRun::start()
{
    if (m_impl->isStarted || !m_impl->problem.isEmpty())
        return;
    m_impl->isStarted = m_impl->isRunning = true;
    m_impl->next();
}

void DoctorRun::cancel() { m_impl->cancel(); }
bool DoctorRun::isRunning() const { return m_impl->isRunning; }
bool DoctorRun::isCancelled() const { return m_impl->isCancelled; }
const QList<DoctorReport> &DoctorRun::reports() const { return m_impl->reports; }

} // namespace tw::models
