#include "engine/api/certificate.h"

#include "engine/api/certificate_reader.h"
#include "engine/api/name_table.h"

#include <array>
#include <cstdio>

namespace tw::api {

namespace {

constexpr std::array kCertificateFaultNames = {
    Named<CertificateFault>{CertificateFault::Missing, "Missing"},
    Named<CertificateFault>{CertificateFault::Unreadable, "Unreadable"},
    Named<CertificateFault>{CertificateFault::TooMany, "TooMany"},
    Named<CertificateFault>{CertificateFault::Expired, "Expired"},
    Named<CertificateFault>{CertificateFault::NotYetValid, "NotYetValid"},
    Named<CertificateFault>{CertificateFault::UnknownIssuer, "UnknownIssuer"},
    Named<CertificateFault>{CertificateFault::BadSignature, "BadSignature"},
    Named<CertificateFault>{CertificateFault::NotACa, "NotACa"},
    Named<CertificateFault>{CertificateFault::PathTooLong, "PathTooLong"},
    Named<CertificateFault>{CertificateFault::NameForbidden, "NameForbidden"},
    Named<CertificateFault>{CertificateFault::WeakAlgorithm, "WeakAlgorithm"},
    Named<CertificateFault>{CertificateFault::UnknownExtension, "UnknownExtension"},
    Named<CertificateFault>{CertificateFault::MayNotSign, "MayNotSign"},
    Named<CertificateFault>{CertificateFault::UnsupportedKey, "UnsupportedKey"},
    Named<CertificateFault>{CertificateFault::WrongName, "WrongName"},
    Named<CertificateFault>{CertificateFault::ProofInvalid, "ProofInvalid"},
    Named<CertificateFault>{CertificateFault::UnsupportedSignature, "UnsupportedSignature"},
    Named<CertificateFault>{CertificateFault::KeyMismatch, "KeyMismatch"},
    Named<CertificateFault>{CertificateFault::KeyUnreadable, "KeyUnreadable"},
    Named<CertificateFault>{CertificateFault::Other, "Other"},
};

constexpr std::array kCredentialsFaultNames = {
    Named<CredentialsFault>{CredentialsFault::NothingFound, "NothingFound"},
    Named<CredentialsFault>{CredentialsFault::TooLarge, "TooLarge"},
    Named<CredentialsFault>{CredentialsFault::Malformed, "Malformed"},
    Named<CredentialsFault>{CredentialsFault::PassphraseNeeded, "PassphraseNeeded"},
    Named<CredentialsFault>{CredentialsFault::WrongPassphrase, "WrongPassphrase"},
    Named<CredentialsFault>{CredentialsFault::UnsupportedKey, "UnsupportedKey"},
    Named<CredentialsFault>{CredentialsFault::SeveralKeys, "SeveralKeys"},
    Named<CredentialsFault>{CredentialsFault::TooSlow, "TooSlow"},
};

} // namespace

std::string_view certificateFaultName(CertificateFault fault)
{
    return nameOf<CertificateFault>(kCertificateFaultNames, fault);
}

std::optional<CertificateFault> parseCertificateFault(std::string_view name)
{
    return parseName<CertificateFault>(kCertificateFaultNames, name);
}

std::string_view credentialsFaultName(CredentialsFault fault)
{
    return nameOf<CredentialsFault>(kCredentialsFaultNames, fault);
}

std::string_view certificateField(CertificateFault fault)
{
    switch (fault) {
    case CertificateFault::Expired: return "notAfter";
    case CertificateFault::NotYetValid: return "notBefore";
    case CertificateFault::UnknownIssuer: return "issuer";
    case CertificateFault::BadSignature: return "signatureValue";
    case CertificateFault::WeakAlgorithm: return "signatureAlgorithm";
    case CertificateFault::NotACa: return "basicConstraints";
    case CertificateFault::PathTooLong: return "pathLenConstraint";
    case CertificateFault::NameForbidden: return "nameConstraints";
    case CertificateFault::UnknownExtension: return "extensions";
    case CertificateFault::MayNotSign: return "keyUsage";
    case CertificateFault::UnsupportedKey:
    case CertificateFault::KeyMismatch: return "subjectPublicKeyInfo";
    case CertificateFault::WrongName: return "subjectAltName";
    case CertificateFault::Missing:
    case CertificateFault::Unreadable:
    case CertificateFault::TooMany:
    case CertificateFault::ProofInvalid:
    case CertificateFault::UnsupportedSignature:
    case CertificateFault::KeyUnreadable:
    case CertificateFault::Other: break;
    }
    return {};
}

std::string isoTime(UtcTime time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    const auto day = std::chrono::floor<std::chrono::days>(seconds);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(seconds - day);
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text;
}

} // namespace tw::api
