#pragma once

#include "models/live/clock_watch.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

namespace tw::models {

class Catalog;

// "Clock ok", "Clock not synchronised", "Clock jumped 3 min forward at 14:05", "Clock not known".
QString clockText(const ClockWatch &clock);
// What is behind it, and what goes by the clock: whole sentences. `catalog` may be nullptr.
QStringList clockFacts(const ClockWatch &clock, const Catalog *catalog, const QDateTime &now);
// Titles of the certificates that connections use and that are not valid by this clock.
QStringList certificatesOutOfTime(const Catalog &catalog, const QDateTime &now);

} // namespace tw::models
