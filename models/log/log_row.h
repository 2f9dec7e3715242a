#pragma once

#include "models/log/log_record.h"

#include <optional>

class QSqlQuery;

// A fact as a row of the table `facts`, in the order of its columns. Codes are kept by name, so that a newer program may
// number them anew.
namespace tw::models {

void bindRow(QSqlQuery &query, const LogRecord &record);
// Nothing where the row holds a code that this program does not know.
std::optional<LogRecord> fromRow(const QSqlQuery &query);

} // namespace tw::models
