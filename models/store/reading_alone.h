#pragma once

#include <QSqlDatabase>
#include <QString>

// A database in WAL mode is read with the help of two files beside it, which even a reader has to make. Where it cannot
// (a read-only or full disk, someone else's directory) and nobody writes, SQLite reads the file alone, as one that does
// not change. https://www.sqlite.org/wal.html#read_only_databases
namespace tw::models {

// Whether `code`, the SQLite result of opening `file` for reading, may come from a missing file beside it, and the
// database file by itself holds everything.
bool canBeReadAlone(const QString &file, const QString &code);
// Before database.open().
void readAlone(QSqlDatabase &database, const QString &file);

} // namespace tw::models
