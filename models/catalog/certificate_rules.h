#pragma once

#include "models/catalog/certificate.h"
#include "models/catalog/ike_rules.h"

// The rules for connections that prove themselves by certificates, used by connection_validator alone.
namespace tw::models {

bool usesCertificates(const ConnectionDraft &draft);

// Those that the draft names, where it is clear which are meant.
struct ChosenCertificates
{
    const Certificate *own = nullptr;
    const Certificate *authority = nullptr;
};
// Writes the ids of the chosen ones into the draft, however they were named there.
ChosenCertificates chooseCertificates(ConnectionDraft &draft, const QList<Certificate> &certificates);

ValidationIssues checkCertificates(const ConnectionDraft &draft, const EffectiveIds &ids,
                                   const QList<Certificate> &certificates, const QDateTime &now);

// Of a draft whose certificates were found right.
api::CertificateAuthentication certificateAuthentication(const ChosenCertificates &chosen,
                                                         const QList<Certificate> &certificates);

} // namespace tw::models
