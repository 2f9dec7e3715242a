#include "models/transfer/export/export_writer.h"

#include <algorithm>

namespace tw::models {

namespace {

void writeV1(ExportWriter &out)
{
    const PeerView &view = out.view();
    out.line("crypto isakmp policy 10");
    out.line(" encryption %1", out.cipher(PeerPhase::IkeV1));
    out.line(" hash %1", out.hash(PeerPhase::IkeV1));
    out.line(" authentication pre-share");
    out.line(" group %1", out.group(PeerPhase::IkeV1));
    out.line(" lifetime %1", num(view.ikeLifetime));
    if (view.isAggressive) {
        out.line("crypto isakmp peer address %1", view.remote);
        out.put(QStringLiteral(" set aggressive-mode password "));
        out.putKey(KeyForm::Plain);
        out.line();
        out.line(" set aggressive-mode client-endpoint ipv4-address %1", view.localId);
    } else {
        out.put(QStringLiteral("crypto isakmp key 0 "));
        out.putKey(KeyForm::Plain);
        out.line(" address %1", view.remote);
    }
    if (view.probes)
        out.line("crypto isakmp keepalive %1 5 periodic", num(kProbeDelay));
}

// Text is understood everywhere; digits are for what a console would take for something else.
void writeKey(ExportWriter &out)
{
    const ByteView key = out.hasKey() ? out.key().view() : ByteView();
    const bool isPlain = std::ranges::none_of(key, [](std::uint8_t octet) { return octet == ' ' || octet == '?'; });
    out.put(isPlain ? QStringLiteral("  pre-shared-key ") : QStringLiteral("  pre-shared-key hex "));
    out.putKey(isPlain ? KeyForm::Plain : KeyForm::Hex);
    out.line();
}

void writeV2(ExportWriter &out)
{
    const PeerView &view = out.view();
    const QString &name = out.slug();
    const IdText local = idText(view.localId);
    const IdText remote = idText(view.remoteId);
    out.line("crypto ikev2 proposal %1", name);
    out.line(" encryption %1", out.cipher(PeerPhase::IkeV2));
    out.line(out.isIkeAead() ? " prf %1" : " integrity %1", out.hash(PeerPhase::IkeV2));
    out.line(" group %1", out.group(PeerPhase::IkeV2));
    out.line("crypto ikev2 policy %1", name);
    out.line(" proposal %1", name);
    out.line("crypto ikev2 keyring %1", name);
    out.line(" peer %1", name);
    out.line("  address %1", view.remote);
    writeKey(out);
    out.line("crypto ikev2 profile %1", name);
    out.line(remote.isAddress() ? " match identity remote address %1 255.255.255.255"
                                : " match identity remote fqdn %1",
             remote.text);
    out.line(local.isAddress() ? " identity local address %1" : " identity local fqdn %1", local.text);
    out.line(" authentication remote pre-share");
    out.line(" authentication local pre-share");
    out.line(" keyring local %1", name);
    out.line(" lifetime %1", num(view.ikeLifetime));
    if (view.probes)
        out.line(" dpd %1 5 periodic", num(kProbeDelay));
}

} // namespace

void writeCiscoIos(ExportWriter &out)
{
    const PeerView &view = out.view();
    const QString &name = out.slug();
    out.header();
    out.comment("Put the interface of the Internet where {WAN} stands.");
    if (view.isIkeV2)
        writeV2(out);
    else
        writeV1(out);
    if (out.isEspAead())
        out.line("crypto ipsec transform-set %1 %2", name, out.cipher(PeerPhase::Esp));
    else
        out.line("crypto ipsec transform-set %1 %2 %3", name, out.cipher(PeerPhase::Esp), out.hash(PeerPhase::Esp));
    out.line(" mode tunnel");
    out.line("ip access-list extended %1-ACL", name);
    for (const auto &[local, remote] : subnetPairs(view)) {
        const SplitSubnet here = splitSubnet(local);
        const SplitSubnet there = splitSubnet(remote);
        out.line(" permit ip %1 %2 %3 %4", here.network, here.wildcard, there.network, there.wildcard);
    }
    out.line("crypto map %1 10 ipsec-isakmp", name);
    out.line(" set peer %1", view.remote);
    out.line(" set transform-set %1", name);
    if (view.isIkeV2)
        out.line(" set ikev2-profile %1", name);
    if (out.hasPfs())
        out.line(" set pfs %1", out.group(PeerPhase::Esp));
    out.line(" set security-association lifetime seconds %1", num(view.espLifetime));
    out.line(" set security-association lifetime kilobytes disable");
    out.line(" match address %1-ACL", name);
    out.line("interface {WAN}");
    out.line(" crypto map %1", name);
    out.comment("No NAT into the tunnel: first in the access list of the NAT, for each pair,");
    for (const auto &[local, remote] : subnetPairs(view)) {
        const SplitSubnet here = splitSubnet(local);
        const SplitSubnet there = splitSubnet(remote);
        out.comment(
            QStringLiteral("  deny ip %1 %2 %3 %4").arg(here.network, here.wildcard, there.network, there.wildcard));
    }
    out.comment("On the inside interface: ip tcp adjust-mss 1360");
}

} // namespace tw::models
