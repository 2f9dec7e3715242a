#include "models/log/log_pager.h"

#include <algorithm>
#include <limits>

namespace tw::models {

namespace {

// One state of the file for all that a call reads.
class Reading
{
public:
    explicit Reading(LogFile &file) : m_file(file) { m_file.beginReading(); }
    ~Reading() { m_file.endReading(); }
    Reading(const Reading &) = delete;
    Reading &operator=(const Reading &) = delete;

private:
    LogFile &m_file;
};

// Nothing but levels is asked for, if anything: by those the lines of each ten minutes are counted already.
bool isCounted(LogFacets facets)
{
    facets.levels = {};
    return facets.isEmpty();
}

} // namespace

LogFile::Result<void> LogPager::checkBegin(LogFile &file)
{
    const auto first = file.placeBehind(m_selection, LogFile::begin(m_selection), 1);
    if (!first)
        return std::unexpected(first.error());
    if (*first != m_first)
        m_places.clear();
    m_first = *first;
    return {};
}

LogFile::Result<bool> LogPager::walkTo(LogFile &file, qint64 row, const Stop &stop)
{
    while (static_cast<qint64>(m_places.size() + 1) <= row / kStride) {
        if (stop && stop())
            return false;
        const auto from = m_places.empty() ? LogFile::begin(m_selection) : m_places.back();
        const auto next = file.placeBehind(m_selection, from, kStride);
        if (!next)
            return std::unexpected(next.error());
        if (!*next)
            break;
        m_places.push_back(**next);
    }
    return true;
}

LogFile::Result<bool> LogPager::walkOn(LogFile &file)
{
    const Reading reading(file);
    if (auto checked = checkBegin(file); !checked)
        return std::unexpected(checked.error());
    const std::size_t before = m_places.size();
    const auto walked = walkTo(file, static_cast<qint64>(before + 1) * kStride, {});
    if (!walked)
        return walked;
    return m_places.size() > before;
}

LogFile::Result<qint64> LogPager::count(LogFile &file, const Stop &stop)
{
    const Reading reading(file);
    if (isCounted(m_selection.facets))
        return file.countWindow(m_selection);
    if (auto checked = checkBegin(file); !checked)
        return std::unexpected(checked.error());
    if (const auto walked = walkTo(file, std::numeric_limits<qint64>::max(), stop); !walked)
        return std::unexpected(walked.error());
    else if (!*walked)
        return 0;
    const auto rest = file.countBehind(m_selection, m_places.empty() ? LogFile::begin(m_selection) : m_places.back());
    if (!rest)
        return rest;
    return static_cast<qint64>(m_places.size()) * kStride + *rest;
}

LogFile::Result<QList<LogRecord>> LogPager::read(LogFile &file, qint64 firstRow, int limit, const Stop &stop)
{
    const Reading reading(file);
    if (firstRow < 0 || limit <= 0)
        return QList<LogRecord>();
    if (auto checked = checkBegin(file); !checked)
        return std::unexpected(checked.error());
    const qint64 walk = firstRow - static_cast<qint64>(m_places.size()) * kStride;
    if (isCounted(m_selection.facets) && walk > kStride) {
        const auto total = file.countWindow(m_selection);
        if (!total)
            return std::unexpected(total.error());
        const qint64 last = std::min(firstRow + limit, *total);
        if (last <= firstRow)
            return QList<LogRecord>();
        if (*total - firstRow < walk)
            return file.lastLines(m_selection, *total - last, static_cast<int>(last - firstRow));
    }
    if (const auto walked = walkTo(file, firstRow, stop); !walked)
        return std::unexpected(walked.error());
    else if (!*walked)
        return QList<LogRecord>();
    const auto place = std::min<std::size_t>(m_places.size(), static_cast<std::size_t>(firstRow / kStride));
    const auto from = place == 0 ? LogFile::begin(m_selection) : m_places.at(place - 1);
    return file.linesBehind(m_selection, from, firstRow - static_cast<qint64>(place) * kStride, limit);
}

} // namespace tw::models
