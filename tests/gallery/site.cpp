#include "site.h"

#include "log_month.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace tw::gallery {

namespace {

using api::ConnectionState;
using api::DetailKey;
using api::EventCode;
using api::FailureCode;

constexpr std::array kNames{
    std::pair{Content::Empty, "empty"}, std::pair{Content::Typical, "typical"}, std::pair{Content::Thousand, "1000"},
    std::pair{Content::Error, "error"}, std::pair{Content::Long, "long"},
};

// The longest that a name may be.
constexpr qsizetype kLongestName = 128;

QString longName(const QString &beginning)
{
    return beginning.leftJustified(kLongestName, QLatin1Char('x')).left(kLongestName);
}

api::Event event(const QString &connection, EventCode code, api::Level level, std::vector<api::Detail> details,
                 api::Direction direction = api::Direction::None)
{
    api::Event made;
    made.at = TimePoint(std::chrono::hours(5)); // the bench's now
    made.connection = api::ConnectionId(connection.toStdString());
    made.code = code;
    made.level = level;
    made.phase = api::Phase::Phase1;
    made.exchange = api::Exchange::IkeSaInit;
    made.messageId = 0;
    made.direction = direction;
    made.details = std::move(details);
    return made;
}

void report(tests::WidgetBench &bench, std::vector<api::Event> events)
{
    const auto utc = UtcTime(std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch()));
    bench.engine.report({.clock = {.engine = TimePoint(std::chrono::hours(5)), .utc = utc},
                         .events = std::move(events),
                         .statuses = {},
                         .unloaded = {},
                         .engine = {}});
}

} // namespace

QList<Content> allContents()
{
    QList<Content> contents;
    for (const auto &[content, name] : kNames)
        contents.append(content);
    return contents;
}

QString contentName(Content content)
{
    const auto *found = std::ranges::find(kNames, content, &std::pair<Content, const char *>::first);
    return QLatin1String(found->second);
}

bool parseContent(const QString &name, Content &content)
{
    for (const auto &[known, itsName] : kNames) {
        if (name == QLatin1String(itsName)) {
            content = known;
            return true;
        }
    }
    return false;
}

Site::Site(Content content) : m_content(content)
{
    switch (content) {
    case Content::Empty: break;
    case Content::Typical: fillTypical(); break;
    case Content::Thousand: fillThousand(); break;
    case Content::Error: fillError(); break;
    case Content::Long: fillLong(); break;
    }
    m_bench.log->flush();
}

QString Site::connect(const QString &name, int number, const QString &local, const QString &remote)
{
    const QString &ours = m_vpnGateways.at(number % m_vpnGateways.size());
    const QString &peer = m_customerGateways.at(number % m_customerGateways.size());
    m_connections.append(m_bench.addConnection(name, ours, peer, local, remote));
    return m_connections.last();
}

void Site::fillTypical()
{
    m_vpnGateways = {m_bench.addVpnGateway(QStringLiteral("hangzhou-edge"), QStringLiteral("203.0.113.10")),
                     m_bench.addVpnGateway(QStringLiteral("hangzhou-backup"), QStringLiteral("203.0.113.11"))};
    const QStringList peers{QStringLiteral("office-shanghai"), QStringLiteral("warehouse"),
                            QStringLiteral("partner-acme"), QStringLiteral("lab"), QStringLiteral("branch-north")};
    for (int number = 0; number < peers.size(); ++number)
        m_customerGateways.append(
            m_bench.addCustomerGateway(peers.at(number), QStringLiteral("198.51.100.%1").arg(number + 20)));
    const QStringList names{QStringLiteral("hz-shanghai"), QStringLiteral("hz-warehouse"), QStringLiteral("hz-acme"),
                            QStringLiteral("hz-lab"), QStringLiteral("hz-north")};
    for (int number = 0; number < names.size(); ++number)
        connect(names.at(number), number, QStringLiteral("192.168.0.0/16"),
                QStringLiteral("172.%1.0.0/16").arg(16 + number));
    m_bench.reportEstablished(m_connections.at(0));
    m_bench.reportState(m_connections.at(1), ConnectionState::Phase1Negotiating);
    m_bench.reportState(m_connections.at(2), ConnectionState::Phase1Failed, FailureCode::EncryptionAlgorithmMismatch);
    m_bench.reportState(m_connections.at(3), ConnectionState::Waiting);
    logMonth(m_bench, m_connections.at(2));
    logNegotiation(m_connections.at(0));
    logRefusal(m_connections.at(2));
    letFlow(m_connections.at(0));
}

void Site::fillThousand()
{
    m_vpnGateways = {m_bench.addVpnGateway(QStringLiteral("hub"), QStringLiteral("203.0.113.10"))};
    constexpr int kConnections = 1000;
    constexpr std::array kStates{ConnectionState::Established, ConnectionState::Phase1Negotiating,
                                 ConnectionState::Waiting, ConnectionState::Phase1Failed, ConnectionState::Stopped};
    for (int number = 0; number < kConnections; ++number) {
        m_customerGateways.append(
            m_bench.addCustomerGateway(QStringLiteral("branch-%1").arg(number),
                                       QStringLiteral("198.51.%1.%2").arg(number / 250).arg(number % 250 + 1)));
        const QString id = connect(QStringLiteral("to-branch-%1").arg(number), number, QStringLiteral("192.168.0.0/16"),
                                   QStringLiteral("10.%1.%2.0/24").arg(number / 250).arg(number % 250));
        const ConnectionState state = kStates.at(static_cast<std::size_t>(number) % kStates.size());
        if (state == ConnectionState::Established)
            m_bench.reportEstablished(id);
        else if (state != ConnectionState::Stopped)
            m_bench.reportState(id, state,
                                state == ConnectionState::Phase1Failed ? FailureCode::NoResponse : FailureCode::None);
    }
    m_bench.logFacts(m_connections.first(), 5000);
}

void Site::fillError()
{
    fillTypical();
    m_bench.live->setMissingPrivileges({QStringLiteral("CAP_NET_ADMIN")});
    for (const QString &id : std::as_const(m_connections))
        m_bench.reportState(id, ConnectionState::Phase1Failed, FailureCode::LocalPermission);
    m_bench.reportState(m_connections.first(), ConnectionState::Phase1Failed, FailureCode::PskMismatch);
    api::EngineStatus failed;
    failed.running = true;
    failed.failure = FailureCode::LocalPermission;
    failed.failureDetail = "/dev/net/tun: Operation not permitted";
    const auto utc = UtcTime(std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch()));
    m_bench.engine.report({.clock = {.engine = TimePoint(std::chrono::hours(5)), .utc = utc},
                           .events = {},
                           .statuses = {},
                           .unloaded = {},
                           .engine = failed});
}

void Site::fillLong()
{
    m_vpnGateways = {m_bench.addVpnGateway(longName(QStringLiteral("gateway-of-the-data-centre-in-Hangzhou-")),
                                           QStringLiteral("2001:db8:1111:2222:3333:4444:5555:6666"))};
    m_customerGateways = {
        m_bench.addCustomerGateway(longName(QStringLiteral("客户机房网关-")),
                                   QStringLiteral("2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff")),
        m_bench.addCustomerGateway(longName(QStringLiteral("a-peer-with-a-host-name-")),
                                   QStringLiteral("a-gateway-with-quite-a-long-host-name.branch-office.example.com"))};
    QStringList local;
    QStringList remote;
    for (int number = 0; number < 10; ++number) {
        local.append(QStringLiteral("192.168.%1.0/24").arg(100 + number));
        remote.append(QStringLiteral("172.31.%1.128/25").arg(200 + number));
    }
    connect(longName(QStringLiteral("connection-between-the-data-centre-and-")), 0, local.join(QLatin1Char(',')),
            remote.join(QLatin1Char(',')));
    connect(longName(QStringLiteral("连接杭州机房与客户机房-")), 1, QStringLiteral("2001:db8:1::/48"),
            QStringLiteral("2001:db8:2::/48"));
    m_bench.reportEstablished(m_connections.at(0));
    m_bench.reportState(m_connections.at(1), ConnectionState::Phase1Failed, FailureCode::CertificateProblem);
    logNegotiation(m_connections.at(0));
}

// Ten minutes of traffic, to now.
void Site::letFlow(const QString &connection)
{
    constexpr int kSeconds = 600;
    const auto now = UtcTime(std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch()));
    api::ConnectionStatus status = *m_bench.live->find(connection);
    api::TrafficCounters &traffic = status.childSas.front().traffic;
    for (int second = 0; second <= kSeconds; ++second) {
        const double wave = 1.4 + std::sin(second / 40.0) + 0.3 * std::sin(second / 3.0);
        const auto in = static_cast<std::uint64_t>(wave * 3e6);
        const auto out = static_cast<std::uint64_t>(0.4e6 + wave * 0.5e6);
        traffic.bytesIn += in;
        traffic.packetsIn += in / 1200;
        traffic.bytesOut += out;
        traffic.packetsOut += out / 600;
        const std::chrono::seconds passed(second);
        m_bench.engine.report({.clock = {.engine = TimePoint(std::chrono::hours(5)) + passed,
                                         .utc = now - std::chrono::seconds(kSeconds) + passed},
                               .events = {},
                               .statuses = {status},
                               .unloaded = {},
                               .engine = {}});
    }
    m_bench.traffic->advance(now);
}

void Site::logNegotiation(const QString &connection)
{
    const api::Detail local{DetailKey::LocalEndpoint, "203.0.113.10[500]"};
    const api::Detail remote{DetailKey::RemoteEndpoint, "198.51.100.20[500]"};
    report(
        m_bench,
        {event(connection, EventCode::NegotiationTriggered, api::Level::Info, {{DetailKey::Reason, "operator"}}),
         event(connection, EventCode::MessageSent, api::Level::Debug,
               {local, remote, {DetailKey::Size, "464"}, {DetailKey::Payloads, "SA KE No N(NATD_S_IP) N(NATD_D_IP)"}},
               api::Direction::Out),
         event(connection, EventCode::Retransmitted, api::Level::Warning, {{DetailKey::Count, "1"}},
               api::Direction::Out),
         event(connection, EventCode::ProposalChosen, api::Level::Info,
               {{DetailKey::Chosen, "IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"}}),
         event(connection, EventCode::IkeSaEstablished, api::Level::Info,
               {{DetailKey::InitiatorSpi, "1f2e3d4c5b6a7988"},
                {DetailKey::ResponderSpi, "8877665544332211"},
                {DetailKey::LocalId, "203.0.113.10"},
                {DetailKey::RemoteId, "198.51.100.20"},
                local,
                remote}),
         event(connection, EventCode::ChildSaEstablished, api::Level::Info,
               {{DetailKey::InboundSpi, "c0ffee01"},
                {DetailKey::OutboundSpi, "deadbeef"},
                {DetailKey::LocalSelectors, "192.168.0.0/16"},
                {DetailKey::RemoteSelectors, "172.16.0.0/12"}})});
}

void Site::logRefusal(const QString &connection)
{
    report(m_bench,
           {event(connection, EventCode::NegotiationTriggered, api::Level::Info, {{DetailKey::Reason, "retry"}}),
            event(connection, EventCode::NoProposalChosen, api::Level::Error,
                  {{DetailKey::Offered, "IKE:AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024"}}, api::Direction::In),
            event(connection, EventCode::AttemptFailed, api::Level::Error,
                  {{DetailKey::Failure, "EncryptionAlgorithmMismatch"}, {DetailKey::Seconds, "14"}})});
}

} // namespace tw::gallery
