#include "models/log/log_search.h"

#include "models/log/event_text.h"

#include <algorithm>

namespace tw::models {

namespace {

constexpr int kRowsAtOnce = 512; // worded in a few milliseconds

} // namespace

LogSearch::LogSearch(LogTableModel *model, LogReader *reader, QObject *parent)
    : QObject(parent), m_model(model), m_reader(reader)
{
    connect(model, &LogTableModel::stateChanged, this, &LogSearch::restart);
    connect(model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) {
        if (m_needle.isEmpty())
            return;
        const std::size_t before = m_hits.size();
        for (int row = first; row <= last; ++row) {
            if (const LogRecord *record = m_model->record(row))
                take(m_model->storeRow(row), *record);
        }
        if (m_hits.size() != before)
            Q_EMIT changed();
    });
    if (!reader)
        return;
    connect(reader, &LogReader::rowsRead, this, &LogSearch::onRowsRead);
    connect(reader, &LogReader::failed, this, [this](qint64 request) {
        if (request == m_request)
            stop();
    });
}

bool LogSearch::matches(const LogRecord &record, const QString &needle)
{
    return eventText(record.event).contains(needle, Qt::CaseInsensitive);
}

void LogSearch::setNeedle(const QString &needle)
{
    if (needle == m_needle)
        return;
    m_needle = needle;
    restart();
}

void LogSearch::restart()
{
    if (m_reader && m_request != 0)
        m_reader->cancel(m_request);
    m_request = 0;
    m_hits.clear();
    m_isSearching = false;
    if (!m_needle.isEmpty() && m_model->state() == LogTableModel::State::Ready && m_reader) {
        m_next = m_model->storeRow(0);
        m_end = m_model->storeRow(m_model->rowCount());
        m_isSearching = true;
        readOn();
    }
    Q_EMIT changed();
}

void LogSearch::readOn()
{
    if (m_next >= m_end || isCapped()) {
        stop();
        return;
    }
    const LogSelection selection = m_model->query().selection();
    m_request = m_reader->read(selection.connection, selection.window, selection.facets, m_next,
                               static_cast<int>(std::min<qint64>(kRowsAtOnce, m_end - m_next)));
}

void LogSearch::onRowsRead(qint64 request, qint64 firstRow, const QList<LogRecord> &records)
{
    if (request != m_request)
        return;
    m_request = 0;
    for (qsizetype index = 0; index < records.size(); ++index)
        take(firstRow + index, records.at(index));
    // Rows that are not on the disk yet are in the model's memory.
    qint64 row = firstRow + records.size();
    const qint64 end = std::min<qint64>(firstRow + kRowsAtOnce, m_end);
    for (; row < end; ++row) {
        if (const LogRecord *record = m_model->record(m_model->rowOfStore(row)))
            take(row, *record);
    }
    m_next = end;
    readOn();
    Q_EMIT changed();
}

void LogSearch::take(qint64 row, const LogRecord &record)
{
    if (isCapped() || !matches(record, m_needle))
        return;
    // Live rows may come before the search has got there.
    if (m_hits.empty() || m_hits.back() < row)
        m_hits.push_back(row);
    else if (const auto place = std::ranges::lower_bound(m_hits, row); *place != row)
        m_hits.insert(place, row);
}

void LogSearch::stop()
{
    m_request = 0;
    m_isSearching = false;
    Q_EMIT changed();
}

std::optional<qint64> LogSearch::next(qint64 storeRow) const
{
    if (m_hits.empty())
        return std::nullopt;
    const auto place = std::ranges::upper_bound(m_hits, storeRow);
    return place == m_hits.end() ? m_hits.front() : *place;
}

std::optional<qint64> LogSearch::previous(qint64 storeRow) const
{
    if (m_hits.empty())
        return std::nullopt;
    const auto place = std::ranges::lower_bound(m_hits, storeRow);
    return place == m_hits.begin() ? m_hits.back() : *std::prev(place);
}

int LogSearch::placeOf(qint64 storeRow) const
{
    const auto place = std::ranges::lower_bound(m_hits, storeRow);
    return place != m_hits.end() && *place == storeRow ? static_cast<int>(place - m_hits.begin()) + 1 : 0;
}

} // namespace tw::models
