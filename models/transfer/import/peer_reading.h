#pragma once

#include "engine/base/secret_bytes.h"
#include "models/transfer/peer_format.h"
#include "models/transfer/peer_view.h"
#include "models/transfer/remark.h"

#include <expected>
#include <optional>
#include <vector>

// What was understood of another device's configuration. Nothing is stored by reading, and no file that a text names is
// opened.
namespace tw::models {

struct IgnoredLine
{
    int line; // from 1
    QString words; // how it begins; never a value, which could be a key

    friend bool operator==(const IgnoredLine &, const IgnoredLine &) = default;
};

struct PeerReading
{
    // From the point of view of whose configuration it is; the name is the text's own. Empty texts and lifetimes of 0 were
    // not said.
    PeerView view;
    bool isGateways = false; // the text is of the VPN gateway itself (an answer of DescribeVpnConnection)
    bool takesEitherVersion = false; // and begins with the view's
    bool hasIkeSuite = false;
    bool hasEspSuite = false;
    bool saysStart = false;
    bool saysProbes = false;
    // Where the text offers several suites: all of them, the view's first.
    std::vector<PeerSuite> ikeOffers;
    std::vector<PeerSuite> espOffers;
    std::optional<SecretBytes> key; // nothing: not there, or only a placeholder
    QList<IgnoredLine> ignored; // the first of them
    bool ignoresMore = false;
};

struct ReadFault
{
    int line; // from 1; 0: the text as a whole
    Remark reason;

    QString translated() const; // "Line 12: ..."
};

using PeerReadings = std::vector<PeerReading>;
using ReadResult = std::expected<PeerReadings, ReadFault>;

// Both are UTF-8. `secrets`: the second file that some formats have; empty: none. At least one connection, or a fault.
ReadResult readPeer(PeerFormat format, ByteView text, ByteView secrets = {});
// By how the text looks. Nothing where it looks like none of them.
std::optional<PeerFormat> recognisePeerFormat(ByteView text);
// Why none of them is even looked for: it is no text, or too long. Nothing where it is one.
std::optional<ReadFault> textFault(ByteView text);

inline constexpr std::size_t kMaxPeerText = std::size_t{1} << 20;
inline constexpr int kMaxPeerLine = 4096;
inline constexpr int kMaxPeerLines = 20000;
inline constexpr int kMaxPeerDepth = 16;
inline constexpr int kMaxPeerConnections = 256;
inline constexpr int kMaxPeerSubnets = 256; // on a side
inline constexpr int kMaxPeerSecrets = 512;
inline constexpr int kMaxIgnoredLines = 200;

} // namespace tw::models
