#pragma once

#include <QString>

#include <expected>

namespace tw::models {

// What the machine refused, as a value. `text` is a whole translated sentence that names the file and says what to do.
struct StoreError
{
    enum class Kind {
        CannotCreate, // a directory or file cannot be made or opened
        NotADatabase,
        Damaged, // truncated, or pages that contradict each other
        TooNew, // written by a newer version of the program
        TooOld, // a reader may not migrate
        Locked, // another process is writing
        ReadOnly, // opened for reading, or the file system is
        DiskFull,
        Unreadable, // a secret file: permission or contents
        BadPermissions, // a secret file that others can read, and that could not be closed to them
        Failed, // anything else; text holds the system's words
    };

    Kind kind = Kind::Failed;
    QString file;
    QString text;
    QString code = {}; // the database's own, where it was the one that refused
};

template <typename T>
using StoreResult = std::expected<T, StoreError>;

} // namespace tw::models
