#include "models/catalog/catalog_error.h"

#include "models/catalog/issue_text.h"
#include "models/log/joined_text.h"

#include <QCoreApplication>

namespace tw::models {

QString objectKindText(ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Region: return QCoreApplication::translate("Catalog", "Region");
    case ObjectKind::VpnGateway: return QCoreApplication::translate("Catalog", "VPN gateway");
    case ObjectKind::CustomerGateway: return QCoreApplication::translate("Catalog", "Customer gateway");
    case ObjectKind::Connection: return QCoreApplication::translate("Catalog", "IPsec connection");
    case ObjectKind::Certificate: return QCoreApplication::translate("Catalog", "Certificate");
    }
    return {};
}

CatalogError catalogError(const StoreError &error)
{
    CatalogError result;
    result.kind = error.kind == StoreError::Kind::Locked ? CatalogError::Kind::ReadOnly : CatalogError::Kind::Store;
    result.text = error.text;
    result.store = error.kind;
    return result;
}

CatalogError catalogError(ObjectKind object, const QString &name, const ValidationIssues &issues, const QString &id)
{
    QStringList sentences;
    for (const ValidationIssue &issue : issues) {
        if (issue.severity == Severity::Error)
            sentences.append(issueText(issue));
    }
    const QString text = QCoreApplication::translate("Catalog", "%1 “%2”: %3")
                             .arg(objectKindText(object), name, joinedSentences(sentences));
    return {CatalogError::Kind::Invalid, object, name, text, issues, {}, id};
}

} // namespace tw::models
