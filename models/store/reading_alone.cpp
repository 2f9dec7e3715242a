#include "models/store/reading_alone.h"

#include <QFileInfo>
#include <QUrl>

namespace tw::models {

bool canBeReadAlone(const QString &file, const QString &code)
{
    constexpr int kReadOnly = 8;
    constexpr int kIoError = 10;
    constexpr int kFull = 13;
    constexpr int kCannotOpen = 14;
    const int primary = code.toInt() & 0xff;
    const bool mayBeTheLog =
        primary == kReadOnly || primary == kIoError || primary == kFull || primary == kCannotOpen;
    // What stands in the log is not in the file: without it the reader would see the past, or half a change.
    return mayBeTheLog && QFileInfo(file).isReadable() && QFileInfo(file + QStringLiteral("-wal")).size() == 0;
}

void readAlone(QSqlDatabase &database, const QString &file)
{
    database.setDatabaseName(QString::fromLatin1(QUrl::fromLocalFile(file).toEncoded())
                             + QStringLiteral("?immutable=1"));
    database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_URI;QSQLITE_OPEN_READONLY"));
}

} // namespace tw::models
