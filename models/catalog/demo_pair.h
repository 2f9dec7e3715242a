#pragma once

#include "models/catalog/catalog_change.h"

namespace tw::models {

// Two gateways and a connection between them, to look around with: addresses of documents (RFC 5737), which nobody has, the
// settings that we recommend, and no negotiation of its own accord. One change, so that one undo takes it away.
CatalogChange demoPair(const QString &regionId);

} // namespace tw::models
