# Tunnelwright test: for MikroTik RouterOS 7
# Connection hq-ikev2 (vco-cccccccccccccccccccc), revision 836859db, written 2026-01-02T03:04:05Z
# For the device at 203.0.113.20; the VPN gateway is at 198.51.100.10
# Contains the pre-shared key: show it to nobody else
# Not confirmed: The names were read in the vendor's own sources; the file was not tried on a device.
# Fasttrack must leave IPsec out: disable it, or accept ipsec-policy=in,ipsec and =out,ipsec before it.
/ip ipsec profile add name=hq-ikev2 enc-algorithm=aes-256 hash-algorithm=sha256 dh-group=modp2048 lifetime=1d dpd-interval=30s dpd-maximum-failures=4 nat-traversal=yes
/ip ipsec proposal add name=hq-ikev2 enc-algorithms=aes-256-cbc auth-algorithms=sha256 pfs-group=modp2048 lifetime=1d
/ip ipsec peer add name=hq-ikev2 address=198.51.100.10/32 local-address=203.0.113.20 exchange-mode=ike2 profile=hq-ikev2
/ip ipsec identity add peer=hq-ikev2 auth-method=pre-shared-key secret=0x6e30742e412d536563726574 my-id=address:203.0.113.20 remote-id=address:198.51.100.10
/ip ipsec policy add peer=hq-ikev2 tunnel=yes level=unique proposal=hq-ikev2 src-address=172.16.5.0/24 dst-address=10.10.0.0/24
/ip ipsec policy add peer=hq-ikev2 tunnel=yes level=unique proposal=hq-ikev2 src-address=172.16.6.0/24 dst-address=10.10.0.0/24
/ip firewall nat add chain=srcnat action=accept src-address=172.16.5.0/24 dst-address=10.10.0.0/24 place-before=0 comment="hq-ikev2: no NAT into the tunnel"
/ip firewall nat add chain=srcnat action=accept src-address=172.16.6.0/24 dst-address=10.10.0.0/24 place-before=0 comment="hq-ikev2: no NAT into the tunnel"
