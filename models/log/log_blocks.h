#pragma once

#include "models/log/log_record.h"

#include <QHash>
#include <QList>

#include <optional>

namespace tw::models {

// The blocks of rows that were looked at last, and which of them are being read. Row numbers are the store's.
class LogBlocks
{
public:
    static constexpr int kRows = 256; // of a block
    static constexpr int kMost = 64;
    static constexpr int kMostAsked = 4; // older requests are for what was scrolled past

    static qint64 blockOf(qint64 row) { return row / kRows; }

    const LogRecord *find(qint64 row);
    // `stored`: how many rows the store had for us when it was read.
    void put(qint64 block, const QList<LogRecord> &records, qint64 stored);
    // It was read when the store had as many rows: what it lacks is not there, and asking again would not help.
    bool isUpToDate(qint64 block, qint64 stored) const;
    // The row that has this fact.
    std::optional<qint64> rowOf(qint64 sequence) const;
    void clear();

    bool isAsked(qint64 block) const;
    // Gives the request that is no longer worth its answer, if any.
    std::optional<qint64> ask(qint64 block, qint64 request);
    // The block of an answer; nothing: it was none of ours.
    std::optional<qint64> answered(qint64 request);
    QList<qint64> requests() const;

private:
    struct Block
    {
        qint64 number = 0;
        QList<LogRecord> records;
        qint64 stored = 0;
    };
    struct Asked
    {
        qint64 block = 0;
        qint64 request = 0;
    };
    QList<Block> m_blocks; // the one that was looked at last comes first
    QList<Asked> m_asked; // the newest last
};

} // namespace tw::models
