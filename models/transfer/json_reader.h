#pragma once

#include "models/transfer/apply_document.h"

#include <QJsonObject>
#include <QSet>

#include <optional>
#include <vector>

namespace tw::models {

// Reads an object of a document key by key, and knows in the end which keys nobody asked for. Every error names the
// path that leads to it.
class JsonReader
{
public:
    // `errors` must outlive the reader. `path`: "VpnConnections[0]".
    JsonReader(const QJsonObject &object, QString path, QList<DocumentError> &errors)
        : m_object(object), m_path(std::move(path)), m_errors(errors)
    { }

    const QString &path() const { return m_path; }
    // The first of the names that the object has, else the first.
    QString pick(const QStringList &names) const;
    bool has(const QString &key) const { return m_object.contains(key); }
    bool isFlag(const QString &key) const { return m_object.value(key).isBool(); }

    // Nothing where the key is absent, or its value is of another type (an error then).
    std::optional<QString> text(const QString &key);
    std::optional<QString> requiredText(const QString &key); // absent or empty: an error
    std::optional<QString> number(const QString &key); // a number, or text, which the validator judges
    std::optional<bool> flag(const QString &key); // true, false, or these words as text
    std::optional<JsonReader> object(const QString &key);
    // The elements, each of which must be an object.
    std::vector<JsonReader> objects(const QString &key);

    void ignore(const QString &key) { m_known.insert(key); }
    // Reports keys that were never asked for.
    void refuseOthers();

    void fail(const QString &key, const QString &text);

private:
    QString at(const QString &key) const { return m_path.isEmpty() ? key : m_path + QLatin1Char('.') + key; }

    QJsonObject m_object;
    QString m_path;
    QList<DocumentError> &m_errors;
    QSet<QString> m_known;
};

} // namespace tw::models
