#include "models/diagnosis/diagnosis_feed.h"

#include "models/catalog/catalog.h"
#include "models/live/live_state.h"
#include "models/log/log_reader.h"
#include "models/log/log_store.h"

#include <algorithm>

namespace tw::models {

namespace {

// The writer commits what it has at least this often.
constexpr int kOnTheDiskMs = 1'500;

QString connectionOf(const LogRecord &record) { return QString::fromStdString(record.event.connection.value()); }

} // namespace

DiagnosisFeed::DiagnosisFeed(const Catalog &catalog, const LiveState &live, LogStore *log, QObject *parent)
    : QObject(parent),
      m_catalog(catalog),
      m_live(live),
      m_log(log),
      m_reader(log ? new LogReader(log->path(), this) : nullptr)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(kCoalescedMs);
    connect(&m_soon, &QTimer::timeout, this, &DiagnosisFeed::recompute);
    m_again.setSingleShot(true);
    m_again.setInterval(kOnTheDiskMs);
    connect(&m_again, &QTimer::timeout, this, &DiagnosisFeed::reload);
    if (m_reader) {
        connect(m_reader, &LogReader::counted, this, &DiagnosisFeed::onCounted);
        connect(m_reader, &LogReader::rowsRead, this,
                [this](qint64 request, qint64, const QList<LogRecord> &records) { onRowsRead(request, records); });
        connect(m_reader, &LogReader::failed, this, [this](qint64 request) {
            for (Source &source : m_sources) {
                source.counting = source.counting == request ? 0 : source.counting;
                source.reading = source.reading == request ? 0 : source.reading;
            }
            onAnswered(); // what is known without it still counts
        });
        connect(m_log, &LogStore::appended, this, &DiagnosisFeed::onAppended);
    }
    connect(&m_live, &LiveState::connectionChanged, this, [this](const QString &id) {
        if (id == m_connection)
            soon();
    });
    connect(&m_live, &LiveState::engineChanged, this, &DiagnosisFeed::soon);
    for (const auto signal : {&Catalog::connectionAdded, &Catalog::connectionRemoved, &Catalog::vpnGatewayChanged,
                              &Catalog::customerGatewayChanged})
        connect(&m_catalog, signal, this, &DiagnosisFeed::soon);
    connect(&m_catalog, &Catalog::connectionChanged, this, &DiagnosisFeed::soon);
}

void DiagnosisFeed::setConnection(const QString &id)
{
    if (id == m_connection)
        return;
    m_connection = id;
    m_moment.reset();
    restart();
}

void DiagnosisFeed::setMoment(std::optional<UtcTime> moment)
{
    if (moment == m_moment)
        return;
    m_moment = moment;
    restart();
}

void DiagnosisFeed::restart()
{
    m_records.clear();
    m_facts = {};
    m_diagnoses.clear();
    m_isReady = false;
    m_again.stop();
    if (m_isActive) {
        reload();
        m_again.start();
    }
    Q_EMIT changed();
}

void DiagnosisFeed::setActive(bool active)
{
    if (active == m_isActive)
        return;
    m_isActive = active;
    if (active) {
        reload();
        m_again.start();
        return;
    }
    m_soon.stop();
    m_again.stop();
}

void DiagnosisFeed::reload()
{
    if (m_reader)
        m_reader->cancelAll();
    m_sources.clear();
    if (m_connection.isEmpty())
        return;
    if (m_reader) {
        ask(m_connection);
        ask({});
    }
    onAnswered();
}

void DiagnosisFeed::ask(const QString &source)
{
    m_sources.append({source, m_reader->count(source, {end() - kDiagnosedTime, end()}), 0});
}

void DiagnosisFeed::onCounted(qint64 request, qint64 lines)
{
    const auto source = std::ranges::find(m_sources, request, &Source::counting);
    if (source == m_sources.end())
        return;
    source->counting = 0;
    const qint64 first = std::max<qint64>(lines - kDiagnosedRecords, 0);
    source->reading = m_reader->read(source->id, {end() - kDiagnosedTime, end()}, {}, first, kDiagnosedRecords);
}

void DiagnosisFeed::onRowsRead(qint64 request, const QList<LogRecord> &records)
{
    const auto source = std::ranges::find(m_sources, request, &Source::reading);
    if (source == m_sources.end())
        return;
    source->reading = 0;
    QList<LogRecord> merged;
    merged.reserve(m_records.size() + records.size());
    std::ranges::merge(m_records, records, std::back_inserter(merged), {}, &LogRecord::sequence, &LogRecord::sequence);
    const auto doubled = std::ranges::unique(merged, {}, &LogRecord::sequence);
    merged.erase(doubled.begin(), doubled.end());
    m_records = std::move(merged);
    onAnswered();
}

void DiagnosisFeed::onAnswered()
{
    const bool isWaiting = std::ranges::any_of(
        m_sources, [](const Source &source) { return source.counting != 0 || source.reading != 0; });
    if (isWaiting)
        return;
    m_isReady = true;
    recompute();
}

void DiagnosisFeed::onAppended(const QList<LogRecord> &records)
{
    if (m_connection.isEmpty() || m_moment)
        return;
    const qsizetype before = m_records.size();
    for (const LogRecord &record : records) {
        if (const QString id = connectionOf(record); id == m_connection || id.isEmpty())
            take(record);
    }
    if (m_records.size() != before)
        soon();
}

void DiagnosisFeed::take(const LogRecord &record)
{
    if (m_records.isEmpty() || record.sequence > m_records.constLast().sequence)
        m_records.append(record);
    // A storm must not fill the memory while nobody recomputes.
    if (m_records.size() > 3 * kDiagnosedRecords)
        m_records.remove(0, m_records.size() - 2 * kDiagnosedRecords);
}

void DiagnosisFeed::soon()
{
    if (m_isActive && m_isReady && !m_connection.isEmpty() && !m_soon.isActive())
        m_soon.start();
}

UtcTime DiagnosisFeed::now() const
{
    return m_log ? m_log->now() : UtcTime(std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch()));
}

UtcTime DiagnosisFeed::end() const { return m_moment.value_or(now()) + std::chrono::seconds(1); }

DiagnosisFacts DiagnosisFeed::currentFacts() const
{
    return m_moment ? collectFactsOf(*m_moment, m_catalog, m_records, m_connection)
                    : collectFacts(m_catalog, m_records, now(), &m_live, m_connection);
}

void DiagnosisFeed::recompute()
{
    if (!m_catalog.connection(m_connection)) {
        m_diagnoses.clear();
        Q_EMIT changed();
        return;
    }
    const UtcTime oldest = end() - kDiagnosedTime;
    const auto kept =
        std::ranges::find_if(m_records, [oldest](const LogRecord &record) { return record.at >= oldest; });
    m_records.erase(m_records.begin(), kept);
    m_facts = currentFacts();
    m_diagnoses = diagnoseAll(m_facts);
    Q_EMIT changed();
}

} // namespace tw::models
