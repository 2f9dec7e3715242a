#include "widget_bench.h"

#include "engine/crypto/certificate_file.h"

#include <QCoreApplication>

namespace tw::tests {

const QString WidgetBench::kRegion = QStringLiteral("cn-hangzhou");

namespace {

ClockAnchor now()
{
    const auto utc = UtcTime(std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch()));
    return {.engine = TimePoint(std::chrono::hours(5)), .utc = utc};
}

template <typename T>
T taken(std::expected<T, models::CatalogError> result)
{
    if (!result)
        qFatal("%s", qUtf8Printable(result.error().text));
    return *std::move(result);
}

} // namespace

WidgetBench::WidgetBench()
{
    auto opened = models::Database::open(directory.filePath(QStringLiteral("catalog.sqlite")),
                                         models::Catalog::schema(), models::Database::Access::Write);
    if (!opened)
        qFatal("%s", qUtf8Printable(opened.error().text));
    database = std::move(*opened);
    auto loaded = models::Catalog::load(*database, secrets, &crypto::certificateReader());
    if (!loaded)
        qFatal("%s", qUtf8Printable(loaded.error().text));
    catalog = std::move(*loaded);
    auto logged = models::LogStore::open({.path = directory.filePath(QStringLiteral("log.sqlite"))});
    if (!logged)
        qFatal("%s", qUtf8Printable(logged.error()));
    log = std::move(*logged);
    live = std::make_unique<models::LiveState>();
    traffic = std::make_unique<models::TrafficHistory>(*catalog, *live);
    controller = std::make_unique<models::ConnectionController>(catalog.get());
    prober = std::make_unique<models::Prober>();
    prober->setEngine(&engine);
    settings = std::make_unique<models::Settings>(directory.filePath(QStringLiteral("settings.ini")));

    engine.setListener([this](const api::EngineReport &report) {
        live->apply(report);
        prober->apply(report);
        log->append(report.events, report.clock);
    });
    live->expectEngine();
    controller->setEngine(&engine);
    controller->loadAll();
    api::EngineStatus running;
    running.running = true;
    running.deviceName = "tw0";
    engine.report({.clock = now(), .events = {}, .statuses = {}, .unloaded = {}, .engine = running});
}

WidgetBench::~WidgetBench()
{
    prober->setEngine(nullptr);
    controller->setEngine(nullptr);
}

ui::Services WidgetBench::services()
{
    return {.catalog = *catalog,
            .controller = *controller,
            .live = *live,
            .traffic = *traffic,
            .settings = *settings,
            .log = log.get(),
            .prober = prober.get(),
            .envelope = envelope.get(),
            .dataDirectory = directory.path(),
            .clock = &clockWatch};
}

QString WidgetBench::addVpnGateway(const QString &name, const QString &internetIp, const QString &region)
{
    models::VpnGateway gateway;
    gateway.regionId = region;
    gateway.name = name;
    gateway.internetIp = internetIp;
    return taken(catalog->save(gateway));
}

QString WidgetBench::addCustomerGateway(const QString &name, const QString &ipAddress, const QString &region)
{
    models::CustomerGateway gateway;
    gateway.regionId = region;
    gateway.name = name;
    gateway.ipAddress = ipAddress;
    return taken(catalog->save(gateway));
}

QString WidgetBench::addConnection(const QString &name, const QString &vpnGateway, const QString &customerGateway,
                                   const QString &localSubnet, const QString &remoteSubnet, const QString &region)
{
    models::ConnectionDraft draft;
    draft.regionId = region;
    draft.name = name;
    draft.vpnGatewayId = vpnGateway;
    draft.customerGatewayId = customerGateway;
    draft.localSubnet = localSubnet;
    draft.remoteSubnet = remoteSubnet;
    return taken(catalog->save(draft));
}

models::ConnectionDraft WidgetBench::draft(const QString &connectionId) const
{
    return catalog->connection(connectionId)->draft;
}

void WidgetBench::reportState(const QString &connectionId, api::ConnectionState state, api::FailureCode failure)
{
    api::ConnectionStatus status;
    status.connection = api::ConnectionId(connectionId.toStdString());
    status.state = state;
    status.since = now().engine;
    status.lastFailure = failure;
    if (failure != api::FailureCode::None)
        status.nextAttempt = now().engine + std::chrono::seconds(14);
    engine.report({.clock = now(), .events = {}, .statuses = {status}, .unloaded = {}, .engine = {}});
}

void WidgetBench::reportEstablished(const QString &connectionId)
{
    const models::Connection *connection = catalog->connection(connectionId);
    api::ConnectionStatus status;
    status.connection = api::ConnectionId(connectionId.toStdString());
    status.state = api::ConnectionState::Established;
    status.since = now().engine - std::chrono::minutes(12);
    api::IkeSaStatus ike;
    ike.initiatorSpi = 0x1f2e3d4c5b6a7988;
    ike.responderSpi = 0x8877665544332211;
    ike.weInitiated = true;
    ike.local = {*IpAddress::parse("192.0.2.1"), 4500};
    ike.remote = {
        *IpAddress::parse(catalog->customerGateway(connection->draft.customerGatewayId)->ipAddress.toStdString()),
        4500};
    ike.localId = api::Identity::fromAddress(ike.local.address);
    ike.remoteId = api::Identity::fromAddress(ike.remote.address);
    ike.natRemote = true;
    ike.establishedAt = status.since;
    ike.rekeyAt = now().engine + std::chrono::hours(22);
    status.ikeSa = ike;
    api::ChildSaStatus child;
    child.inboundSpi = 0xc0ffee01;
    child.outboundSpi = 0xdeadbeef;
    child.local = {api::TrafficSelector::fromPrefix(*IpPrefix::parse("192.168.0.0/16"))};
    child.remote = {api::TrafficSelector::fromPrefix(*IpPrefix::parse("172.16.0.0/12"))};
    child.udpEncapsulated = true;
    child.establishedAt = status.since;
    child.rekeyAt = now().engine + std::chrono::hours(23);
    child.traffic = {.packetsIn = 48213, .bytesIn = 51234567, .packetsOut = 39120, .bytesOut = 4123456};
    status.childSas = {child};
    engine.report({.clock = now(), .events = {}, .statuses = {status}, .unloaded = {}, .engine = {}});
}

void WidgetBench::logEvents(std::vector<api::Event> events)
{
    for (api::Event &event : events)
        event.at = now().engine;
    engine.report(
        {.clock = now(), .events = std::move(events), .statuses = {}, .unloaded = {}, .engine = {}, .probes = {}});
}

void WidgetBench::answerProbes(const std::function<api::ProbeAnswer(const api::Probe &)> &answer)
{
    std::vector<api::ProbeAnswer> answers;
    std::vector<api::Command> others;
    for (api::Command &command : engine.commands) {
        if (const auto *probe = std::get_if<api::Probe>(&command)) {
            api::ProbeAnswer made = answer(*probe);
            made.id = probe->id;
            answers.push_back(std::move(made));
        } else {
            others.push_back(std::move(command));
        }
    }
    engine.commands = std::move(others);
    engine.report({.clock = now(), .events = {}, .statuses = {}, .unloaded = {}, .engine = {}, .probes = answers});
}

void WidgetBench::logFacts(const QString &connectionId, int count)
{
    std::vector<api::Event> events;
    for (int number = 0; number < count; ++number) {
        api::Event event;
        event.at = now().engine;
        event.connection = api::ConnectionId(connectionId.toStdString());
        event.code = api::EventCode::Retransmitted;
        event.phase = api::Phase::Phase1;
        event.exchange = api::Exchange::IkeSaInit;
        event.messageId = 0;
        event.direction = api::Direction::Out;
        event.details = {{api::DetailKey::Count, std::to_string(number + 1)}};
        events.push_back(event);
    }
    engine.report({.clock = now(), .events = events, .statuses = {}, .unloaded = {}, .engine = {}});
}

} // namespace tw::tests
