#include "models/catalog/machine_facts.h"

#include <QFile>
#include <QNetworkInterface>
#include <QtEndian>

namespace tw::models {

namespace {

QStringList interfaceAddresses()
{
    QStringList addresses;
    for (const QNetworkInterface &interface : QNetworkInterface::allInterfaces()) {
        const auto flags = interface.flags();
        if (!flags.testFlag(QNetworkInterface::IsUp) || flags.testFlag(QNetworkInterface::IsLoopBack))
            continue;
        for (const QNetworkAddressEntry &entry : interface.addressEntries()) {
            if (!entry.ip().isLinkLocal())
                addresses.append(entry.ip().toString());
        }
    }
    return addresses;
}

QList<QByteArrayList> procTable(const QString &path)
{
    QFile file(path);
    QList<QByteArrayList> rows;
    if (!file.open(QIODevice::ReadOnly))
        return rows;
    for (const QByteArray &line : file.readAll().split('\n'))
        rows.append(line.simplified().split(' '));
    return rows;
}

// proc(5), /proc/net/route: destination and gateway as numbers of the machine's own byte order.
QStringList defaultGatewaysV4()
{
    QStringList gateways;
    for (const QByteArrayList &row : procTable(QStringLiteral("/proc/net/route"))) {
        if (row.size() < 8 || row[1] != "00000000" || row[7] != "00000000")
            continue;
        const quint32 gateway = qToBigEndian(row[2].toUInt(nullptr, 16));
        if (gateway != 0)
            gateways.append(QHostAddress(gateway).toString());
    }
    return gateways;
}

// /proc/net/ipv6_route: destination, prefix length, source, its length, next hop, ...
QStringList defaultGatewaysV6()
{
    QStringList gateways;
    for (const QByteArrayList &row : procTable(QStringLiteral("/proc/net/ipv6_route"))) {
        if (row.size() < 5 || row[1] != "00" || row[0].count('0') != 32 || row[4].count('0') == 32)
            continue;
        const QByteArray hop = QByteArray::fromHex(row[4]);
        if (hop.size() == 16)
            gateways.append(QHostAddress(reinterpret_cast<const quint8 *>(hop.constData())).toString());
    }
    return gateways;
}

} // namespace

MachineFacts currentMachineFacts()
{
    // Every machine has a loopback interface: none at all means that the system does not tell.
    const bool knowsAddresses = !QNetworkInterface::allInterfaces().isEmpty();
    return {interfaceAddresses(), defaultGatewaysV4() + defaultGatewaysV6(), knowsAddresses};
}

} // namespace tw::models
