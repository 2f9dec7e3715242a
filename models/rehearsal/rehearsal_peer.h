#pragma once

#include "engine/api/rehearsal.h"
#include "models/transfer/import/peer_reading.h"

#include <QList>
#include <QString>

#include <expected>

namespace tw::models {

// The end of a rehearsal that a text describes.
struct RehearsalPeer
{
    api::RehearsalSide side;
    // What the text leaves to the device or to us, what stands in its place, and what cannot be played as it says.
    QList<Remark> notes;
};

// What the connection knows of the two ends.
struct RehearsalEnds
{
    const api::RehearsalSide &ours;
    IpAddress publicAddress; // where the peer finds us
};

// The peer as its text has it, in the text's own words: only what the text does not say is filled in. The text's address
// for us stays as it is written, right or wrong. The error is a sentence: what of it cannot be played at all.
std::expected<RehearsalPeer, QString> peerFromText(const PeerReading &reading, PeerFormat format,
                                                   const RehearsalEnds &ends);

// Which of the text's connections is meant: the only one, else the only one that names these addresses. The error is a
// sentence.
std::expected<const PeerReading *, QString> readingFor(const PeerReadings &readings, const RehearsalEnds &ends);

} // namespace tw::models
