#include "models/catalog/certificate.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace tw::models {

namespace {

// What certificate chains have at most in the field, and what the engine looks at.
constexpr std::size_t kMaxChain = 6;

QString shortId(const QString &id) { return id.left(16); }

} // namespace

QString certificateId(const api::CertificateFacts &facts) { return QString::fromStdString(toHex(facts.fingerprint)); }

QString certificateTitle(const Certificate &certificate)
{
    const QString subject = QString::fromStdString(certificate.facts.subject);
    return subject.isEmpty() ? shortId(certificate.id) : subject;
}

QDateTime toDateTime(UtcTime time) { return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC); }

Expiry expiryOf(const api::CertificateFacts &facts, const QDateTime &now)
{
    constexpr qint64 kSecondsADay = 24 * 60 * 60;
    const qint64 untilEnd = now.secsTo(toDateTime(facts.notAfter));
    const qint64 untilBegin = now.secsTo(toDateTime(facts.notBefore));
    if (untilEnd < 0)
        return {Expiry::State::Expired, -untilEnd / kSecondsADay};
    if (untilBegin > 0)
        return {Expiry::State::NotYetValid, untilBegin / kSecondsADay};
    const qint64 days = untilEnd / kSecondsADay;
    return {days < kExpiresSoonDays ? Expiry::State::ExpiresSoon : Expiry::State::Valid, days};
}

QString expiryText(const Expiry &expiry)
{
    switch (expiry.state) {
    case Expiry::State::Valid: return {};
    case Expiry::State::ExpiresSoon: {
        const int days = static_cast<int>(expiry.days);
        if (days == 0)
            return QCoreApplication::translate("Certificate", "Expires within a day");
        return QCoreApplication::translate("Certificate", "Expires in %n day(s)", nullptr, days);
    }
    case Expiry::State::Expired: return QCoreApplication::translate("Certificate", "Expired");
    case Expiry::State::NotYetValid: return QCoreApplication::translate("Certificate", "Not valid yet");
    }
    return {};
}

QList<const Certificate *> certificatesMeant(const QList<Certificate> &certificates, const QString &text)
{
    static const QRegularExpression beginning(QStringLiteral("^[0-9a-f]{8,64}$"));
    QString digits = text.trimmed().toLower();
    digits.remove(u':');
    const bool isId = beginning.match(digits).hasMatch();
    QList<const Certificate *> meant;
    for (const Certificate &certificate : certificates) {
        if ((isId && certificate.id.startsWith(digits))
            || (!text.isEmpty() && QString::fromStdString(certificate.facts.subject) == text.trimmed()))
            meant.append(&certificate);
    }
    return meant;
}

const Certificate *findCertificate(const QList<Certificate> &certificates, const QString &id)
{
    const auto found = std::ranges::find(certificates, id, &Certificate::id);
    return found == certificates.end() ? nullptr : &*found;
}

std::vector<Bytes> chainOf(const Certificate &own, const QList<Certificate> &all)
{
    std::vector<Bytes> chain{own.facts.der};
    const Certificate *last = &own;
    while (!last->facts.isSelfSigned && chain.size() < kMaxChain) {
        const auto issuer = std::ranges::find_if(all, [&](const Certificate &other) {
            return other.facts.isCa && !other.facts.isSelfSigned && other.facts.subject == last->facts.issuer
                && std::ranges::find(chain, other.facts.der) == chain.end();
        });
        if (issuer == all.end())
            break;
        chain.push_back(issuer->facts.der);
        last = &*issuer;
    }
    return chain;
}

} // namespace tw::models
