#pragma once

#include "models/catalog/catalog.h"

#include <expected>

namespace tw::app {

// The id of the object that the user means: by id, or by name where only one object of its kind has it. The error names
// what was looked for; several objects of that name (in several regions) are listed with their ids.
std::expected<QString, QString> findConnection(const models::Catalog &catalog, const QString &nameOrId);
std::expected<QString, QString> findVpnGateway(const models::Catalog &catalog, const QString &nameOrId);
std::expected<QString, QString> findCustomerGateway(const models::Catalog &catalog, const QString &nameOrId);
// By fingerprint or its beginning, or by subject.
std::expected<QString, QString> findCertificate(const models::Catalog &catalog, const QString &text);

} // namespace tw::app
