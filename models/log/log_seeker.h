#pragma once

#include "models/log/log_reader.h"
#include "models/log/log_table_model.h"

namespace tw::models {

// Finds lines in a window that is not in memory: the row of a fact, and the newest trouble.
class LogSeeker final : public QObject
{
    Q_OBJECT

public:
    // `reader` may be nullptr; then nothing is ever found.
    explicit LogSeeker(LogReader *reader, QObject *parent = nullptr);

    void seek(const LogQuery &query, const LogRecord &record);
    // The newest error of the window; without any, the newest warning.
    void seekNewestTrouble(const LogQuery &query);
    void cancel();
    // What was sought in last.
    const LogSelection &selection() const { return m_selection; }

Q_SIGNALS:
    // As the store numbers the window's rows.
    void found(qint64 storeRow, const tw::models::LogRecord &record);
    void notFound();

private:
    void seekLevel(api::Level level);
    void onCounted(qint64 request, qint64 lines);
    void onRowsRead(qint64 request, qint64 firstRow, const QList<LogRecord> &records);
    LogSelection troubled() const;

    LogReader *m_reader;
    LogSelection m_selection;
    LogRecord m_wanted;
    api::Level m_level = api::Level::Error;
    qint64 m_countingTrouble = 0; // requests
    qint64 m_readingTrouble = 0;
    qint64 m_countingBefore = 0;
    qint64 m_readingNear = 0;
};

} // namespace tw::models
