#include "models/transfer/export/swanctl_text.h"

namespace tw::models {

// The console has no import for connections: the text goes into its override directory, and the sheet in the comments
// says what to enter by hand in its place.
void writeOpnSense(ExportWriter &out)
{
    const PeerView &view = out.view();
    out.header();
    out.comment(
        QStringLiteral("Save it as /usr/local/etc/swanctl/conf.d/%1.conf, then: swanctl --load-all").arg(out.slug()));
    out.comment("Or enter it under VPN, IPsec, Connections:");
    const auto sheet = [&](const char *place, const QString &value) {
        out.comment(QStringLiteral("  %1: %2").arg(QLatin1String(place), value));
    };
    sheet("Connection, description", out.slug());
    sheet("Connection, version", view.isIkeV2 ? QStringLiteral("IKEv2") : QStringLiteral("IKEv1"));
    if (view.isAggressive)
        sheet("Connection, aggressive", QStringLiteral("yes"));
    sheet("Connection, local addresses", view.local);
    sheet("Connection, remote addresses", view.remote);
    sheet("Connection, proposals", swanIkeProposal(out));
    sheet("Connection, rekey time (s)", num(view.ikeLifetime));
    sheet("Connection, DPD delay (s)", num(view.probes ? kProbeDelay : 0));
    if (view.probes && !view.isIkeV2)
        sheet("Connection, DPD timeout (s)", num(kProbeTimeout));
    sheet("Local authentication", QStringLiteral("Pre-Shared Key, id ") + view.localId);
    sheet("Remote authentication", QStringLiteral("Pre-Shared Key, id ") + view.remoteId);
    sheet("Children, mode", QStringLiteral("tunnel"));
    sheet("Children, local", view.localSubnets.join(u','));
    sheet("Children, remote", view.remoteSubnets.join(u','));
    sheet("Children, ESP proposals", swanEspProposal(out));
    sheet("Children, start action", view.startsAtOnce ? QStringLiteral("Start") : QStringLiteral("Trap"));
    sheet("Children, close action", view.startsAtOnce ? QStringLiteral("Start") : QStringLiteral("Trap"));
    sheet("Children, DPD action", view.probes ? QStringLiteral("Restart") : QStringLiteral("Clear"));
    sheet("Children, rekey time (s)", num(view.espLifetime));
    sheet("Pre-Shared Keys", QStringLiteral("local %1, remote %2, and the key").arg(view.localId, view.remoteId));
    out.line();
    writeSwanctlConnection(out);
    writeSwanctlSecrets(out);
}

} // namespace tw::models
