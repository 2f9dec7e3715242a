#include "models/transfer/export/export_writer.h"

namespace tw::models {

namespace {

// A routed interface of the remote access service.
void writeInterface(ExportWriter &out)
{
    const PeerView &view = out.view();
    const QString &name = out.slug();
    QStringList routes;
    for (const QString &subnet : view.remoteSubnets)
        routes << QStringLiteral("'%1:100'").arg(subnet);
    out.useWords(windowsS2sWords());
    out.line("Install-RemoteAccess -VpnType VpnS2S");
    out.line("Add-VpnS2SInterface -Name '%1' -Protocol IKEv2 -Destination '%2' `", name, view.remote);
    out.put(QStringLiteral("  -AuthenticationMethod PSKOnly -ResponderAuthenticationMethod PSKOnly -SharedSecret "));
    out.putKey(KeyForm::PowerShell);
    out.line(" `");
    out.line("  -IPv4Subnet @(%1) -AutoConnectEnabled %2 -Persistent `", routes.join(u','),
             view.startsAtOnce ? QStringLiteral("$true") : QStringLiteral("$false"));
    out.line("  -CustomPolicy -EncryptionMethod %1 -IntegrityCheckMethod %2 -DHGroup %3 `",
             out.cipher(PeerPhase::IkeV2), out.hash(PeerPhase::IkeV2), out.group(PeerPhase::IkeV2));
    out.line("  -CipherTransformConstants %1 -AuthenticationTransformConstants %2 -PfsGroup %3 `",
             out.cipher(PeerPhase::Esp), out.isEspAead() ? out.cipher(PeerPhase::Esp) : out.hash(PeerPhase::Esp),
             out.hasPfs() ? out.group(PeerPhase::Esp) : QStringLiteral("None"));
    out.line("  -MMSALifeTimeSeconds %1 -SALifeTimeSeconds %2", num(view.ikeLifetime), num(view.espLifetime));
    out.line("Set-VpnS2SInterface -Name '%1' -InitiateConfigPayload $false -Force", name);
    if (view.startsAtOnce)
        out.line("Connect-VpnS2SInterface -Name '%1'", name);
    out.comment(
        QStringLiteral("The interface carries whatever is routed to it; the connection's subnets on this side: %1")
            .arg(view.localSubnets.join(u',')));
}

QString list(const QStringList &subnets) { return subnets.join(u','); }

void writeRule(ExportWriter &out)
{
    const PeerView &view = out.view();
    const QString &name = out.slug();
    out.line("$mm = New-NetIPsecMainModeCryptoProposal -Encryption %1 -Hash %2 -KeyExchange %3",
             out.cipher(PeerPhase::IkeV1), out.hash(PeerPhase::IkeV1), out.group(PeerPhase::IkeV1));
    out.line("$mms = New-NetIPsecMainModeCryptoSet -DisplayName '%1 mm' -Proposal $mm -MaxMinutes %2", name,
             num(view.ikeLifetime / 60));
    out.put(QStringLiteral("$au = New-NetIPsecAuthProposal -Machine -PreSharedKey "));
    out.putKey(KeyForm::PowerShell);
    out.line();
    out.line("$aus = New-NetIPsecPhase1AuthSet -DisplayName '%1 auth' -Proposal $au", name);
    out.line("New-NetIPsecMainModeRule -DisplayName '%1 mm' -LocalAddress %2 -RemoteAddress %3 `", name, view.local,
             view.remote);
    out.line("  -MainModeCryptoSet $mms.Name -Phase1AuthSet $aus.Name");
    if (out.isEspAead())
        out.line(
            "$qm = New-NetIPsecQuickModeCryptoProposal -Encapsulation ESP -Encryption %1 -ESPHash %1 -MaxMinutes %2",
            out.cipher(PeerPhase::Esp), num(view.espLifetime / 60));
    else
        out.line(
            "$qm = New-NetIPsecQuickModeCryptoProposal -Encapsulation ESP -Encryption %1 -ESPHash %2 -MaxMinutes %3",
            out.cipher(PeerPhase::Esp), out.hash(PeerPhase::Esp), num(view.espLifetime / 60));
    out.line("$qms = New-NetIPsecQuickModeCryptoSet -DisplayName '%1 qm' -Proposal $qm -PerfectForwardSecrecyGroup %2",
             name, out.hasPfs() ? out.group(PeerPhase::Esp) : QStringLiteral("None"));
    out.line("New-NetIPsecRule -DisplayName '%1' -Mode Tunnel -KeyModule IKEv1 `", name);
    out.line("  -LocalAddress %1 -RemoteAddress %2 `", list(view.localSubnets), list(view.remoteSubnets));
    out.line("  -LocalTunnelEndpoint %1 -RemoteTunnelEndpoint %2 `", view.local, view.remote);
    out.line(
        "  -InboundSecurity Require -OutboundSecurity Require -QuickModeCryptoSet $qms.Name -Phase1AuthSet $aus.Name");
}

} // namespace

void writeWindows(ExportWriter &out)
{
    out.header();
    if (out.view().isIkeV2)
        writeInterface(out);
    else
        writeRule(out);
}

} // namespace tw::models
