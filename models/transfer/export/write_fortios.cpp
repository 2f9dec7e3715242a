#include "models/transfer/export/export_writer.h"

namespace tw::models {

void writeFortiOs(ExportWriter &out)
{
    const PeerView &view = out.view();
    const QString &name = out.slug();
    const PeerPhase phase = out.ikePhase();
    const IdText local = idText(view.localId);
    out.header();
    out.comment("Put the interface of the Internet where {WAN} stands, and the inner one for {LAN}.");
    out.line("config vpn ipsec phase1-interface");
    out.line("    edit \"%1\"", name);
    out.line("        set interface \"{WAN}\"");
    out.line("        set ike-version %1", view.isIkeV2 ? QStringLiteral("2") : QStringLiteral("1"));
    if (!view.isIkeV2)
        out.line("        set mode %1", view.isAggressive ? QStringLiteral("aggressive") : QStringLiteral("main"));
    out.line("        set peertype any");
    out.line("        set remote-gw %1", view.remote);
    // Left to itself it may send the identity as a name, which the other side does not find.
    out.line("        set localid-type %1", local.isAddress() ? QStringLiteral("address") : QStringLiteral("fqdn"));
    out.line("        set localid \"%1\"", local.text);
    out.line("        set proposal %1-%2", out.cipher(phase),
             (out.isIkeAead() ? QStringLiteral("prf") : QString()) + out.hash(phase));
    out.line("        set dhgrp %1", out.group(phase));
    out.line("        set keylife %1", num(view.ikeLifetime));
    if (view.probes) {
        out.line("        set dpd on-idle");
        out.line("        set dpd-retrycount 3");
        out.line("        set dpd-retryinterval %1", num(kProbeDelay));
    } else {
        out.line("        set dpd disable");
    }
    out.put(QStringLiteral("        set psksecret "));
    out.putKey(KeyForm::DoubleQuoted);
    out.line();
    out.line("    next");
    out.line("end");

    out.line("config vpn ipsec phase2-interface");
    int number = 1;
    for (const auto &[here, there] : subnetPairs(view)) {
        const SplitSubnet source = splitSubnet(here);
        const SplitSubnet destination = splitSubnet(there);
        out.line("    edit \"%1-%2\"", name, num(number++));
        out.line("        set phase1name \"%1\"", name);
        out.line("        set proposal %1",
                 out.isEspAead() ? out.cipher(PeerPhase::Esp)
                                 : out.cipher(PeerPhase::Esp) + u'-' + out.hash(PeerPhase::Esp));
        out.line("        set pfs %1", out.hasPfs() ? QStringLiteral("enable") : QStringLiteral("disable"));
        if (out.hasPfs())
            out.line("        set dhgrp %1", out.group(PeerPhase::Esp));
        out.line("        set keylifeseconds %1", num(view.espLifetime));
        if (view.startsAtOnce)
            out.line("        set auto-negotiate enable");
        out.line("        set src-subnet %1 %2", source.network, source.mask);
        out.line("        set dst-subnet %1 %2", destination.network, destination.mask);
        out.line("    next");
    }
    out.line("end");

    out.line("config router static");
    for (const QString &remote : view.remoteSubnets) {
        const SplitSubnet there = splitSubnet(remote);
        out.line("    edit 0");
        out.line("        set dst %1 %2", there.network, there.mask);
        out.line("        set device \"%1\"", name);
        out.line("    next");
    }
    out.line("end");
    out.comment("Without these two policies the tunnel never starts:");
    for (const bool isOut : {true, false}) {
        out.line("config firewall policy");
        out.line("    edit 0");
        out.line("        set name \"%1-%2\"", name, isOut ? QStringLiteral("out") : QStringLiteral("in"));
        out.line("        set srcintf \"%1\"", isOut ? QStringLiteral("{LAN}") : name);
        out.line("        set dstintf \"%1\"", isOut ? name : QStringLiteral("{LAN}"));
        out.line("        set srcaddr \"all\"");
        out.line("        set dstaddr \"all\"");
        out.line("        set action accept");
        out.line("        set schedule \"always\"");
        out.line("        set service \"ALL\"");
        out.line("    next");
        out.line("end");
    }
}

} // namespace tw::models
