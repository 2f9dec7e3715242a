#include "models/catalog/certificate_import.h"

#include <QCoreApplication>

#include <algorithm>

namespace tw::models {

namespace {

CatalogError refusal(const char *text)
{
    return {
        CatalogError::Kind::Invalid, ObjectKind::Certificate, {}, QCoreApplication::translate("Certificate", text), {}};
}

} // namespace

QString credentialsFaultText(api::CredentialsFault fault)
{
    const auto words = [](const char *text) { return QCoreApplication::translate("Certificate", text); };
    switch (fault) {
    case api::CredentialsFault::NothingFound:
        return words(QT_TRANSLATE_NOOP("Certificate",
                                       "There is neither a certificate nor a private key in it. Files in PEM, DER and "
                                       "PKCS#12 are understood."));
    case api::CredentialsFault::TooLarge:
        return words(QT_TRANSLATE_NOOP("Certificate",
                                       "It is too large: up to 1 MiB and 64 certificates of 16 KiB each are read."));
    case api::CredentialsFault::Malformed:
        return words(QT_TRANSLATE_NOOP("Certificate",
                                       "A part of it says that it is a certificate or a private key, and cannot be "
                                       "read as one. Have it exported again."));
    case api::CredentialsFault::PassphraseNeeded:
        return words(QT_TRANSLATE_NOOP("Certificate", "It is protected by a passphrase. Enter the passphrase."));
    case api::CredentialsFault::WrongPassphrase:
        return words(QT_TRANSLATE_NOOP("Certificate", "The passphrase does not open it. Enter it again."));
    case api::CredentialsFault::UnsupportedKey:
        return words(
            QT_TRANSLATE_NOOP("Certificate",
                              "Its private key is of a kind that IKE cannot use here. Use RSA with 1024 to 8192 "
                              "bits, or ECDSA on P-256, P-384 or P-521."));
    case api::CredentialsFault::SeveralKeys:
        return words(QT_TRANSLATE_NOOP("Certificate",
                                       "It holds several private keys. Import each with its certificate from a file of "
                                       "its own."));
    case api::CredentialsFault::TooSlow:
        return words(QT_TRANSLATE_NOOP("Certificate",
                                       "Its passphrase takes more than 4 million rounds to try. Have it exported with "
                                       "fewer."));
    }
    return {};
}

CatalogResult<CertificateImportPlan> planCertificateImport(const CatalogState &state, api::Credentials credentials,
                                                           const api::CertificateReader &reader)
{
    CertificateImportPlan result;
    CatalogPlan &plan = result.plan;
    plan.next = state;
    QList<Certificate> &all = plan.next.certificates;
    QStringList meant; // those that the file holds are asked first whose the key is
    for (api::CertificateFacts &facts : credentials.certificates) {
        const QString id = certificateId(facts);
        meant.append(id);
        if (const Certificate *known = findCertificate(all, id)) {
            result.result.known.append(id);
            result.result.titles.insert(id, certificateTitle(*known));
            continue;
        }
        all.append({id, std::move(facts), QDateTime::currentDateTimeUtc(), {}});
        result.result.titles.insert(id, certificateTitle(all.last()));
        plan.certificates.added.append(id);
        result.result.added.append(id);
    }
    if (credentials.privateKey.isEmpty())
        return result;

    const auto hasThisKey = [&](const Certificate &one) {
        return reader.isKeyOf(credentials.privateKey, one.facts.der);
    };
    auto owner =
        std::ranges::find_if(all, [&](const Certificate &one) { return meant.contains(one.id) && hasThisKey(one); });
    if (owner == all.end())
        owner = std::ranges::find_if(all, hasThisKey);
    if (owner == all.end())
        return std::unexpected(refusal(
            QT_TRANSLATE_NOOP("Certificate",
                              "The private key belongs to none of the certificates, neither in the file nor imported "
                              "before. Import the certificate first, or together with its key.")));
    result.result.keyOf = owner->id;
    result.result.titles.insert(owner->id, certificateTitle(*owner));
    if (owner->hasKey())
        return result;
    owner->secretReference = generateId(QStringLiteral("sec-"));
    plan.newSecrets.emplace(owner->secretReference, std::move(credentials.privateKey));
    if (!plan.certificates.added.contains(owner->id))
        plan.certificates.changed.append(owner->id);
    return result;
}

} // namespace tw::models
