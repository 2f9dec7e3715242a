#pragma once

#include "engine/api/connection_config.h"
#include "models/catalog/certificate.h"
#include "models/catalog/connection_draft.h"
#include "models/catalog/gateway.h"
#include "models/catalog/machine_facts.h"
#include "models/catalog/preshared_key.h"
#include "models/catalog/validation_issue.h"

#include <expected>
#include <functional>
#include <memory>

// The only way from a draft to an api::ConnectionConfig: past it nobody checks again.
namespace tw::models {

class ValidationIndex;

// Everything that the rules look at beside the draft itself.
struct ValidationContext
{
    QList<VpnGateway> vpnGateways; // of all regions
    QList<CustomerGateway> customerGateways;
    QList<Connection> connections; // of all regions; the one with the draft's own id is the draft's past
    MachineFacts machine;
    // Whether the stored key of a connection equals `key`. Empty: keys of other connections are not compared.
    std::function<bool(const Connection &other, const PresharedKey &key)> hasKey;
    // Of these gateways and connections, for whoever validates many drafts; made anew where empty.
    std::shared_ptr<const ValidationIndex> index = {};
    QList<Certificate> certificates = {};
    QDateTime now = QDateTime::currentDateTimeUtc(); // for what expires
};

struct ValidConnection
{
    api::ConnectionConfigPtr config;
    ConnectionDraft draft; // in canonical form: blanks gone, subnets as a comma list, addresses as RFC 5952 writes them
    ValidationIssues warnings;
};

// All issues of a draft are found, not only the first; those of the list that comes back as the error are at least one
// Severity::Error, and the warnings too. In the order of the form.
std::expected<ValidConnection, ValidationIssues> validate(const ConnectionDraft &draft, const PresharedKey &key,
                                                          const ValidationContext &context);

// The list alone, for a form that is being filled in.
ValidationIssues check(const ConnectionDraft &draft, const PresharedKey &key, const ValidationContext &context);

// The pieces of a subnet list as typed: by commas (also the full-width one), semicolons, blanks and line ends.
QStringList splitSubnets(const QString &text);

} // namespace tw::models
