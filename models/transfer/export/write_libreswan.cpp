#include "models/transfer/export/swanctl_text.h"

#include <algorithm>

namespace tw::models {

namespace {

QString proposal(const ExportWriter &out, PeerPhase phase)
{
    const bool isEsp = phase == PeerPhase::Esp;
    QString text = out.cipher(phase);
    if (!isEsp || !out.isEspAead())
        text += u'-' + out.hash(phase);
    if (!isEsp || out.hasPfs())
        text += u';' + out.group(phase);
    return text;
}

// Several on one side: an SA for each pair, which every release understands.
void writeSubnets(ExportWriter &out, const char *side, const QStringList &subnets)
{
    if (subnets.size() == 1)
        out.line("    %1subnet=%2", QString::fromLatin1(side), subnets.first());
    else
        out.line("    %1subnets={%2}", QString::fromLatin1(side), subnets.join(u','));
}

bool hasBothFamilies(const QStringList &subnets)
{
    const auto isV6 = [](const QString &subnet) { return subnet.contains(u':'); };
    return std::ranges::any_of(subnets, isV6) && !std::ranges::all_of(subnets, isV6);
}

} // namespace

void writeLibreswan(ExportWriter &out)
{
    const PeerView &view = out.view();
    const bool isV2 = view.isIkeV2;
    out.header();
    out.comment(
        "From 5.0 on, ikev2=insist is called keyexchange=ikev2, and ikev2=no keyexchange=ikev1; both are understood.");
    out.comment("Before 4.8, write salifetime for ipsec-lifetime.");
    if (view.localSubnets.size() > 1 || view.remoteSubnets.size() > 1)
        out.comment("From 5.0 on, leftsubnet=a,b in the place of leftsubnets={a,b} puts all subnets into one SA.");
    if (hasBothFamilies(view.localSubnets + view.remoteSubnets))
        out.comment(
            "4.10 keeps the family of the first subnet and drops the other: there, write a conn for each family.");
    if (!isV2) {
        out.line();
        out.line("config setup");
        out.line("    ikev1-policy=accept");
    }
    out.line();
    out.line("conn %1", out.slug());
    // keyexchange=ikev2 would be clearer, but is an error before 5.0; this is understood by every release.
    out.line("    ikev2=%1", isV2 ? QStringLiteral("insist") : QStringLiteral("no"));
    if (view.isAggressive)
        out.line("    aggressive=yes");
    out.line("    authby=secret");
    out.line("    type=tunnel");
    out.line("    left=%1", view.local);
    out.line("    leftid=%1", quotedSwanId(view.localId));
    writeSubnets(out, "left", view.localSubnets);
    out.line("    right=%1", view.remote);
    out.line("    rightid=%1", quotedSwanId(view.remoteId));
    writeSubnets(out, "right", view.remoteSubnets);
    out.line("    ike=%1", proposal(out, out.ikePhase()));
    out.line("    esp=%1", proposal(out, PeerPhase::Esp));
    out.line("    pfs=%1", out.hasPfs() ? QStringLiteral("yes") : QStringLiteral("no"));
    out.line("    ikelifetime=%1s", num(view.ikeLifetime));
    out.line("    ipsec-lifetime=%1s", num(view.espLifetime));
    if (view.probes) {
        out.line("    dpddelay=%1", num(kProbeDelay));
        if (!isV2)
            out.line("    dpdtimeout=%1", num(kProbeTimeout));
    }
    if (view.forcesEncapsulation)
        out.line("    encapsulation=yes");
    out.line("    auto=%1", view.startsAtOnce ? QStringLiteral("start") : QStringLiteral("ondemand"));

    out.beginSecrets();
    out.put(QStringLiteral("%1 %2 : PSK ").arg(quotedSwanId(view.localId), quotedSwanId(view.remoteId)));
    out.putKey(KeyForm::Base64);
    out.line();
}

} // namespace tw::models
