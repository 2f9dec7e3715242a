#pragma once

#include "models/catalog/validation_issue.h"
#include "models/store/store_error.h"

#include <expected>

namespace tw::models {

enum class ObjectKind { Region, VpnGateway, CustomerGateway, Connection, Certificate };

QString objectKindText(ObjectKind kind); // "VPN gateway", translated

// Why the catalogue refused. `text` is one translated line that names the object and the field.
struct CatalogError
{
    enum class Kind {
        Invalid, // `issues` say what
        InUse, // other objects refer to it
        NotFound,
        Fixed, // the object may not be changed: a region of the program, a connection's gateways
        ReadOnly, // another process has the data directory
        Store, // the machine failed; nothing was changed
    };

    Kind kind = Kind::Invalid;
    ObjectKind object = ObjectKind::Connection;
    QString name; // of the object
    QString text;
    ValidationIssues issues;
    StoreError::Kind store = StoreError::Kind::Failed; // with Kind::Store
    QString id = {}; // of the object, where it has one
    QStringList users = {}; // with Kind::InUse, the names of what refers to it
};

using CatalogErrors = QList<CatalogError>; // never empty where it stands for a failure

template <typename T>
using CatalogResult = std::expected<T, CatalogError>;

CatalogError catalogError(const StoreError &error);
// All issues of one object as one error.
CatalogError catalogError(ObjectKind object, const QString &name, const ValidationIssues &issues,
                          const QString &id = {});

} // namespace tw::models
