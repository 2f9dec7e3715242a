#pragma once

#include "models/log/log_file.h"

#include <functional>
#include <vector>

namespace tw::models {

// The lines of a selection as numbered rows, for whoever pages. SQLite cannot jump to the millionth line of a window, only
// walk there along the index; so the walk is made once, and every kStride-th place on it remembered. What lies nearer to
// the end is reached from the end.
class LogPager
{
public:
    explicit LogPager(LogSelection selection) : m_selection(std::move(selection)) { }

    const LogSelection &selection() const { return m_selection; }

    // Asked between steps of some milliseconds; true ends the call with nothing.
    using Stop = std::function<bool()>;

    // How many lines there are now.
    LogFile::Result<qint64> count(LogFile &file, const Stop &stop = {});
    // Rows firstRow to firstRow + limit, fewer where the selection ends.
    LogFile::Result<QList<LogRecord>> read(LogFile &file, qint64 firstRow, int limit, const Stop &stop = {});

    // One step of the walk ahead of whoever may ask for a row in the middle; false at the end of the lines.
    LogFile::Result<bool> walkOn(LogFile &file);

private:
    static constexpr int kStride = 16384; // lines between places: below 2 ms of walking

    LogFile::Result<void> checkBegin(LogFile &file);
    // Remembers places up to the one before `row`, or the end. False where it was stopped.
    LogFile::Result<bool> walkTo(LogFile &file, qint64 row, const Stop &stop);

    LogSelection m_selection;
    std::optional<LogFile::Place> m_first; // of the lines: gone or another one when the window was pruned
    std::vector<LogFile::Place> m_places; // behind kStride, 2 * kStride... lines
};

} // namespace tw::models
