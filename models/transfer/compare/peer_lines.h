#pragma once

#include "models/transfer/compare/comparison.h"
#include "models/transfer/export/exporter.h"

namespace tw::models {

// How a device is told what we have for a setting.
struct PeerLines
{
    QStringList lines; // in its words, with the lines that they stand under; empty: nothing short says it
    std::optional<Remark> refusal; // the device cannot have what we have
};

// The lines in which our own text for the device would change with the setting. Keys are left out of it.
PeerLines peerLinesFor(PeerFormat format, const PeerView &ours, const ComparisonRow &row);

} // namespace tw::models
