#pragma once

#include "engine/api/proposal.h"
#include "models/catalog/connection_draft.h"
#include "models/catalog/gateway.h"

#include <QString>
#include <QStringList>

#include <optional>

// A connection as the other side sees it. It is stored from the VPN gateway's point of view; what goes to the customer
// gateway's device is written from that device's. Local and remote are swapped here, and nowhere else: formatters and
// readers know only this struct, so they cannot swap by mistake.
namespace tw::models {

// What one phase uses. With an AEAD suite the hash of phase 1 names the PRF, and that of phase 2 is None.
struct PeerSuite
{
    api::Encryption encryption = api::Encryption::Aes128Cbc;
    api::Integrity hash = api::Integrity::HmacSha1_96;
    api::DhGroup group = api::DhGroup::Modp1024; // None in phase 2: without PFS

    friend bool operator==(const PeerSuite &, const PeerSuite &) = default;
};

struct PeerView
{
    QString name; // of the connection, in any script
    QString connectionId;

    QString local; // the device: an address, or a DNS name
    QString remote; // the VPN gateway's public address
    QStringList localSubnets; // behind the device
    QStringList remoteSubnets;
    QString localId; // as they count, never empty in an export
    QString remoteId;

    bool isIkeV2 = true;
    bool isAggressive = false; // IKEv1 only
    PeerSuite ike;
    PeerSuite esp;
    qint64 ikeLifetime = 0; // seconds; 0: a text did not say
    qint64 espLifetime = 0;

    bool startsAtOnce = false;
    bool probes = true; // dead peer detection
    bool forcesEncapsulation = false; // ESP in UDP even where no NAT is seen

    friend bool operator==(const PeerView &, const PeerView &) = default;
};

// How often a peer is probed, and when it counts as dead; as our own engine does by default.
inline constexpr int kProbeDelay = 30;
inline constexpr int kProbeTimeout = 120;

// Nothing where the draft would not pass the validator, or proves itself by certificates.
std::optional<PeerView> peerViewOf(const ConnectionDraft &draft, const VpnGateway &ours, const CustomerGateway &theirs);

// The way back: what the view says goes over into the draft, mirrored; the gateways are the caller's affair. What the
// view leaves open stays as it was.
void takeOver(const PeerView &view, ConnectionDraft &draft);

// The same tunnel from its other end.
PeerView otherEnd(PeerView view);

} // namespace tw::models
