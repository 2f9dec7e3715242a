#pragma once

#include "models/log/log_marks.h"
#include "models/log/log_record.h"
#include "models/log/log_words.h"

#include <optional>

class QSqlQuery;

// A fact as a row of the table `lines`, in the order of its columns. What has a name is kept by its number in the file's
// dictionary.
namespace tw::models {

// Binds the eleven values of the row; adds the words that are new.
std::expected<void, QSqlError> bindRow(QSqlQuery &query, const LogRecord &record, LogMark mark, LogWords &words,
                                       const QSqlDatabase &database);
// Nothing where the row holds a code that this program does not know.
std::optional<LogRecord> fromRow(const QSqlQuery &query, LogWords &words, const QSqlDatabase &database);
// The details as the file keeps them: [key, value, key, value...], since a key may stand twice, and the order tells.
std::vector<api::Detail> parseDetails(const QString &json);

} // namespace tw::models
