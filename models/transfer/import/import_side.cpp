#include "models/transfer/import/import_side.h"

#include "models/catalog/address_rules.h"
#include "models/catalog/catalog.h"

#include <QCoreApplication>

#include <algorithm>

namespace tw::models {

namespace {

using Because = SideFinding::Reason;

QString words(const char *text) { return QCoreApplication::translate("Import", text); }

// Ends of connections that are known, for one side or the other.
struct Tally
{
    int peers = 0;
    int ours = 0;
    SideFinding first; // of the side that leads
    SideFinding firstOurs;

    void note(SideFinding found)
    {
        int &count = found.side == ImportSide::Peers ? peers : ours;
        SideFinding &kept = found.side == ImportSide::Peers ? first : firstOurs;
        if (count++ == 0)
            kept = std::move(found);
    }
    std::optional<SideFinding> leading() const
    {
        if (peers == ours)
            return std::nullopt;
        return peers > ours ? first : firstOurs;
    }
};

} // namespace

QString SideFinding::text() const
{
    const bool isPeers = side == ImportSide::Peers;
    switch (reason) {
    case Because::SaidByText:
        return words(QT_TRANSLATE_NOOP("Import", "It is the answer of the cloud about its own VPN gateway."));
    case Because::VpnGateway:
        return (isPeers
                    ? words(QT_TRANSLATE_NOOP("Import", "Its other end, %1, is the address of our VPN gateway “%2”."))
                    : words(QT_TRANSLATE_NOOP("Import", "Its own end, %1, is the address of our VPN gateway “%2”.")))
            .arg(address, name);
    case Because::CustomerGateway:
        return (isPeers ? words(QT_TRANSLATE_NOOP("Import",
                                                  "Its own end, %1, is the address of the customer gateway “%2”."))
                        : words(QT_TRANSLATE_NOOP("Import",
                                                  "Its other end, %1, is the address of the customer gateway “%2”.")))
            .arg(address, name);
    case Because::Machine:
        return (isPeers ? words(QT_TRANSLATE_NOOP("Import", "Its other end, %1, is an address of this machine."))
                        : words(QT_TRANSLATE_NOOP("Import", "Its own end, %1, is an address of this machine.")))
            .arg(address);
    case Because::Assumed:
        return words(QT_TRANSLATE_NOOP("Import",
                                       "Neither end is known here, so it is taken for the peer's. Change it if it is "
                                       "not."));
    case Because::Chosen: return words(QT_TRANSLATE_NOOP("Import", "As you chose."));
    }
    return {};
}

SideFinding findSide(const PeerReadings &readings, const Catalog &catalog, const QString &regionId)
{
    if (std::ranges::any_of(readings, &PeerReading::isGateways))
        return {ImportSide::Ours, Because::SaidByText, {}, {}};

    Tally byVpnGateway;
    Tally byCustomerGateway;
    Tally byMachine;
    for (const PeerReading &reading : readings) {
        const auto whose = [&](const QString &known, ImportSide ifLocal) -> std::optional<SideFinding> {
            const ImportSide ifRemote = ifLocal == ImportSide::Ours ? ImportSide::Peers : ImportSide::Ours;
            if (isSameAddress(known, reading.view.local))
                return SideFinding{ifLocal, {}, reading.view.local, {}};
            if (isSameAddress(known, reading.view.remote))
                return SideFinding{ifRemote, {}, reading.view.remote, {}};
            return std::nullopt;
        };
        for (const VpnGateway &gateway : catalog.vpnGateways()) {
            if (gateway.regionId != regionId)
                continue;
            auto found = whose(gateway.internetIp, ImportSide::Ours);
            if (!found && !gateway.localAddress.isEmpty())
                found = whose(gateway.localAddress, ImportSide::Ours);
            if (found)
                byVpnGateway.note({found->side, Because::VpnGateway, found->address, gateway.name});
        }
        for (const CustomerGateway &gateway : catalog.customerGateways()) {
            if (gateway.regionId != regionId)
                continue;
            if (const auto found = whose(gateway.ipAddress, ImportSide::Peers))
                byCustomerGateway.note({found->side, Because::CustomerGateway, found->address, gateway.name});
        }
        for (const QString &address : catalog.machineFacts().addresses) {
            if (const auto found = whose(address, ImportSide::Ours))
                byMachine.note({found->side, Because::Machine, found->address, {}});
        }
    }
    for (const Tally *tally : {&byVpnGateway, &byCustomerGateway, &byMachine}) {
        if (auto found = tally->leading())
            return *found;
    }
    return {};
}

PeerView peersView(const PeerReading &reading, ImportSide side)
{
    return side == ImportSide::Ours ? otherEnd(reading.view) : reading.view;
}

} // namespace tw::models
