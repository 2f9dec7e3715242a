#pragma once

#include "widget_bench.h"

namespace tw::gallery {

// A month of a connection's log, to now: rekeys, quiet nights, days on which nobody recorded, and a morning on which the
// peer changed its mind. The newest minutes hold a negotiation that failed after a retransmission, message by message.
void logMonth(tests::WidgetBench &bench, const QString &connection);

} // namespace tw::gallery
