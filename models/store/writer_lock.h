#pragma once

#include "models/store/store_error.h"

#include <memory>
#include <optional>

// One process writes a data directory at a time. The lock is the kernel's (flock) on the directory's lock file, so it
// ends with the process however that dies; the file's text only says who holds it.
namespace tw::models {

class WriterLock
{
public:
    struct Holder
    {
        qint64 pid = 0;
        QString program; // "tunnelwrightctl"
    };

    // The error is Locked, and names the holder's program and pid, where another process (or another object of this
    // one) has the lock. Never waits.
    static StoreResult<std::unique_ptr<WriterLock>> acquire(const QString &lockFile);
    // Who holds it now; nothing where nobody does.
    static std::optional<Holder> holder(const QString &lockFile);

    ~WriterLock();
    WriterLock(const WriterLock &) = delete;
    WriterLock &operator=(const WriterLock &) = delete;

private:
    explicit WriterLock(int descriptor) : m_descriptor(descriptor) { }

    int m_descriptor;
};

} // namespace tw::models
