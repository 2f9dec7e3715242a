#pragma once

#include <QStringList>

namespace tw::models {

// What is to be known of a connection before it is imported: a fact, worded on display.
struct ImportNote
{
    enum class Kind : std::uint8_t {
        NameChanged, // args: as the text has it, the name it gets
        GatewayAssumed, // args: the VPN gateway; the text does not say, and there is only one
        AddressFromId, // args: the address
        AddressPrivate, // args: the customer gateway's address
        IkeOffers, // args: how many, the one that is taken
        EspOffers,
        IkeUnsaid, // args: what is taken
        EspUnsaid,
        IkeLifetimeUnsaid, // args: seconds
        EspLifetimeUnsaid,
        KeyKept, // the stored key of the connection that is there
        KeyShared, // args: the connection whose IKE SA it shares
        SameTunnel, // args: its name
        SameTunnelDiffers, // args: its name, the labels of what differs
        SameSubnets, // args: the connection of this text that has them too
        StartsAtOnce,
        LinesIgnored, // args: how many
    };

    Kind kind;
    QStringList args;

    bool isWarning() const;
    QString text() const; // in the user's language

    friend bool operator==(const ImportNote &, const ImportNote &) = default;
};

} // namespace tw::models
