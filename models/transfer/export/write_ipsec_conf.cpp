#include "models/transfer/export/swanctl_text.h"

#include <algorithm>

namespace tw::models {

void writeIpsecConf(ExportWriter &out)
{
    const PeerView &view = out.view();
    const bool isV2 = view.isIkeV2;
    const auto yes = [](bool is) { return is ? QStringLiteral("yes") : QStringLiteral("no"); };
    out.header();
    out.line();
    out.line("conn %1", out.slug());
    out.line("    keyexchange = %1", isV2 ? QStringLiteral("ikev2") : QStringLiteral("ikev1"));
    if (!isV2)
        out.line("    aggressive = %1", yes(view.isAggressive));
    out.line("    authby = secret");
    out.line("    type = tunnel");
    out.line("    left = %1", view.local);
    out.line("    leftid = %1", quotedSwanId(view.localId));
    out.line("    leftsubnet = %1", view.localSubnets.join(u','));
    out.line("    right = %1", view.remote);
    out.line("    rightid = %1", quotedSwanId(view.remoteId));
    out.line("    rightsubnet = %1", view.remoteSubnets.join(u','));
    // "!": these and no others.
    out.line("    ike = %1!", swanIkeProposal(out));
    out.line("    esp = %1!", swanEspProposal(out));
    out.line("    ikelifetime = %1s", num(view.ikeLifetime));
    out.line("    lifetime = %1s", num(view.espLifetime));
    // The margin doubles at random, and must stay within the shorter lifetime.
    out.line("    margintime = %1s", num(std::min<qint64>(540, std::min(view.ikeLifetime, view.espLifetime) / 4)));
    if (view.probes) {
        out.line("    dpddelay = %1s", num(kProbeDelay));
        if (!isV2)
            out.line("    dpdtimeout = %1s", num(kProbeTimeout));
    }
    out.line("    dpdaction = %1", view.probes ? QStringLiteral("restart") : QStringLiteral("none"));
    if (isV2) {
        out.line("    closeaction = restart");
        out.line("    mobike = no");
        out.line("    reauth = no");
    }
    if (view.forcesEncapsulation)
        out.line("    forceencaps = yes");
    out.line("    keyingtries = %forever");
    out.line("    auto = %1", view.startsAtOnce ? QStringLiteral("start") : QStringLiteral("route"));

    out.beginSecrets();
    out.put(QStringLiteral("%1 %2 : PSK ").arg(quotedSwanId(view.localId), quotedSwanId(view.remoteId)));
    out.putKey(KeyForm::Base64);
    out.line();
}

} // namespace tw::models
