#pragma once

#include "models/catalog/catalog.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QStringList>

// The document of `tunnelwrightctl apply`: objects that shall exist, by name within their region. Keys are those of the
// cloud API; what a document leaves out keeps its value, or takes the default where the object is new.
namespace tw::models {

// Where and what: "VpnConnections[0].IkeConfig.IkeLifetime: ...". One line each.
struct DocumentError
{
    QString path; // empty: the document as a whole
    QString text;
    bool isInput = true; // false: the document is fine, the machine failed (full disk, locked, ...)

    QString line() const { return path.isEmpty() ? text : path + QStringLiteral(": ") + text; }
};

struct ApplyOutcome
{
    enum class Action { Created, Changed, Unchanged };
    struct Item
    {
        ObjectKind kind;
        QString name;
        QString id;
        QString regionId;
        Action action;
        EditEffect effect = EditEffect::Nothing; // of a changed connection
    };

    QList<Item> items; // in the document's order
    QList<DocumentError> warnings;

    bool changesNothing() const;
};

enum class ApplyMode { Apply, DryRun };

// Creates and changes what the document names: all of it or, with every error that was found, nothing.
std::expected<ApplyOutcome, QList<DocumentError>> applyDocument(Catalog &catalog, const QByteArray &json,
                                                                ApplyMode mode);

// Objects as `list` and `show` print them: the document's keys, and the ids. Never a key's value.
QJsonObject toJson(const Region &region);
QJsonObject toJson(const VpnGateway &gateway);
QJsonObject toJson(const CustomerGateway &gateway);
QJsonObject toJson(const Connection &connection, const Catalog &catalog);
QJsonObject toJson(const Certificate &certificate, const Catalog &catalog);

} // namespace tw::models
