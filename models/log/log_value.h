#pragma once

#include "models/log/log_facets.h"

#include <QList>
#include <QString>

#include <optional>
#include <variant>

// A value of a line that the log can be filtered by, and what becomes of the filter.
namespace tw::models {

struct LogMessageId
{
    std::uint32_t number = 0;
    friend auto operator<=>(const LogMessageId &, const LogMessageId &) = default;
};

using LogValue = std::variant<api::Level, api::Phase, api::Direction, api::Exchange, api::EventCode, LogMessageId>;

struct LogChip
{
    LogValue value;
    bool isExcluded = false;

    friend bool operator==(const LogChip &, const LogChip &) = default;
};

QString valueTitle(const LogValue &value); // "Level: Warning"
QString chipTitle(const LogChip &chip); // "Level: Warning", "not Level: Debug"

// Of a line, what can be filtered by, the nearest to the message last.
QList<LogValue> valuesOf(const LogRecord &record);

QList<LogChip> chipsOf(const LogFacets &facets);
// A value is included or excluded, never both.
LogFacets withChip(LogFacets facets, const LogChip &chip);
LogFacets withoutChip(LogFacets facets, const LogChip &chip);

} // namespace tw::models
