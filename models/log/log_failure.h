#pragma once

#include "models/log/log_file.h"

#include <QSqlError>

namespace tw::models {

// SQLite's result codes, as the driver passes them on; the low byte is the primary one.
inline LogFile::Failure logFailure(const QSqlError &error)
{
    constexpr int kCorrupt = 11;
    constexpr int kNotADatabase = 26;
    const QString code = error.nativeErrorCode();
    const int primary = code.toInt() & 0xff;
    const bool isDamaged = primary == kCorrupt || primary == kNotADatabase;
    return {isDamaged ? LogFile::Failure::Kind::Damaged : LogFile::Failure::Kind::Failed, error.databaseText(), code};
}

} // namespace tw::models
