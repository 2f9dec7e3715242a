#include "models/log/redaction.h"

#include "engine/base/ip_address.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

namespace tw::models {

namespace {

bool isSecretKey(const QString &key)
{
    static const QRegularExpression secret(QStringLiteral("psk|secret|password|passphrase|private.?key$"),
                                           QRegularExpression::CaseInsensitiveOption);
    return key.contains(secret) && !key.startsWith(QLatin1String("Has"));
}

bool isIdentityKey(const QString &key)
{
    static const QStringList keys{
        QStringLiteral("LocalId"),     QStringLiteral("RemoteId"),         QStringLiteral("ReceivedId"),
        QStringLiteral("Certificate"), QStringLiteral("LocalCertificate"), QStringLiteral("RemoteCa"),
        QStringLiteral("Subject"),     QStringLiteral("Issuer"),           QStringLiteral("HostName")};
    return keys.contains(key);
}

// Of an event: who they are, and the names that were looked up.
bool isIdentity(const api::Event &event, api::DetailKey key)
{
    using api::DetailKey;
    switch (key) {
    case DetailKey::LocalId:
    case DetailKey::RemoteId:
    case DetailKey::ReceivedId:
    case DetailKey::Certificate: return true;
    case DetailKey::CertificateValue: return true; // a name of it, or a date
    case DetailKey::Name: return event.code == api::EventCode::PeerResolved || event.code == api::EventCode::PathFailed;
    default: return false;
    }
}

std::optional<IpAddress> parseAddress(const QString &text) { return IpAddress::parse(text.toStdString()); }

bool staysAsItIs(const IpAddress &address)
{
    return address.isPrivate() || address.isLoopback() || address.isLinkLocal() || address.isMulticast()
        || address.isUnspecified();
}

} // namespace

QString Redaction::standInFor(const QString &address)
{
    const auto parsed = parseAddress(address);
    if (!parsed || staysAsItIs(*parsed))
        return address;
    const QString canonical = QString::fromStdString(parsed->toString());
    auto known = m_addresses.find(canonical);
    if (known == m_addresses.end())
        known = m_addresses.insert(canonical, QStringLiteral("address-%1").arg(m_addresses.size() + 1));
    return *known;
}

// Of what could be addresses the parser takes the longest that is one, wherever it begins: ports and words stand at them
// in many ways ("8.8.8.8[500]", "8.8.8.8:500", "peer:2001:db8::1"), and none must hide one.
QString Redaction::addresses(const QString &text)
{
    static const QRegularExpression run(QStringLiteral("[0-9A-Fa-f:.]{3,}"));
    static const QRegularExpression separator(QStringLiteral("[:.]"));
    QString redacted;
    qsizetype last = 0;
    for (auto matches = run.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        redacted += text.mid(last, match.capturedStart() - last);
        last = match.capturedEnd();
        for (QString rest = match.captured(); !rest.isEmpty();) {
            qsizetype size = rest.size();
            while (size > 0 && !parseAddress(rest.left(size)))
                size = rest.lastIndexOf(separator, size - 1);
            if (size > 0) {
                redacted += standInFor(rest.left(size));
            } else {
                const qsizetype next = rest.indexOf(separator);
                size = next < 0 ? rest.size() : next + 1;
                redacted += rest.left(size);
            }
            rest = rest.mid(size);
        }
    }
    return redacted + text.mid(last);
}

QString Redaction::identity(const QString &name)
{
    if (name.isEmpty() || m_addresses.values().contains(name) || m_identities.values().contains(name))
        return name;
    if (parseAddress(name))
        return standInFor(name);
    addIdentity(name);
    return m_identities.value(name);
}

void Redaction::addIdentity(const QString &identity)
{
    if (identity.isEmpty() || m_identities.contains(identity) || parseAddress(identity))
        return;
    m_identities.insert(identity, QStringLiteral("identity-%1").arg(m_identities.size() + 1));
    const auto place =
        std::ranges::find_if(m_identityOrder, [&](const QString &other) { return other.size() < identity.size(); });
    m_identityOrder.insert(place, identity);
}

QString Redaction::text(const QString &text)
{
    QString redacted = text;
    for (const QString &identity : std::as_const(m_identityOrder)) {
        // One of a letter or two would take every text apart; it tells nobody's name either.
        if (identity.size() > 2)
            redacted.replace(identity, m_identities.value(identity));
    }
    return addresses(redacted);
}

LogRecord Redaction::record(LogRecord record)
{
    for (api::Detail &detail : record.event.details) {
        const QString value = QString::fromStdString(detail.value);
        detail.value = (isIdentity(record.event, detail.key) ? identity(value) : text(value)).toStdString();
    }
    return record;
}

QJsonValue Redaction::json(const QJsonValue &value, const QString &key)
{
    if (isSecretKey(key) && !value.isNull() && !value.isBool()) {
        ++m_keys;
        return QStringLiteral("redacted");
    }
    if (value.isObject()) {
        QJsonObject redacted;
        const QJsonObject object = value.toObject();
        for (auto each = object.begin(); each != object.end(); ++each)
            redacted.insert(each.key(), json(each.value(), each.key()));
        return redacted;
    }
    if (value.isArray()) {
        QJsonArray redacted;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &each : array)
            redacted.append(json(each, key));
        return redacted;
    }
    if (!value.isString())
        return value;
    return isIdentityKey(key) ? identity(value.toString()) : text(value.toString());
}

QStringList Redaction::summary() const
{
    return {QStringLiteral("public addresses: %1").arg(m_addresses.size()),
            QStringLiteral("identities, host names, certificate subjects: %1").arg(m_identities.size()),
            QStringLiteral("keys: %1 (keys are not read at all for a bundle)").arg(m_keys)};
}

} // namespace tw::models
