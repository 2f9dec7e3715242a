#include "models/transfer/export/export_writer.h"

namespace tw::models {

namespace {

void writePolicy(ExportWriter &out)
{
    const PeerView &view = out.view();
    const PeerPhase phase = out.ikePhase();
    if (!view.isIkeV2) {
        out.line("crypto ikev1 enable outside");
        if (view.isAggressive)
            out.comment("Aggressive mode is on unless \"crypto ikev1 am-disable\" stands in the configuration.");
        out.line("crypto ikev1 policy 10");
        out.line(" authentication pre-share");
        out.line(" encryption %1", out.cipher(phase));
        out.line(" hash %1", out.hash(phase));
        out.line(" group %1", out.group(phase));
        out.line(" lifetime %1", num(view.ikeLifetime));
        return;
    }
    out.line("crypto ikev2 enable outside");
    out.line("crypto ikev2 policy 10");
    out.line(" encryption %1", out.cipher(phase));
    out.line(" integrity %1", out.isIkeAead() ? QStringLiteral("null") : out.hash(phase));
    out.line(" group %1", out.group(phase));
    out.line(" prf %1", out.hash(phase));
    out.line(" lifetime seconds %1", num(view.ikeLifetime));
}

// In transform sets of IKEv1 the hash is one word with the protocol's, "esp-sha-hmac"; blockers leave SHA-1 alone there.
void writeTransforms(ExportWriter &out)
{
    const QString &name = out.slug();
    if (!out.view().isIkeV2) {
        out.line("crypto ipsec ikev1 transform-set %1 %2 esp-sha-hmac", name, out.cipher(PeerPhase::Esp));
        return;
    }
    const QString cipher = out.cipher(PeerPhase::Esp);
    out.line("crypto ipsec ikev2 ipsec-proposal %1", name);
    out.line(" protocol esp encryption %1", cipher.startsWith(QLatin1String("esp-")) ? cipher.mid(4) : cipher);
    out.line(" protocol esp integrity %1", out.isEspAead() ? QStringLiteral("null") : out.hash(PeerPhase::Esp));
}

} // namespace

void writeCiscoAsa(ExportWriter &out)
{
    const PeerView &view = out.view();
    const QString &name = out.slug();
    const QString version = view.isIkeV2 ? QStringLiteral("ikev2") : QStringLiteral("ikev1");
    out.header();
    out.comment("One crypto map per interface: where there is one already, use its name and a free number.");
    out.comment("A policy 10 that exists already would be changed: take a free number there too.");
    writePolicy(out);
    writeTransforms(out);
    for (const auto &[local, remote] : subnetPairs(view)) {
        const SplitSubnet here = splitSubnet(local);
        const SplitSubnet there = splitSubnet(remote);
        out.line("access-list %1-ACL extended permit ip %2 %3 %4 %5", name, here.network, here.mask, there.network,
                 there.mask);
    }
    out.line("crypto map OUTSIDE-MAP 10 match address %1-ACL", name);
    out.line("crypto map OUTSIDE-MAP 10 set peer %1", view.remote);
    if (view.isIkeV2)
        out.line("crypto map OUTSIDE-MAP 10 set ikev2 ipsec-proposal %1", name);
    else
        out.line("crypto map OUTSIDE-MAP 10 set ikev1 transform-set %1", name);
    if (view.isAggressive)
        out.line("crypto map OUTSIDE-MAP 10 set ikev1 phase1-mode aggressive %1",
                 u"group" + out.group(PeerPhase::IkeV1));
    if (out.hasPfs())
        out.line("crypto map OUTSIDE-MAP 10 set pfs %1", out.group(PeerPhase::Esp));
    out.line("crypto map OUTSIDE-MAP 10 set security-association lifetime seconds %1", num(view.espLifetime));
    out.line("crypto map OUTSIDE-MAP 10 set security-association lifetime kilobytes unlimited");
    out.line("crypto map OUTSIDE-MAP interface outside");
    out.line("tunnel-group %1 type ipsec-l2l", view.remote);
    out.line("tunnel-group %1 ipsec-attributes", view.remote);
    for (const char *command : {" ikev2 remote-authentication pre-shared-key ",
                                " ikev2 local-authentication pre-shared-key ", " ikev1 pre-shared-key "}) {
        const QString text = QString::fromLatin1(command);
        if (!text.startsWith(u' ' + version + u' '))
            continue;
        out.put(text);
        out.putKey(KeyForm::Plain);
        out.line();
    }
    if (view.probes)
        out.line(" isakmp keepalive threshold %1 retry 5", num(kProbeDelay));
    out.comment("No NAT into the tunnel, with object-groups LAN and CLOUD of the subnets above:");
    out.comment(
        "  nat (inside,outside) source static LAN LAN destination static CLOUD CLOUD no-proxy-arp route-lookup");
    out.comment("Segments that fit: sysopt connection tcpmss 1350");
}

} // namespace tw::models
