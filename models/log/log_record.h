#pragma once

#include "engine/api/event.h"
#include "engine/base/time.h"

#include <QDateTime>
#include <QList>

namespace tw::models {

// One fact as the log keeps it. The engine's time point means nothing to another process, so it became a wall time
// when the fact arrived; `event.at` is only set for facts of this process.
struct LogRecord
{
    qint64 sequence = 0; // grows by one per fact, never used again; orders facts of the same millisecond
    UtcTime at{};
    api::Event event;

    QDateTime utc() const { return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count(), Qt::UTC); }

    friend bool operator==(const LogRecord &, const LogRecord &) = default;
};

} // namespace tw::models
