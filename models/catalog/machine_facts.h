#pragma once

#include <QString>
#include <QStringList>

namespace tw::models {

// What the validator and the gateway form know of this machine. All of it may be empty.
struct MachineFacts
{
    QStringList addresses; // of its interfaces that are up, without loopback and link-local ones
    QStringList defaultGateways; // next hops of its default routes
    bool knowsAddresses = false; // whether an address that is not listed is known to be absent

    friend bool operator==(const MachineFacts &, const MachineFacts &) = default;
};

// Reads interfaces and routes; empty where the system does not tell.
MachineFacts currentMachineFacts();

} // namespace tw::models
