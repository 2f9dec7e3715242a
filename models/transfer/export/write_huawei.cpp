#include "models/transfer/export/export_writer.h"

namespace tw::models {

void writeHuawei(ExportWriter &out)
{
    const PeerView &view = out.view();
    const QString &name = out.slug();
    const PeerWords &words = peerWords(PeerFormat::Huawei);
    const QString integrity = QString::fromLatin1(words.word(view.ike.hash, PeerPhase::IkeV2));
    out.header();
    out.comment("Put the interface of the Internet where {WAN} stands; the acl 3100 and the proposal 10 must be free.");
    out.line("acl number 3100");
    int rule = 5;
    for (const auto &[local, remote] : subnetPairs(view)) {
        const SplitSubnet here = splitSubnet(local);
        const SplitSubnet there = splitSubnet(remote);
        out.line(" rule %1 permit ip source %2 %3 destination %4 %5", num(rule), here.network, here.wildcard,
                 there.network, there.wildcard);
        rule += 5;
    }
    // Defaults differ from firewall to router, so every value is written, also those that count for one version alone.
    out.line("ike proposal 10");
    out.line(" encryption-algorithm %1", out.cipher(out.ikePhase()));
    out.line(" dh group%1", out.group(out.ikePhase()).mid(5));
    out.line(" authentication-algorithm %1", QString::fromLatin1(words.word(view.ike.hash, PeerPhase::IkeV1)));
    out.line(" authentication-method pre-share");
    if (!out.isIkeAead())
        out.line(" integrity-algorithm %1", integrity);
    // The PRF has the integrity's name without its length.
    out.line(" prf %1",
             view.ike.hash == api::Integrity::HmacMd5_96        ? QStringLiteral("hmac-md5")
                 : view.ike.hash == api::Integrity::HmacSha1_96 ? QStringLiteral("hmac-sha1")
                                                                : integrity);
    out.line(" sa duration %1", num(view.ikeLifetime));
    out.line("ike peer %1", name);
    out.line(" undo version %1", view.isIkeV2 ? QStringLiteral("1") : QStringLiteral("2"));
    if (!view.isIkeV2)
        out.line(" exchange-mode %1", view.isAggressive ? QStringLiteral("aggressive") : QStringLiteral("main"));
    out.put(QStringLiteral(" pre-shared-key "));
    out.putKey(KeyForm::Plain);
    out.line();
    out.line(" ike-proposal 10");
    out.line(" remote-address %1", view.remote);
    out.line("ipsec proposal %1", name);
    out.line(" transform esp");
    out.line(" encapsulation-mode tunnel");
    if (!out.isEspAead())
        out.line(" esp authentication-algorithm %1", out.hash(PeerPhase::Esp));
    out.line(" esp encryption-algorithm %1", out.cipher(PeerPhase::Esp));
    out.line("ipsec policy %1 10 isakmp", name);
    out.line(" security acl 3100");
    out.line(" ike-peer %1", name);
    out.line(" proposal %1", name);
    if (out.hasPfs())
        out.line(" pfs %1", out.group(PeerPhase::Esp));
    out.line(" sa duration time-based %1", num(view.espLifetime));
    if (view.startsAtOnce)
        out.comment("To negotiate at once, and not with the first packet: sa trigger-mode auto, in the policy.");
    out.line("interface {WAN}");
    out.line(" ipsec policy %1", name);
    out.comment(
        "Still needed: a rule without NAT for the subnets above the source NAT (otherwise the tunnel comes up and");
    out.comment(
        "nothing passes), a security policy between local and untrust for UDP 500, UDP 4500 and ESP, one between");
    out.comment("trust and untrust for the subnets, and a route to the remote subnets through {WAN}.");
}

} // namespace tw::models
