#include "models/transfer/json_reader.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <cmath>

namespace tw::models {

namespace {

QString words(const char *text) { return QCoreApplication::translate("Document", text); }

} // namespace

QString JsonReader::pick(const QStringList &names) const
{
    for (const QString &name : names) {
        if (m_object.contains(name))
            return name;
    }
    return names.first();
}

void JsonReader::fail(const QString &key, const QString &text) { m_errors.append({at(key), text}); }

std::optional<QString> JsonReader::text(const QString &key)
{
    m_known.insert(key);
    if (!m_object.contains(key))
        return std::nullopt;
    const QJsonValue value = m_object.value(key);
    if (value.isString())
        return value.toString();
    fail(key, words(QT_TRANSLATE_NOOP("Document", "This must be text in quotes.")));
    return std::nullopt;
}

std::optional<QString> JsonReader::requiredText(const QString &key)
{
    if (!m_object.contains(key)) {
        m_known.insert(key);
        fail(key, words(QT_TRANSLATE_NOOP("Document", "This is missing.")));
        return std::nullopt;
    }
    const auto value = text(key);
    if (!value || !value->trimmed().isEmpty())
        return value ? std::optional(value->trimmed()) : value;
    fail(key, words(QT_TRANSLATE_NOOP("Document", "This is empty.")));
    return std::nullopt;
}

std::optional<QString> JsonReader::number(const QString &key)
{
    m_known.insert(key);
    if (!m_object.contains(key))
        return std::nullopt;
    const QJsonValue value = m_object.value(key);
    if (value.isString())
        return value.toString();
    const double number = value.toDouble();
    if (value.isDouble() && std::trunc(number) == number && std::abs(number) < 1e15)
        return QString::number(static_cast<qint64>(number));
    fail(key, words(QT_TRANSLATE_NOOP("Document", "This must be a whole number.")));
    return std::nullopt;
}

std::optional<bool> JsonReader::flag(const QString &key)
{
    m_known.insert(key);
    if (!m_object.contains(key))
        return std::nullopt;
    const QJsonValue value = m_object.value(key);
    if (value.isBool())
        return value.toBool();
    if (value.toString() == QLatin1String("true"))
        return true;
    if (value.toString() == QLatin1String("false"))
        return false;
    fail(key, words(QT_TRANSLATE_NOOP("Document", "This must be true or false.")));
    return std::nullopt;
}

std::optional<JsonReader> JsonReader::object(const QString &key)
{
    m_known.insert(key);
    if (!m_object.contains(key))
        return std::nullopt;
    const QJsonValue value = m_object.value(key);
    if (value.isObject())
        return JsonReader(value.toObject(), at(key), m_errors);
    fail(key, words(QT_TRANSLATE_NOOP("Document", "This must be an object in braces.")));
    return std::nullopt;
}

std::vector<JsonReader> JsonReader::objects(const QString &key)
{
    m_known.insert(key);
    std::vector<JsonReader> readers;
    if (!m_object.contains(key))
        return readers;
    if (!m_object.value(key).isArray()) {
        fail(key, words(QT_TRANSLATE_NOOP("Document", "This must be a list in brackets.")));
        return readers;
    }
    const QJsonArray elements = m_object.value(key).toArray();
    for (qsizetype i = 0; i < elements.size(); ++i) {
        const QString element = key + QStringLiteral("[%1]").arg(i);
        if (elements[i].isObject())
            readers.emplace_back(elements[i].toObject(), at(element), m_errors);
        else
            fail(element, words(QT_TRANSLATE_NOOP("Document", "This must be an object in braces.")));
    }
    return readers;
}

void JsonReader::refuseOthers()
{
    for (const QString &key : m_object.keys()) {
        if (!m_known.contains(key))
            fail(key, words(QT_TRANSLATE_NOOP("Document", "There is no such key here.")));
    }
}

} // namespace tw::models
