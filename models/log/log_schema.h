#pragma once

#include "models/log/log_words.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QString>

#include <expected>

// The tables of a log file, and how the file of an earlier program becomes one of today's.
//
//   words   names by number (LogWords)
//   lines   the facts; an index by connection and time holds all that facets ask for, so that counting reads no line
//   bins    facts and marks counted by connection and ten minutes; connection 0 is all of them
//   spans   when a writer ran
//
// A file of format 1 has its facts in the table `facts`, codes and all by name. They are moved in small steps, the newest
// first, while the program runs; `facts` goes when it is empty.
namespace tw::models::log_schema {

inline constexpr int kVersion = 2;
inline constexpr qint64 kBinMs = 600'000;

using Done = std::expected<void, QSqlError>;

Done run(const QSqlDatabase &database, const QString &statement);
// Makes what is missing. Touches no fact, however many there are.
Done prepare(const QSqlDatabase &database);

bool hasOldFacts(const QSqlDatabase &database);
// Moves at most `limit` facts of format 1, in one transaction; gives how many.
std::expected<int, QSqlError> moveOldFacts(QSqlDatabase &database, LogWords &words, int limit);

// Adds the lines that `condition` selects to their bins (sign 1), or takes them out (-1; before they are deleted). Within
// the caller's transaction.
Done countLines(const QSqlDatabase &database, LogWords &words, const QString &condition, int sign);

} // namespace tw::models::log_schema
