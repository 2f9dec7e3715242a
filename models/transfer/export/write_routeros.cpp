#include "models/transfer/export/export_writer.h"

#include "models/catalog/address_rules.h"

namespace tw::models {

namespace {

// "1d", "8h", "1h30m"
QString duration(qint64 seconds)
{
    QString text;
    for (const auto &[unit, length] :
         {std::pair(u'd', 86400), std::pair(u'h', 3600), std::pair(u'm', 60), std::pair(u's', 1)}) {
        if (seconds >= length)
            text += QString::number(seconds / length) + QChar(unit);
        seconds %= length;
    }
    return text;
}

QString identity(const QString &text)
{
    const IdText id = idText(text);
    if (id.isAddress())
        return QStringLiteral("address:") + id.text;
    return (id.isName() ? QStringLiteral("fqdn:") : QStringLiteral("user-fqdn:")) + id.text;
}

} // namespace

void writeRouterOs(ExportWriter &out)
{
    const PeerView &view = out.view();
    const QString &name = out.slug();
    const PeerPhase phase = out.ikePhase();
    out.header();
    out.comment(
        "Fasttrack must leave IPsec out: disable it, or accept ipsec-policy=in,ipsec and =out,ipsec before it.");
    out.line(
        "/ip ipsec profile add name=%1 enc-algorithm=%2 hash-algorithm=%3 dh-group=%4 lifetime=%5 %6 nat-traversal=yes",
        name, out.cipher(phase), out.hash(phase), out.group(phase), duration(view.ikeLifetime),
        view.probes ? QStringLiteral("dpd-interval=%1s dpd-maximum-failures=%2")
                          .arg(num(kProbeDelay), num(kProbeTimeout / kProbeDelay))
                    : QStringLiteral("dpd-interval=disable-dpd"));
    out.line("/ip ipsec proposal add name=%1 enc-algorithms=%2 auth-algorithms=%3 pfs-group=%4 lifetime=%5", name,
             out.cipher(PeerPhase::Esp), out.isEspAead() ? QStringLiteral("\"\"") : out.hash(PeerPhase::Esp),
             out.hasPfs() ? out.group(PeerPhase::Esp) : QStringLiteral("none"), duration(view.espLifetime));
    const QString mode = view.isIkeV2 ? QStringLiteral("ike2")
        : view.isAggressive           ? QStringLiteral("aggressive")
                                      : QStringLiteral("main");
    out.line("/ip ipsec peer add name=%1 address=%2/32%3 exchange-mode=%4 profile=%1", name, view.remote,
             parseAddress(view.local) ? QStringLiteral(" local-address=") + view.local : QString(), mode);
    out.put(QStringLiteral("/ip ipsec identity add peer=%1 auth-method=pre-shared-key secret=").arg(name));
    out.putKey(KeyForm::HexWithPrefix);
    out.line(" my-id=%1 remote-id=%2", identity(view.localId), identity(view.remoteId));
    for (const auto &[local, remote] : subnetPairs(view))
        out.line("/ip ipsec policy add peer=%1 tunnel=yes level=unique proposal=%1 src-address=%2 dst-address=%3", name,
                 local, remote);
    for (const auto &[local, remote] : subnetPairs(view))
        out.line("/ip firewall nat add chain=srcnat action=accept src-address=%1 dst-address=%2 place-before=0 "
                 "comment=\"%3: no NAT into the tunnel\"",
                 local, remote, name);
}

} // namespace tw::models
