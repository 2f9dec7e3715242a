#include "models/log/log_blocks.h"

#include <algorithm>

namespace tw::models {

const LogRecord *LogBlocks::find(qint64 row)
{
    const qint64 number = blockOf(row);
    const auto known = std::ranges::find(m_blocks, number, &Block::number);
    if (known == m_blocks.end())
        return nullptr;
    std::rotate(m_blocks.begin(), known, known + 1);
    const qint64 within = row - number * kRows;
    const QList<LogRecord> &records = m_blocks.first().records;
    return within < records.size() ? &records.at(within) : nullptr;
}

void LogBlocks::put(qint64 block, const QList<LogRecord> &records, qint64 stored)
{
    m_blocks.removeIf([block](const Block &known) { return known.number == block; });
    m_blocks.prepend({block, records, stored});
    while (m_blocks.size() > kMost)
        m_blocks.removeLast();
}

bool LogBlocks::isUpToDate(qint64 block, qint64 stored) const
{
    const auto known = std::ranges::find(m_blocks, block, &Block::number);
    return known != m_blocks.end() && (known->records.size() == kRows || known->stored == stored);
}

std::optional<qint64> LogBlocks::rowOf(qint64 sequence) const
{
    for (const Block &block : m_blocks) {
        for (qsizetype within = 0; within < block.records.size(); ++within) {
            if (block.records.at(within).sequence == sequence)
                return block.number * kRows + within;
        }
    }
    return std::nullopt;
}

void LogBlocks::clear()
{
    m_blocks.clear();
    m_asked.clear();
}

bool LogBlocks::isAsked(qint64 block) const
{
    return std::ranges::find(m_asked, block, &Asked::block) != m_asked.end();
}

std::optional<qint64> LogBlocks::ask(qint64 block, qint64 request)
{
    m_asked.append({block, request});
    if (m_asked.size() <= kMostAsked)
        return std::nullopt;
    return m_asked.takeFirst().request;
}

std::optional<qint64> LogBlocks::answered(qint64 request)
{
    const auto asked = std::ranges::find(m_asked, request, &Asked::request);
    if (asked == m_asked.end())
        return std::nullopt;
    const qint64 block = asked->block;
    m_asked.erase(asked);
    return block;
}

QList<qint64> LogBlocks::requests() const
{
    QList<qint64> requests;
    for (const Asked &asked : m_asked)
        requests.append(asked.request);
    return requests;
}

} // namespace tw::models
