#include "models/catalog/certificate_rules.h"

#include <algorithm>

namespace tw::models {

namespace {

// Some certificates are for hundreds of hosts.
constexpr qsizetype kMostNamesTold = 6;

const Certificate *onlyOne(const QList<Certificate> &certificates, const QString &text)
{
    const auto meant = certificatesMeant(certificates, text);
    return meant.size() == 1 ? meant.first() : nullptr;
}

// What can be said of either: chosen at all, known, and valid now. Nothing where there is no single one.
const Certificate *checkChosen(ValidationIssues &issues, Field field, const QString &text,
                               const QList<Certificate> &certificates, const QDateTime &now)
{
    if (text.isEmpty()) {
        issues.append({field, Reason::CertificateMissing, {}, {}, {}, {}});
        return nullptr;
    }
    const auto meant = certificatesMeant(certificates, text);
    if (meant.size() != 1) {
        issues.append(
            {field, meant.isEmpty() ? Reason::CertificateUnknown : Reason::CertificateUnclear, {text}, {}, {}, {}});
        return nullptr;
    }
    const Certificate &chosen = *meant.first();
    const auto dateOf = [](UtcTime time) { return toDateTime(time).toString(Qt::ISODate).left(10); };
    // Warnings: a new one may be on its way, and perhaps it is this machine's clock that is wrong.
    if (const Expiry expiry = expiryOf(chosen.facts, now); expiry.state == Expiry::State::Expired)
        issues.append({field,
                       Reason::CertificateExpired,
                       {certificateTitle(chosen), dateOf(chosen.facts.notAfter)},
                       {},
                       Severity::Warning,
                       {}});
    else if (expiry.state == Expiry::State::NotYetValid)
        issues.append({field,
                       Reason::CertificateNotYetValid,
                       {certificateTitle(chosen), dateOf(chosen.facts.notBefore)},
                       {},
                       Severity::Warning,
                       {}});
    return &chosen;
}

// RFC 4945, 3.1: a peer believes an identity that stands in the certificate, and nothing else.
void checkIdentity(ValidationIssues &issues, Field field, const QString &id, const Certificate &certificate,
                   Field certificateField)
{
    const auto identity = api::Identity::parse(id.toStdString());
    if (!identity) // which has its own issue, or its gateway is missing
        return;
    const auto &names = certificate.facts.names;
    if (std::ranges::find(names, *identity) != names.end())
        return;
    QStringList texts;
    QList<Mend> mends;
    for (const api::Identity &name : names) {
        if (texts.size() == kMostNamesTold) {
            texts.append(QStringLiteral("…"));
            break;
        }
        const std::string text = name.toString();
        texts.append(QString::fromStdString(text));
        // What cannot be typed cannot be mended: a name in other letters than ASCII, or one that is too long.
        const auto typed = api::Identity::parse(text);
        if (typed && *typed == name && text.size() <= api::Identity::maxLength(text))
            mends.append({field, texts.last()});
    }
    issues.append({field,
                   Reason::IdNotInCertificate,
                   {id, certificateTitle(certificate), texts.join(QStringLiteral("; "))},
                   certificateField,
                   {},
                   mends});
}

} // namespace

bool usesCertificates(const ConnectionDraft &draft) { return draft.authMethod == QLatin1String("certificate"); }

ChosenCertificates chooseCertificates(ConnectionDraft &draft, const QList<Certificate> &certificates)
{
    if (!usesCertificates(draft)) {
        draft.localCertificate.clear(); // what says nothing is not kept: it would hold the certificates in use
        draft.remoteCa.clear();
        return {};
    }
    ChosenCertificates chosen{onlyOne(certificates, draft.localCertificate), onlyOne(certificates, draft.remoteCa)};
    if (chosen.own)
        draft.localCertificate = chosen.own->id;
    if (chosen.authority)
        draft.remoteCa = chosen.authority->id;
    return chosen;
}

ValidationIssues checkCertificates(const ConnectionDraft &draft, const EffectiveIds &ids,
                                   const QList<Certificate> &certificates, const QDateTime &now)
{
    ValidationIssues issues;
    if (draft.ikeVersion == QLatin1String("ikev1"))
        issues.append({Field::AuthMethod,
                       Reason::CertificateNeedsIkeV2,
                       {},
                       Field::IkeVersion,
                       {},
                       {{Field::IkeVersion, QStringLiteral("ikev2")}, {Field::AuthMethod, QStringLiteral("psk")}}});
    if (const auto *own = checkChosen(issues, Field::LocalCertificate, draft.localCertificate, certificates, now)) {
        if (own->facts.keyAlgorithm.empty())
            issues.append(
                {Field::LocalCertificate, Reason::CertificateKeyUnsupported, {certificateTitle(*own)}, {}, {}, {}});
        else if (!own->hasKey())
            issues.append({Field::LocalCertificate, Reason::CertificateHasNoKey, {certificateTitle(*own)}, {}, {}, {}});
        checkIdentity(issues, Field::LocalId, ids.local, *own, Field::LocalCertificate);
    }
    const auto *authority = checkChosen(issues, Field::RemoteCa, draft.remoteCa, certificates, now);
    // The peer's own certificate, imported instead of an authority: whom it names is known already.
    if (authority && !authority->facts.isCa)
        checkIdentity(issues, Field::RemoteId, ids.remote, *authority, Field::RemoteCa);
    return issues;
}

api::CertificateAuthentication certificateAuthentication(const ChosenCertificates &chosen,
                                                         const QList<Certificate> &certificates)
{
    return {chainOf(*chosen.own, certificates), {chosen.authority->facts.der}};
}

} // namespace tw::models
