#pragma once

#include "engine/api/rehearsal.h"

#include <QString>

#include <expected>

namespace tw::models {

class Catalog;

// The peer's side of a connection as it would be configured to fit: local and remote exchanged, everything else the same.
// `publicAddress` is where the peer finds us.
api::ConnectionConfig mirrorOf(const api::ConnectionConfig &ours, const IpAddress &publicAddress);

// A saved connection against its mirror. The error is a sentence: what is missing, or why this one cannot be rehearsed.
std::expected<api::RehearsalSetup, QString> rehearsalOf(const Catalog &catalog, const QString &connectionId);

} // namespace tw::models
