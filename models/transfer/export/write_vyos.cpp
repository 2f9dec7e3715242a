#include "models/transfer/export/export_writer.h"

namespace tw::models {

void writeVyOs(ExportWriter &out)
{
    const PeerView &view = out.view();
    const QString &name = out.slug();
    const PeerPhase phase = out.ikePhase();
    const QString localId = idText(view.localId).text;
    const QString remoteId = idText(view.remoteId).text;
    const auto ike = [&](const char *what, const QString &value) {
        out.line("set vpn ipsec ike-group %1 %2 '%3'", name, QString::fromLatin1(what), value);
    };
    const auto esp = [&](const char *what, const QString &value) {
        out.line("set vpn ipsec esp-group %1 %2 '%3'", name, QString::fromLatin1(what), value);
    };
    const auto peer = [&](const QString &what, const QString &value) {
        out.line("set vpn ipsec site-to-site peer %1 %2 '%3'", name, what, value);
    };
    out.header();
    out.comment("Put the interface of the Internet where {WAN} stands.");
    out.line("set vpn ipsec interface '{WAN}'");
    out.line("set vpn ipsec authentication psk %1 id '%2'", name, localId);
    out.line("set vpn ipsec authentication psk %1 id '%2'", name, remoteId);
    out.put(QStringLiteral("set vpn ipsec authentication psk %1 secret ").arg(name));
    out.putKey(KeyForm::SingleQuoted);
    out.line();
    ike("key-exchange", view.isIkeV2 ? QStringLiteral("ikev2") : QStringLiteral("ikev1"));
    if (!view.isIkeV2)
        ike("mode", view.isAggressive ? QStringLiteral("aggressive") : QStringLiteral("main"));
    else
        out.line("set vpn ipsec ike-group %1 disable-mobike", name);
    ike("lifetime", num(view.ikeLifetime));
    if (view.probes) {
        ike("dead-peer-detection action", QStringLiteral("restart"));
        ike("dead-peer-detection interval", num(kProbeDelay));
        ike("dead-peer-detection timeout", num(kProbeTimeout));
    }
    ike("close-action", QStringLiteral("trap"));
    ike("proposal 1 encryption", out.cipher(phase));
    ike("proposal 1 hash", out.hash(phase));
    if (out.isIkeAead())
        ike("proposal 1 prf", QStringLiteral("prf") + out.hash(phase));
    ike("proposal 1 dh-group", out.group(phase));
    esp("mode", QStringLiteral("tunnel"));
    esp("lifetime", num(view.espLifetime));
    esp("pfs", out.hasPfs() ? out.group(PeerPhase::Esp) : QStringLiteral("disable"));
    esp("proposal 1 encryption", out.cipher(PeerPhase::Esp));
    if (!out.isEspAead())
        esp("proposal 1 hash", out.hash(PeerPhase::Esp));
    peer(QStringLiteral("authentication mode"), QStringLiteral("pre-shared-secret"));
    peer(QStringLiteral("authentication local-id"), localId);
    peer(QStringLiteral("authentication remote-id"), remoteId);
    peer(QStringLiteral("connection-type"), view.startsAtOnce ? QStringLiteral("initiate") : QStringLiteral("trap"));
    peer(QStringLiteral("ike-group"), name);
    peer(QStringLiteral("default-esp-group"), name);
    peer(QStringLiteral("local-address"), view.local);
    peer(QStringLiteral("remote-address"), view.remote);
    int number = 0;
    for (const auto &[local, remote] : subnetPairs(view)) {
        peer(QStringLiteral("tunnel %1 local prefix").arg(number), local);
        peer(QStringLiteral("tunnel %1 remote prefix").arg(number), remote);
        ++number;
    }
    out.comment("Where a source NAT rule catches the subnets, exclude them before it: set nat source rule N exclude.");
}

} // namespace tw::models
