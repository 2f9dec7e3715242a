#include "models/log/timeline_feed.h"

#include <QDateTime>

#include <utility>

namespace tw::models {

TimelineFeed::TimelineFeed(LogReader *reader, QObject *parent) : QObject(parent), m_reader(reader)
{
    if (!reader)
        return;
    connect(reader, &LogReader::histogramRead, this, [this](qint64 request, const QList<LogBin> &bins) {
        if (request == m_readingHours) {
            m_readingHours = 0;
            m_hours = bins;
        } else if (request == m_readingTens) {
            m_readingTens = 0;
            m_tens = bins;
        } else {
            return;
        }
        Q_EMIT changed();
    });
    connect(reader, &LogReader::failed, this, [this](qint64 request) { // the table says why
        for (qint64 *ours : {&m_readingHours, &m_readingTens}) {
            if (*ours == request)
                *ours = 0;
        }
    });
}

void TimelineFeed::setConnection(const std::optional<QString> &connection)
{
    if (m_isSet && connection == m_connection)
        return;
    m_isSet = true;
    m_connection = connection;
    forget();
    refresh();
}

void TimelineFeed::setView(const TimelineView &view)
{
    const bool otherLimits = view.oldest() != m_view.oldest() || view.newest() != m_view.newest();
    const bool otherSpan = view.from() != m_view.from() || view.to() != m_view.to();
    m_view = view;
    m_byTens = view.step() < Duration(std::chrono::hours(1));
    if (otherLimits)
        readHours();
    if (m_byTens && otherSpan)
        readTens();
    if (otherSpan)
        Q_EMIT changed(); // what is there already is shown at once
}

void TimelineFeed::refresh()
{
    readHours();
    if (m_byTens)
        readTens();
}

void TimelineFeed::forget()
{
    for (qint64 *request : {&m_readingHours, &m_readingTens}) {
        if (m_reader && *request != 0)
            m_reader->cancel(*request);
        *request = 0;
    }
    m_hours.clear();
    m_tens.clear();
    Q_EMIT changed();
}

qint64 TimelineFeed::read(UtcTime from, UtcTime to, LogBinWidth width)
{
    return m_connection ? m_reader->histogram(*m_connection, from, to, width)
                        : m_reader->histogramOfAll(from, to, width);
}

void TimelineFeed::readHours()
{
    if (!m_reader || !m_isSet || m_view.length() <= Duration(0))
        return;
    if (m_readingHours != 0)
        m_reader->cancel(m_readingHours);
    m_readingHours = read(m_view.oldest(), m_view.newest(), LogBinWidth::Hour);
}

void TimelineFeed::readTens()
{
    if (!m_reader || !m_isSet || m_view.length() <= Duration(0))
        return;
    if (m_readingTens != 0)
        m_reader->cancel(m_readingTens);
    m_readingTens = read(m_view.from(), m_view.to(), LogBinWidth::TenMinutes);
}

QList<QDate> TimelineFeed::daysWithErrors() const
{
    QList<QDate> days;
    for (const LogBin &bin : m_hours) {
        if (bin.byLevel.at(std::to_underlying(api::Level::Error)) == 0)
            continue;
        const QDate day = QDateTime::fromMSecsSinceEpoch(bin.from.time_since_epoch().count()).date();
        if (days.isEmpty() || days.last() != day)
            days.append(day);
    }
    return days;
}

} // namespace tw::models
