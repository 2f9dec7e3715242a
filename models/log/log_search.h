#pragma once

#include "models/log/log_table_model.h"

#include <optional>
#include <vector>

namespace tw::models {

// Looks for words in the sentences of a window, which only exist on display: block after block through the reader, and in
// live lines as they come. Rows are the store's numbers, so that they stay right while older rows leave.
class LogSearch final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t kMostHits = 100'000; // by then the words are too common to help

    // All must outlive it; `reader` may be nullptr.
    LogSearch(LogTableModel *model, LogReader *reader, QObject *parent = nullptr);

    // Empty: no search. Upper and lower case are the same.
    void setNeedle(const QString &needle);
    const QString &needle() const { return m_needle; }
    bool isSearching() const { return m_isSearching; }
    bool isCapped() const { return m_hits.size() >= kMostHits; }
    const std::vector<qint64> &hits() const { return m_hits; }
    // The nearest hit behind or before a row, around the end; nothing: there is none.
    std::optional<qint64> next(qint64 storeRow) const;
    std::optional<qint64> previous(qint64 storeRow) const;
    // "3" of "3 of 12"; 0: the row is no hit.
    int placeOf(qint64 storeRow) const;

    // What is searched of a line.
    static bool matches(const LogRecord &record, const QString &needle);

Q_SIGNALS:
    void changed(); // hits, or whether it is searching

private:
    void restart();
    void readOn();
    void take(qint64 row, const LogRecord &record);
    void onRowsRead(qint64 request, qint64 firstRow, const QList<LogRecord> &records);
    void stop();

    LogTableModel *m_model;
    LogReader *m_reader;
    QString m_needle;
    std::vector<qint64> m_hits; // ascending
    qint64 m_next = 0; // row
    qint64 m_end = 0; // rows from here on came live
    qint64 m_request = 0;
    bool m_isSearching = false;
};

} // namespace tw::models
