#include "log_month.h"

#include "models/log/log_file.h"

#include <QDateTime>

#include <algorithm>

namespace tw::gallery {

namespace {

using namespace std::chrono_literals;
using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::Exchange;
using api::Level;
using api::Phase;

constexpr int kHours = 30 * 24;
constexpr TimePoint kEngine(std::chrono::hours(5));

UtcTime now() { return UtcTime(std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch())); }

class Writer
{
public:
    Writer(tests::WidgetBench &bench, const QString &connection, UtcTime begin)
        : m_bench(bench), m_connection(connection.toStdString()), m_begin(begin)
    { }

    struct Said
    {
        EventCode code;
        Level level = Level::Info;
        Exchange exchange = Exchange::None;
        std::optional<std::uint32_t> id = {};
        Direction direction = Direction::None;
        std::vector<api::Detail> details = {};
        Phase phase = Phase::Phase1;
    };

    void say(UtcTime at, Said said)
    {
        api::Event event;
        event.at = kEngine + (at - m_begin);
        event.connection = m_connection;
        event.code = said.code;
        event.level = said.level;
        event.phase = said.phase;
        event.exchange = said.exchange;
        event.messageId = said.id;
        event.direction = said.direction;
        event.details = std::move(said.details);
        m_events.push_back(std::move(event));
    }

    // In one batch: a transaction for each line would take seconds.
    void flush()
    {
        std::ranges::stable_sort(m_events, {}, &api::Event::at);
        m_bench.log->append(m_events, {.engine = kEngine, .utc = m_begin});
        m_bench.log->flush();
    }

private:
    tests::WidgetBench &m_bench;
    api::ConnectionId m_connection;
    UtcTime m_begin;
    std::vector<api::Event> m_events;
};

const std::vector<api::Detail> kEnds{{DetailKey::LocalEndpoint, "203.0.113.10[500]"},
                                     {DetailKey::RemoteEndpoint, "198.51.100.20[500]"}};

std::vector<api::Detail> message(const char *payloads, const char *size)
{
    std::vector<api::Detail> details = kEnds;
    details.push_back({DetailKey::Size, size});
    details.push_back({DetailKey::Payloads, payloads});
    return details;
}

void child(Writer &out, UtcTime at, EventCode code, int number)
{
    out.say(at,
            {.code = code,
             .details = {{DetailKey::InboundSpi, "c0ffee" + std::to_string(10 + number % 90)},
                         {DetailKey::OutboundSpi, "deadbe" + std::to_string(10 + number % 90)},
                         {DetailKey::LocalSelectors, "192.168.0.0/16"},
                         {DetailKey::RemoteSelectors, "172.16.0.0/12"}},
             .phase = Phase::Phase2});
}

void hourOf(Writer &out, UtcTime at, int hour)
{
    const int ofDay = hour % 24;
    const bool isQuiet = ofDay < 6 && hour % 7 != 0;
    if (isQuiet)
        return;
    for (int probe = 0; probe < 6 + hour * 7 % 23; ++probe)
        out.say(at + probe * 2min,
                {.code = EventCode::DpdAnswered,
                 .level = Level::Debug,
                 .exchange = Exchange::Informational,
                 .id = static_cast<std::uint32_t>(probe),
                 .direction = Direction::In});
    if (hour % 8 == 0) { // the new one first, and then the old one goes
        child(out, at + 20min, EventCode::ChildSaEstablished, hour / 8);
        child(out, at + 20min + 40ms, EventCode::ChildSaDeleted, hour / 8 - 1);
    }
    if (hour % 19 == 4)
        out.say(at + 31min,
                {.code = EventCode::Retransmitted,
                 .level = Level::Warning,
                 .exchange = Exchange::Informational,
                 .id = 7,
                 .direction = Direction::Out,
                 .details = {{DetailKey::Count, "1"}}});
    if (hour > 400 && hour < 406) {
        child(out, at + 2min, EventCode::ChildSaDeleted, hour / 8);
        for (int attempt = 0; attempt < 9; ++attempt)
            out.say(at + 3min + attempt * 5min,
                    {.code = EventCode::AttemptFailed,
                     .level = Level::Error,
                     .details = {{DetailKey::Failure, "NoResponse"}, {DetailKey::Seconds, "14"}}});
    }
}

void failedNegotiation(Writer &out, UtcTime at)
{
    out.say(at, {.code = EventCode::NegotiationTriggered, .details = {{DetailKey::Reason, "operator"}}});
    out.say(at + 2ms,
            {.code = EventCode::ProposalsOffered,
             .exchange = Exchange::IkeSaInit,
             .id = 0,
             .direction = Direction::Out,
             .details = {{DetailKey::Offered, "AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"}}});
    out.say(at + 3ms,
            {.code = EventCode::MessageSent,
             .level = Level::Debug,
             .exchange = Exchange::IkeSaInit,
             .id = 0,
             .direction = Direction::Out,
             .details = message("SA KE No N(NATD_S_IP) N(NATD_D_IP) N(FRAG_SUP)", "464")});
    out.say(at + 4003ms,
            {.code = EventCode::Retransmitted,
             .level = Level::Warning,
             .exchange = Exchange::IkeSaInit,
             .id = 0,
             .direction = Direction::Out,
             .details = {{DetailKey::Count, "1"}}});
    out.say(at + 4031ms,
            {.code = EventCode::MessageReceived,
             .level = Level::Debug,
             .exchange = Exchange::IkeSaInit,
             .id = 0,
             .direction = Direction::In,
             .details = message("SA KE No N(NATD_S_IP) N(NATD_D_IP)", "464")});
    out.say(at + 4032ms,
            {.code = EventCode::ProposalChosen,
             .exchange = Exchange::IkeSaInit,
             .id = 0,
             .direction = Direction::In,
             .details = {{DetailKey::Chosen, "AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"}}});
    out.say(at + 4033ms,
            {.code = EventCode::NatDetected,
             .exchange = Exchange::IkeSaInit,
             .id = 0,
             .details = {{DetailKey::NatLocal, "no"}, {DetailKey::NatRemote, "yes"}}});
    out.say(at + 4040ms,
            {.code = EventCode::MessageSent,
             .level = Level::Debug,
             .exchange = Exchange::IkeAuth,
             .id = 1,
             .direction = Direction::Out,
             .details = message("IDi IDr AUTH SA TSi TSr", "272")});
    out.say(at + 4070ms,
            {.code = EventCode::MessageReceived,
             .level = Level::Debug,
             .exchange = Exchange::IkeAuth,
             .id = 1,
             .direction = Direction::In,
             .details = message("N(AUTH_FAILED)", "80")});
    out.say(at + 4071ms,
            {.code = EventCode::AuthenticationRefused,
             .level = Level::Error,
             .exchange = Exchange::IkeAuth,
             .id = 1,
             .direction = Direction::In,
             .details = {{DetailKey::LocalId, "203.0.113.10"}, {DetailKey::RemoteId, "198.51.100.20"}}});
    out.say(at + 4072ms,
            {.code = EventCode::AttemptFailed,
             .level = Level::Error,
             .details = {{DetailKey::Failure, "PskMismatch"}, {DetailKey::Seconds, "14"}}});
    // As a responder we know both sides.
    out.say(at + 9s,
            {.code = EventCode::MessageReceived,
             .level = Level::Debug,
             .exchange = Exchange::IkeSaInit,
             .id = 0,
             .direction = Direction::In,
             .details = message("SA KE No", "336")});
    out.say(at + 9004ms,
            {.code = EventCode::ProposalRefused,
             .level = Level::Error,
             .exchange = Exchange::IkeSaInit,
             .id = 0,
             .direction = Direction::Out,
             .details = {{DetailKey::Offered,
                          "AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024, "
                          "AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024"},
                         {DetailKey::Configured, "AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"},
                         {DetailKey::Differs, "integrity, prf, group"}}});
    out.say(at + 9005ms,
            {.code = EventCode::MessageSent,
             .level = Level::Debug,
             .exchange = Exchange::IkeSaInit,
             .id = 0,
             .direction = Direction::Out,
             .details = message("N(NO_PROP)", "36")});
}

} // namespace

void logMonth(tests::WidgetBench &bench, const QString &connection)
{
    const UtcTime begin = std::chrono::floor<std::chrono::hours>(now()) - std::chrono::hours(kHours);
    Writer out(bench, connection, begin);
    const int awayFrom = 9 * 24 + 14; // for two days no engine ran
    const int awayTo = 11 * 24 + 8;
    for (int hour = 0; hour < kHours; ++hour) {
        if (hour < awayFrom || hour >= awayTo)
            hourOf(out, begin + std::chrono::hours(hour), hour);
    }
    failedNegotiation(out, now() - 3min);
    out.flush();
    // What a writer notes of itself while it runs.
    auto file = models::LogFile::open(bench.log->path(), models::LogFile::Access::Write, models::LogStore::kMaxBytes);
    if (!file)
        qFatal("%s", qUtf8Printable(file.error().text));
    for (const auto &[from, to] : {std::pair{0, awayFrom}, std::pair{awayTo, kHours}}) {
        if (const auto span = (*file)->beginSpan(begin + std::chrono::hours(from)))
            (void)(*file)->extendSpan(*span, begin + std::chrono::hours(to));
    }
}

} // namespace tw::gallery
