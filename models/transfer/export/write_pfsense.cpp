#include "models/transfer/export/export_writer.h"

namespace tw::models {

namespace {

QString identityType(const QString &text)
{
    const IdText id = idText(text);
    return id.isAddress() ? QStringLiteral("address")
        : id.isName()     ? QStringLiteral("fqdn")
                          : QStringLiteral("user_fqdn");
}

void writePhase1(ExportWriter &out)
{
    const PeerView &view = out.view();
    const PeerPhase phase = out.ikePhase();
    const QString cipher = out.cipher(phase);
    out.line("<phase1>");
    out.line("  <ikeid>10</ikeid>");
    out.line("  <iketype>%1</iketype>", view.isIkeV2 ? QStringLiteral("ikev2") : QStringLiteral("ikev1"));
    if (!view.isIkeV2)
        out.line("  <mode>%1</mode>", view.isAggressive ? QStringLiteral("aggressive") : QStringLiteral("main"));
    out.line("  <interface>wan</interface>");
    out.line("  <protocol>%1</protocol>",
             view.remote.contains(u':') ? QStringLiteral("inet6") : QStringLiteral("inet"));
    out.line("  <remote-gateway>%1</remote-gateway>", view.remote);
    out.line("  <myid_type>%1</myid_type>", identityType(view.localId));
    out.line("  <myid_data>%1</myid_data>", idText(view.localId).text);
    out.line("  <peerid_type>%1</peerid_type>", identityType(view.remoteId));
    out.line("  <peerid_data>%1</peerid_data>", idText(view.remoteId).text);
    out.line("  <encryption><item>");
    out.line("    <encryption-algorithm><name>%1</name><keylen>%2</keylen></encryption-algorithm>",
             cipher.section(u' ', 0, 0), cipher.section(u' ', 1));
    out.line("    <hash-algorithm>%1</hash-algorithm>", out.hash(phase));
    out.line("    <dhgroup>%1</dhgroup>", out.group(phase));
    out.line("  </item></encryption>");
    out.line("  <lifetime>%1</lifetime>", num(view.ikeLifetime));
    out.line("  <authentication_method>pre_shared_key</authentication_method>");
    out.put(QStringLiteral("  <pre-shared-key>"));
    out.putKey(KeyForm::Xml);
    out.line("</pre-shared-key>");
    out.line("  <nat_traversal>on</nat_traversal>");
    if (view.probes) {
        out.line("  <dpd_delay>%1</dpd_delay>", num(kProbeDelay));
        out.line("  <dpd_maxfail>%1</dpd_maxfail>", num(kProbeTimeout / kProbeDelay));
    }
    out.line("  <descr>%1</descr>", out.slug());
    out.line("</phase1>");
}

void writePhase2(ExportWriter &out, int number, const QString &local, const QString &remote)
{
    const SplitSubnet here = splitSubnet(local);
    const SplitSubnet there = splitSubnet(remote);
    const QString cipher = out.cipher(PeerPhase::Esp);
    out.line("<phase2>");
    out.line("  <ikeid>10</ikeid>");
    out.line("  <uniqid>%1%2</uniqid>", out.slug(), num(number));
    out.line("  <reqid>%1</reqid>", num(9 + number));
    out.line("  <mode>%1</mode>", local.contains(u':') ? QStringLiteral("tunnel6") : QStringLiteral("tunnel"));
    out.line("  <protocol>esp</protocol>");
    out.line("  <localid><type>network</type><address>%1</address><netbits>%2</netbits></localid>", here.network,
             num(here.length));
    out.line("  <remoteid><type>network</type><address>%1</address><netbits>%2</netbits></remoteid>", there.network,
             num(there.length));
    out.line("  <encryption-algorithm-option><name>%1</name><keylen>%2</keylen></encryption-algorithm-option>",
             cipher.section(u' ', 0, 0), cipher.section(u' ', 1));
    if (!out.isEspAead())
        out.line("  <hash-algorithm-option>%1</hash-algorithm-option>", out.hash(PeerPhase::Esp));
    out.line("  <pfsgroup>%1</pfsgroup>", out.hasPfs() ? out.group(PeerPhase::Esp) : QStringLiteral("0"));
    out.line("  <lifetime>%1</lifetime>", num(out.view().espLifetime));
    out.line("  <descr>%1</descr>", out.slug());
    out.line("</phase2>");
}

} // namespace

// For the console's own forms, or for <ipsec> in a saved configuration.
void writePfSense(ExportWriter &out)
{
    out.header();
    out.comment(
        "VPN, IPsec: enter these values, or put the elements into <ipsec> of a saved configuration and restore it.");
    out.comment(
        "There, 10 in <ikeid> and the numbers in <reqid> must be free; keys and elements that the release adds are "
        "left to it.");
    out.line("<ipsec>");
    writePhase1(out);
    int number = 1;
    for (const auto &[local, remote] : subnetPairs(out.view()))
        writePhase2(out, number++, local, remote);
    out.line("</ipsec>");
}

} // namespace tw::models
