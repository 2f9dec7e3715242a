#pragma once

#include "models/transfer/import/peer_reading.h"

namespace tw::models {

class Catalog;

// Whose configuration a text is: that of the device at the other end, or one of ours.
enum class ImportSide : std::uint8_t { Peers, Ours };

// Which of the two it is, and how that was found: always told, and the user's to change.
struct SideFinding
{
    enum class Reason : std::uint8_t {
        SaidByText, // the answer of the cloud about its own gateway
        VpnGateway, // one end has the address of a VPN gateway that is here already
        CustomerGateway, // ... of a customer gateway
        Machine, // ... of this machine
        Assumed, // nothing tells
        Chosen, // by the user
    };

    ImportSide side = ImportSide::Peers;
    Reason reason = Reason::Assumed;
    QString address; // that of the first three that are found by one
    QString name; // of the gateway

    QString text() const; // one sentence, in the user's language
};

// For the text as a whole: it is of one device. Gateways count that are in the region.
SideFinding findSide(const PeerReadings &readings, const Catalog &catalog, const QString &regionId);

// The reading as the device at the other end has it, whose ever the text is.
PeerView peersView(const PeerReading &reading, ImportSide side);

} // namespace tw::models
