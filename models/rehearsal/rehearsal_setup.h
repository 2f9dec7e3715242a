#pragma once

#include "engine/api/rehearsal.h"
#include "models/transfer/export/exporter.h"

#include <QString>

#include <expected>
#include <optional>
#include <variant>

namespace tw::models {

class Catalog;

// Whom a connection is rehearsed against.
// The configuration that we write for the device, read again: what the peer will be when it takes our text.
struct ExportedPeer
{
    PeerFormat format = PeerFormat::Swanctl;
};
// The device's own configuration, as somebody took it from there.
struct GivenPeer
{
    std::optional<PeerFormat> format; // nothing: recognised
    QString fileName; // for the report; empty: it was pasted
    SecretBytes text; // UTF-8
    SecretBytes secrets; // the second file that some formats have; empty: none
};
// Our configuration with both sides exchanged, which fits by its nature.
struct MirroredPeer
{ };
using Opponent = std::variant<MirroredPeer, ExportedPeer, GivenPeer>;

// What the peer of a rehearsal was made of, for the report.
struct RehearsalBasis
{
    enum class Kind : std::uint8_t { Mirror, ExportedText, GivenText };

    Kind kind = Kind::Mirror;
    std::optional<PeerFormat> format; // of the text; of a mirror: of the one that could not be written
    QString fileName = {};
    QList<ExportBlocker> blockers = {}; // why there is no text
    QList<Remark> notes = {}; // what the text leaves open, and what was taken
    bool hasThrowAwayCertificates = false;
};

struct PreparedRehearsal
{
    api::RehearsalSetup setup;
    RehearsalBasis basis;
};

api::ConnectionId mirrorId(const api::ConnectionConfig &ours); // of the peer's end, in the logs of a rehearsal

// The peer's side of a connection as it would be configured to fit: local and remote exchanged, everything else the same.
// `publicAddress` is where the peer finds us.
api::ConnectionConfig mirrorOf(const api::ConnectionConfig &ours, const IpAddress &publicAddress);

// A saved connection and its opponent. Texts are in memory only, and wiped. The error is a sentence: what is missing, or
// why this cannot be rehearsed.
std::expected<PreparedRehearsal, QString> rehearsalOf(const Catalog &catalog, const QString &connectionId,
                                                      const Opponent &opponent);

} // namespace tw::models
