#include "models/transfer/export/export_writer.h"

namespace tw::models {

namespace {

QString identity(const QString &text)
{
    const IdText id = idText(text);
    const char *type = id.isAddress() ? "ipaddr" : id.isName() ? "fqdn" : "ufqdn";
    return QStringLiteral("type %1 id %2").arg(QLatin1String(type), id.text);
}

// Seconds go up to 65535 only.
QString lifetime(qint64 seconds)
{
    constexpr qint64 kMostSeconds = 65535;
    if (seconds > kMostSeconds && seconds % 3600 == 0)
        return QStringLiteral("hours %1").arg(seconds / 3600);
    if (seconds > kMostSeconds && seconds % 60 == 0)
        return QStringLiteral("minutes %1").arg(seconds / 60);
    return QStringLiteral("seconds %1").arg(seconds);
}

} // namespace

void writePanOs(ExportWriter &out)
{
    const PeerView &view = out.view();
    const QString &name = out.slug();
    const PeerPhase phase = out.ikePhase();
    const QString version = view.isIkeV2 ? QStringLiteral("ikev2") : QStringLiteral("ikev1");
    out.header();
    out.comment(
        "Put the interface of the Internet where {WAN} stands, and a zone for {VPN-ZONE}; tunnel.10 must be free.");
    const auto ike = [&](const QString &what) {
        out.line("set network ike crypto-profiles ike-crypto-profiles %1 %2", name, what);
    };
    const auto esp = [&](const QString &what) {
        out.line("set network ike crypto-profiles ipsec-crypto-profiles %1 %2", name, what);
    };
    const auto gateway = [&](const QString &what) { out.line("set network ike gateway %1 %2", name, what); };
    const auto tunnel = [&](const QString &what) { out.line("set network tunnel ipsec %1 %2", name, what); };
    ike(QStringLiteral("encryption ") + out.cipher(phase));
    ike(QStringLiteral("hash ") + out.hash(phase));
    ike(QStringLiteral("dh-group ") + out.group(phase));
    ike(QStringLiteral("lifetime ") + lifetime(view.ikeLifetime));
    esp(QStringLiteral("esp encryption ") + out.cipher(PeerPhase::Esp));
    esp(QStringLiteral("esp authentication ") + (out.isEspAead() ? QStringLiteral("none") : out.hash(PeerPhase::Esp)));
    esp(QStringLiteral("dh-group ") + (out.hasPfs() ? out.group(PeerPhase::Esp) : QStringLiteral("no-pfs")));
    esp(QStringLiteral("lifetime ") + lifetime(view.espLifetime));
    out.put(QStringLiteral("set network ike gateway %1 authentication pre-shared-key key ").arg(name));
    out.putKey(KeyForm::DoubleQuoted);
    out.line();
    gateway(QStringLiteral("protocol version ") + version);
    if (!view.isIkeV2)
        gateway(QStringLiteral("protocol ikev1 exchange-mode ")
                + (view.isAggressive ? QStringLiteral("aggressive") : QStringLiteral("main")));
    gateway(QStringLiteral("protocol %1 ike-crypto-profile %2").arg(version, name));
    gateway(QStringLiteral("protocol %1 dpd enable %2")
                .arg(version, view.probes ? QStringLiteral("yes") : QStringLiteral("no")));
    gateway(QStringLiteral("protocol-common nat-traversal enable yes"));
    gateway(QStringLiteral("local-address interface {WAN}"));
    gateway(QStringLiteral("peer-address ip ") + view.remote);
    gateway(QStringLiteral("local-id ") + identity(view.localId));
    gateway(QStringLiteral("peer-id ") + identity(view.remoteId));
    out.line("set network interface tunnel units tunnel.10");
    tunnel(QStringLiteral("tunnel-interface tunnel.10"));
    tunnel(QStringLiteral("auto-key ike-gateway ") + name);
    tunnel(QStringLiteral("auto-key ipsec-crypto-profile ") + name);
    int number = 1;
    for (const auto &[local, remote] : subnetPairs(view)) {
        const QString proxy = QStringLiteral("auto-key proxy-id p%1 ").arg(number++);
        tunnel(proxy + QStringLiteral("local ") + local);
        tunnel(proxy + QStringLiteral("remote ") + remote);
        tunnel(proxy + QStringLiteral("protocol any"));
    }
    out.line("set network virtual-router default interface tunnel.10");
    number = 1;
    for (const QString &remote : view.remoteSubnets) {
        const QString route = number == 1 ? name : QStringLiteral("%1-%2").arg(name).arg(number);
        out.line("set network virtual-router default routing-table ip static-route %1 interface tunnel.10", route);
        out.line("set network virtual-router default routing-table ip static-route %1 destination %2", route, remote);
        ++number;
    }
    out.line("set zone {VPN-ZONE} network layer3 tunnel.10");
}

} // namespace tw::models
