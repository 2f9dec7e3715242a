#pragma once

#include "models/log/log_reader.h"
#include "models/log/timeline.h"

#include <QDate>

#include <optional>

namespace tw::models {

// The bins of a timeline, read when they are needed: of all the time that is kept by hours, and of what is seen from near
// by ten minutes. One request of a kind is under way at a time.
class TimelineFeed final : public QObject
{
    Q_OBJECT

public:
    // `reader` may be nullptr; then there are no bins.
    explicit TimelineFeed(LogReader *reader, QObject *parent = nullptr);

    // Nothing: of all connections.
    void setConnection(const std::optional<QString> &connection);
    void setView(const TimelineView &view);
    // Reads again: time goes on.
    void refresh();

    // By the view's steps.
    const QList<LogBin> &bins() const { return m_byTens ? m_tens : m_hours; }
    const QList<LogBin> &hours() const { return m_hours; }
    QList<QDate> daysWithErrors() const; // of the local calendar

Q_SIGNALS:
    void changed();

private:
    void readHours();
    void readTens();
    qint64 read(UtcTime from, UtcTime to, LogBinWidth width);
    void forget();

    LogReader *m_reader;
    std::optional<QString> m_connection;
    bool m_isSet = false;
    TimelineView m_view;
    bool m_byTens = false;
    QList<LogBin> m_hours;
    QList<LogBin> m_tens;
    qint64 m_readingHours = 0;
    qint64 m_readingTens = 0;
};

} // namespace tw::models
