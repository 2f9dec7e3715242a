# Tunnelwright test: for Windows Server (PowerShell)
# Connection hq-ikev1 (vco-cccccccccccccccccccc), revision 919d6965, written 2026-01-02T03:04:05Z
# For the device at 203.0.113.20; the VPN gateway is at 198.51.100.10
# Contains the pre-shared key: show it to nobody else
# Warning: IKEv1 is deprecated (RFC 9395); IKEv2 is the better choice where both ends have it.
# Not confirmed: The names were read in the vendor's own sources; the file was not tried on a device.
$mm = New-NetIPsecMainModeCryptoProposal -Encryption AES256 -Hash SHA256 -KeyExchange DH14
$mms = New-NetIPsecMainModeCryptoSet -DisplayName 'hq-ikev1 mm' -Proposal $mm -MaxMinutes 1440
$au = New-NetIPsecAuthProposal -Machine -PreSharedKey 'n0t.A-Secret'
$aus = New-NetIPsecPhase1AuthSet -DisplayName 'hq-ikev1 auth' -Proposal $au
New-NetIPsecMainModeRule -DisplayName 'hq-ikev1 mm' -LocalAddress 203.0.113.20 -RemoteAddress 198.51.100.10 `
  -MainModeCryptoSet $mms.Name -Phase1AuthSet $aus.Name
$qm = New-NetIPsecQuickModeCryptoProposal -Encapsulation ESP -Encryption AES256 -ESPHash SHA256 -MaxMinutes 1440
$qms = New-NetIPsecQuickModeCryptoSet -DisplayName 'hq-ikev1 qm' -Proposal $qm -PerfectForwardSecrecyGroup DH14
New-NetIPsecRule -DisplayName 'hq-ikev1' -Mode Tunnel -KeyModule IKEv1 `
  -LocalAddress 172.16.5.0/24 -RemoteAddress 10.10.0.0/24 `
  -LocalTunnelEndpoint 203.0.113.20 -RemoteTunnelEndpoint 198.51.100.10 `
  -InboundSecurity Require -OutboundSecurity Require -QuickModeCryptoSet $qms.Name -Phase1AuthSet $aus.Name
