#include "models/log/log_seeker.h"

#include <algorithm>

namespace tw::models {

namespace {

constexpr int kNear = 2'000; // facts of the same millisecond

} // namespace

LogSeeker::LogSeeker(LogReader *reader, QObject *parent) : QObject(parent), m_reader(reader)
{
    if (!reader)
        return;
    connect(reader, &LogReader::counted, this, &LogSeeker::onCounted);
    connect(reader, &LogReader::rowsRead, this, &LogSeeker::onRowsRead);
    connect(reader, &LogReader::failed, this, [this](qint64 request) {
        for (const qint64 ours : {m_countingTrouble, m_readingTrouble, m_countingBefore, m_readingNear}) {
            if (ours == request && request != 0) {
                cancel();
                Q_EMIT notFound();
                return;
            }
        }
    });
}

void LogSeeker::cancel()
{
    for (qint64 *request : {&m_countingTrouble, &m_readingTrouble, &m_countingBefore, &m_readingNear}) {
        if (m_reader && *request != 0)
            m_reader->cancel(*request);
        *request = 0;
    }
}

void LogSeeker::seek(const LogQuery &query, const LogRecord &record)
{
    cancel();
    if (!m_reader)
        return;
    m_selection = query.selection();
    m_wanted = record;
    LogWindow before = m_selection.window;
    before.to = std::max(before.from, record.at);
    m_countingBefore = m_reader->count(m_selection.connection, before, m_selection.facets);
}

void LogSeeker::seekNewestTrouble(const LogQuery &query)
{
    cancel();
    if (!m_reader)
        return;
    m_selection = query.selection();
    seekLevel(api::Level::Error);
}

LogSelection LogSeeker::troubled() const
{
    LogSelection selection = m_selection;
    selection.facets.levels.included = {m_level};
    return selection;
}

void LogSeeker::seekLevel(api::Level level)
{
    m_level = level;
    const LogSelection selection = troubled();
    m_countingTrouble = m_reader->count(selection.connection, selection.window, selection.facets);
}

void LogSeeker::onCounted(qint64 request, qint64 lines)
{
    if (request == m_countingTrouble) {
        m_countingTrouble = 0;
        const LogSelection selection = troubled();
        if (lines > 0)
            m_readingTrouble = m_reader->read(selection.connection, selection.window, selection.facets, lines - 1, 1);
        else if (m_level == api::Level::Error)
            seekLevel(api::Level::Warning);
        else
            Q_EMIT notFound();
    } else if (request == m_countingBefore) {
        m_countingBefore = 0;
        m_readingNear = m_reader->read(m_selection.connection, m_selection.window, m_selection.facets, lines, kNear);
    }
}

void LogSeeker::onRowsRead(qint64 request, qint64 firstRow, const QList<LogRecord> &records)
{
    if (request == m_readingTrouble) {
        m_readingTrouble = 0;
        if (records.isEmpty()) {
            Q_EMIT notFound();
            return;
        }
        m_wanted = records.last();
        LogWindow before = m_selection.window;
        before.to = std::max(before.from, m_wanted.at);
        m_countingBefore = m_reader->count(m_selection.connection, before, m_selection.facets);
    } else if (request == m_readingNear) {
        m_readingNear = 0;
        const auto fact = std::ranges::find(records, m_wanted.sequence, &LogRecord::sequence);
        if (fact == records.end())
            Q_EMIT notFound();
        else
            Q_EMIT found(firstRow + (fact - records.begin()), *fact);
    }
}

} // namespace tw::models
