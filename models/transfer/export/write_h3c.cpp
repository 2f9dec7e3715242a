#include "models/transfer/export/export_writer.h"

#include "models/catalog/address_rules.h"

namespace tw::models {

namespace {

QString localIdentity(const QString &text)
{
    const IdText id = idText(text);
    const char *kind = id.isAddress() ? "address" : id.isName() ? "fqdn" : "user-fqdn";
    return QStringLiteral("%1 %2").arg(QLatin1String(kind), id.text);
}

// An address of a peer is one with a mask, which the two versions write differently.
QString remoteIdentity(const QString &text, const char *mask)
{
    return localIdentity(text) + (idText(text).isAddress() ? QLatin1Char(' ') + QLatin1String(mask) : QString());
}

void writeV1(ExportWriter &out)
{
    const PeerView &view = out.view();
    const QString &name = out.slug();
    out.line("ike proposal 10");
    out.line(" encryption-algorithm %1", out.cipher(PeerPhase::IkeV1));
    out.line(" authentication-algorithm %1", out.hash(PeerPhase::IkeV1));
    out.line(" authentication-method pre-share");
    out.line(" dh %1", out.group(PeerPhase::IkeV1));
    out.line(" sa duration %1", num(view.ikeLifetime));
    out.line("ike keychain %1", name);
    out.put(QStringLiteral(" pre-shared-key address %1 255.255.255.255 key simple ").arg(view.remote));
    out.putKey(KeyForm::Plain);
    out.line();
    out.line("ike profile %1", name);
    out.line(" keychain %1", name);
    out.line(" proposal 10");
    out.line(" exchange-mode %1", view.isAggressive ? QStringLiteral("aggressive") : QStringLiteral("main"));
    out.line(" local-identity %1", localIdentity(view.localId));
    out.line(" match remote identity %1", remoteIdentity(view.remoteId, "255.255.255.255"));
    if (view.probes)
        out.line(" dpd interval %1 retry 5 periodic", num(kProbeDelay));
}

void writeV2(ExportWriter &out)
{
    const PeerView &view = out.view();
    const QString &name = out.slug();
    out.line("ikev2 proposal %1", name);
    out.line(" encryption %1", out.cipher(PeerPhase::IkeV2));
    if (!out.isIkeAead())
        out.line(" integrity %1", out.hash(PeerPhase::IkeV2));
    out.line(" prf %1", out.hash(PeerPhase::IkeV2));
    out.line(" dh %1", out.group(PeerPhase::IkeV2));
    out.line("ikev2 policy %1", name);
    out.line(" proposal %1", name);
    out.line("ikev2 keychain %1", name);
    out.line(" peer cloud");
    out.line("  address %1 32", view.remote);
    out.line("  identity %1", localIdentity(view.remoteId));
    out.put(QStringLiteral("  pre-shared-key plaintext "));
    out.putKey(KeyForm::Plain);
    out.line();
    out.line("ikev2 profile %1", name);
    out.line(" authentication-method local pre-share");
    out.line(" authentication-method remote pre-share");
    out.line(" keychain %1", name);
    out.line(" identity local %1", localIdentity(view.localId));
    out.line(" match remote identity %1", remoteIdentity(view.remoteId, "32"));
    out.line(" sa duration %1", num(view.ikeLifetime));
    if (view.probes)
        out.line(" dpd interval %1 periodic", num(kProbeDelay));
}

} // namespace

void writeH3c(ExportWriter &out)
{
    const PeerView &view = out.view();
    const QString &name = out.slug();
    out.header();
    out.comment("Put the interface of the Internet where {WAN} stands; the acl 3100 and the proposal 10 must be free.");
    out.line("acl advanced 3100");
    for (const auto &[local, remote] : subnetPairs(view)) {
        const SplitSubnet here = splitSubnet(local);
        const SplitSubnet there = splitSubnet(remote);
        out.line(" rule permit ip source %1 %2 destination %3 %4", here.network, here.wildcard, there.network,
                 there.wildcard);
    }
    if (view.isIkeV2)
        writeV2(out);
    else
        writeV1(out);
    out.line("ipsec transform-set %1", name);
    out.line(" encapsulation-mode tunnel");
    out.line(" protocol esp");
    out.line(" esp encryption-algorithm %1", out.cipher(PeerPhase::Esp));
    if (!out.isEspAead())
        out.line(" esp authentication-algorithm %1", out.hash(PeerPhase::Esp));
    if (out.hasPfs())
        out.line(" pfs %1", out.group(PeerPhase::Esp));
    out.line("ipsec policy %1 10 isakmp", name);
    out.line(" transform-set %1", name);
    out.line(" security acl 3100");
    if (parseAddress(view.local))
        out.line(" local-address %1", view.local);
    out.line(" remote-address %1", view.remote);
    out.line(view.isIkeV2 ? " ikev2-profile %1" : " ike-profile %1", name);
    out.line(" sa duration time-based %1", num(view.espLifetime));
    if (view.startsAtOnce)
        out.comment("To negotiate at once, and not with the first packet: sa trigger-mode auto, in the policy.");
    out.line("interface {WAN}");
    out.line(" ipsec apply policy %1", name);
    out.comment("Still needed: no NAT for the subnets, security policies for UDP 500, UDP 4500 and ESP, and a route.");
}

} // namespace tw::models
