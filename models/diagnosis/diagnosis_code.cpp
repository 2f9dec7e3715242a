#include "models/diagnosis/diagnosis_code.h"

#include <array>

namespace tw::models {

namespace {

struct CodeRow
{
    DiagnosisCode code;
    api::FailureCode failure; // None: only the diagnosis has it, by the name behind it
    std::string_view name;
};

using enum DiagnosisCode;
using Failure = api::FailureCode;

constexpr std::array kCodes = {
    CodeRow{NoExceptionFound, Failure::None, "NoExceptionFound"},
    CodeRow{NoResponse, Failure::NoResponse, {}},
    CodeRow{Phase1NegotiationTimeout, Failure::Phase1NegotiationTimeout, {}},
    CodeRow{Phase2NegotiationTimeout, Failure::Phase2NegotiationTimeout, {}},
    CodeRow{ProposalMismatch, Failure::ProposalMismatch, {}},
    CodeRow{EncryptionAlgorithmMismatch, Failure::EncryptionAlgorithmMismatch, {}},
    CodeRow{AuthenticationAlgorithmMismatch, Failure::AuthenticationAlgorithmMismatch, {}},
    CodeRow{DhGroupMismatch, Failure::DhGroupMismatch, {}},
    CodeRow{AlgorithmMismatch, Failure::AlgorithmMismatch, {}},
    CodeRow{PskMismatch, Failure::PskMismatch, {}},
    CodeRow{CertificateProblem, Failure::CertificateProblem, {}},
    CodeRow{AuthenticationMethodMismatch, Failure::AuthenticationMethodMismatch, {}},
    CodeRow{PeerIdMismatch, Failure::PeerIdMismatch, {}},
    CodeRow{AuthenticationRefused, Failure::AuthenticationRefused, {}},
    CodeRow{IkeVersionMismatch, Failure::IkeVersionMismatch, {}},
    CodeRow{NegotiationModeMismatch, Failure::NegotiationModeMismatch, {}},
    CodeRow{TrafficSelectorMismatch, Failure::TrafficSelectorMismatch, {}},
    CodeRow{PfsMismatch, Failure::PfsMismatch, {}},
    CodeRow{PeerMismatch, Failure::PeerMismatch, {}},
    CodeRow{ReceiveDeleteNotify, Failure::ReceiveDeleteNotify, {}},
    CodeRow{DpdTimeout, Failure::DpdTimeout, {}},
    CodeRow{PeerInstallFailed, Failure::PeerInstallFailed, {}},
    CodeRow{NameNotResolved, Failure::NameNotResolved, {}},
    CodeRow{RouteMissing, Failure::RouteMissing, {}},
    CodeRow{AddressNotLocal, Failure::AddressNotLocal, {}},
    CodeRow{PortTaken, Failure::PortTaken, {}},
    CodeRow{LocalPermission, Failure::LocalPermission, {}},
    CodeRow{DeviceFailed, Failure::DeviceFailed, {}},
    CodeRow{NotSupported, Failure::NotSupported, {}},
    CodeRow{InternalError, Failure::InternalError, {}},
    CodeRow{SecurityProtocolMismatch, Failure::SecurityProtocolMismatch, {}},
    CodeRow{EncapsulationModeMismatch, Failure::EncapsulationModeMismatch, {}},
    CodeRow{NatTMismatch, Failure::None, "NatTMismatch"},
    CodeRow{NatPathBlocked, Failure::None, "NatPathBlocked"},
    CodeRow{FragmentsLost, Failure::None, "FragmentsLost"},
    CodeRow{LifetimeMismatch, Failure::None, "LifetimeMismatch"},
    CodeRow{LifetimeExpired, Failure::None, "LifetimeExpired"},
    CodeRow{NoTraffic, Failure::None, "NoTraffic"},
};
static_assert(kCodes.size() == static_cast<std::size_t>(kLastDiagnosisCode) + 1);

std::string_view nameOf(const CodeRow &row)
{
    return row.failure == Failure::None ? row.name : api::failureName(row.failure);
}

} // namespace

std::string_view diagnosisName(DiagnosisCode code) { return nameOf(kCodes.at(static_cast<std::size_t>(code))); }

std::optional<DiagnosisCode> parseDiagnosis(std::string_view name)
{
    for (const CodeRow &row : kCodes) {
        if (nameOf(row) == name)
            return row.code;
    }
    return std::nullopt;
}

DiagnosisCode diagnosisOf(api::FailureCode failure)
{
    for (const CodeRow &row : kCodes) {
        if (row.failure == failure)
            return row.code;
    }
    return InternalError;
}

api::FailureCode failureOf(DiagnosisCode code) { return kCodes.at(static_cast<std::size_t>(code)).failure; }

QList<DiagnosisCode> allDiagnosisCodes()
{
    QList<DiagnosisCode> all;
    for (const CodeRow &row : kCodes)
        all << row.code;
    return all;
}

} // namespace tw::models
