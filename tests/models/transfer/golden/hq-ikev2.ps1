# Tunnelwright test: for Windows Server (PowerShell)
# Connection hq-ikev2 (vco-cccccccccccccccccccc), revision 836859db, written 2026-01-02T03:04:05Z
# For the device at 203.0.113.20; the VPN gateway is at 198.51.100.10
# Contains the pre-shared key: show it to nobody else
# Not confirmed: The names were read in the vendor's own sources; the file was not tried on a device.
Install-RemoteAccess -VpnType VpnS2S
Add-VpnS2SInterface -Name 'hq-ikev2' -Protocol IKEv2 -Destination '198.51.100.10' `
  -AuthenticationMethod PSKOnly -ResponderAuthenticationMethod PSKOnly -SharedSecret 'n0t.A-Secret' `
  -IPv4Subnet @('10.10.0.0/24:100') -AutoConnectEnabled $false -Persistent `
  -CustomPolicy -EncryptionMethod AES256 -IntegrityCheckMethod SHA256 -DHGroup Group14 `
  -CipherTransformConstants AES256 -AuthenticationTransformConstants SHA256128 -PfsGroup PFS2048 `
  -MMSALifeTimeSeconds 86400 -SALifeTimeSeconds 86400
Set-VpnS2SInterface -Name 'hq-ikev2' -InitiateConfigPayload $false -Force
# The interface carries whatever is routed to it; the connection's subnets on this side: 172.16.5.0/24,172.16.6.0/24
