#include "models/transfer/export/export_writer.h"

namespace tw::models {

namespace {

QString identity(const QString &text)
{
    const IdText id = idText(text);
    switch (id.type) {
    case api::Identity::Type::Ipv4Address: return QStringLiteral("inet ") + id.text;
    case api::Identity::Type::Ipv6Address: return QStringLiteral("inet6 ") + id.text;
    case api::Identity::Type::UserFqdn: return QStringLiteral("user-at-hostname ") + id.text;
    default: return QStringLiteral("hostname ") + id.text;
    }
}

} // namespace

void writeJunos(ExportWriter &out)
{
    const PeerView &view = out.view();
    const QString &name = out.slug();
    const auto ike = [&](const char *what, const QString &value = {}) {
        out.line("set security ike %1 %2 %3", QString::fromLatin1(what).section(u' ', 0, 0), name,
                 QString::fromLatin1(what).section(u' ', 1) + (value.isEmpty() ? QString() : u' ' + value));
    };
    const auto ipsec = [&](const char *what, const QString &value = {}) {
        out.line("set security ipsec %1 %2 %3", QString::fromLatin1(what).section(u' ', 0, 0), name,
                 QString::fromLatin1(what).section(u' ', 1) + (value.isEmpty() ? QString() : u' ' + value));
    };
    out.header();
    out.comment("Put the interface of the Internet where {WAN} stands; st0.10 must be free.");
    ike("proposal authentication-method pre-shared-keys");
    ike("proposal dh-group", out.group(out.ikePhase()));
    ike("proposal authentication-algorithm", out.hash(out.ikePhase()));
    ike("proposal encryption-algorithm", out.cipher(out.ikePhase()));
    ike("proposal lifetime-seconds", num(view.ikeLifetime));
    if (!view.isIkeV2)
        ike("policy mode", view.isAggressive ? QStringLiteral("aggressive") : QStringLiteral("main"));
    ike("policy proposals", name);
    out.put(QStringLiteral("set security ike policy %1 pre-shared-key %2 ")
                .arg(name, out.hasKey() ? QStringLiteral("hexadecimal") : QStringLiteral("ascii-text")));
    out.putKey(KeyForm::Hex);
    out.line();
    ike("gateway ike-policy", name);
    ike("gateway address", view.remote);
    ike("gateway local-identity", identity(view.localId));
    ike("gateway remote-identity", identity(view.remoteId));
    ike("gateway external-interface {WAN}");
    if (view.probes) {
        ike("gateway dead-peer-detection interval", num(kProbeDelay));
        ike("gateway dead-peer-detection threshold", num(kProbeTimeout / kProbeDelay));
    }
    ike("gateway version", view.isIkeV2 ? QStringLiteral("v2-only") : QStringLiteral("v1-only"));
    ipsec("proposal protocol esp");
    if (!out.isEspAead())
        ipsec("proposal authentication-algorithm", out.hash(PeerPhase::Esp));
    ipsec("proposal encryption-algorithm", out.cipher(PeerPhase::Esp));
    ipsec("proposal lifetime-seconds", num(view.espLifetime));
    if (out.hasPfs())
        ipsec("policy perfect-forward-secrecy keys", out.group(PeerPhase::Esp));
    ipsec("policy proposals", name);
    out.line("set interfaces st0 unit 10 family inet");
    ipsec("vpn bind-interface st0.10");
    ipsec("vpn ike gateway", name);
    ipsec("vpn ike ipsec-policy", name);
    int number = 1;
    for (const auto &[local, remote] : subnetPairs(view))
        ipsec("vpn traffic-selector", QStringLiteral("t%1 local-ip %2 remote-ip %3").arg(num(number++), local, remote));
    ipsec("vpn establish-tunnels", view.startsAtOnce ? QStringLiteral("immediately") : QStringLiteral("on-traffic"));
    out.line("set security flow tcp-mss ipsec-vpn mss 1360");
    out.comment("Routes are made by the selectors. Still needed, with the names of your zones:");
    out.comment("  set security zones security-zone VPN interfaces st0.10");
    out.comment("  set security zones security-zone UNTRUST interfaces {WAN} host-inbound-traffic system-services ike");
    out.comment("  and a policy that permits the subnets in each direction between the inner zone and VPN");
}

} // namespace tw::models
