#pragma once

#include "models/catalog/gateway.h"
#include "models/catalog/region.h"
#include "models/catalog/validation_issue.h"

#include <expected>

namespace tw::models {

// Each gives the value with its text in canonical form (no blanks around, addresses as RFC 5952 writes them), or what
// is wrong. `others` are the objects of the same kind; the one with the draft's own id is left out of comparisons.
std::expected<VpnGateway, ValidationIssues> validate(const VpnGateway &draft, const QList<VpnGateway> &others,
                                                     const QList<Region> &regions);
enum class Purpose {
    Real,
    Rehearsal, // loopback addresses are allowed
};
std::expected<CustomerGateway, ValidationIssues> validate(const CustomerGateway &draft,
                                                          const QList<CustomerGateway> &others,
                                                          const QList<Region> &regions,
                                                          Purpose purpose = Purpose::Real);
// An own region: id of letters, digits and '-', up to 64; a name of 2-128 characters that no other region has.
std::expected<Region, ValidationIssues> validate(const Region &draft, const QList<Region> &others);

// The rules for names and descriptions, which all objects share. `name` without blanks around it.
ValidationIssues checkName(const QString &name);
ValidationIssues checkDescription(const QString &description);

// A DNS name as RFC 1123, 2.1 has it: not an address, and its last label not a number.
bool isHostName(const QString &text);

} // namespace tw::models
