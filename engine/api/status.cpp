#include "engine/api/status.h"

#include "engine/api/name_table.h"

namespace tw::api {

namespace {

constexpr std::array kConnectionStateNames = {
    Named<ConnectionState>{ConnectionState::Stopped, "Stopped"},
    Named<ConnectionState>{ConnectionState::Waiting, "Waiting"},
    Named<ConnectionState>{ConnectionState::Resolving, "Resolving"},
    Named<ConnectionState>{ConnectionState::Phase1Negotiating, "Phase1Negotiating"},
    Named<ConnectionState>{ConnectionState::Phase1Failed, "Phase1Failed"},
    Named<ConnectionState>{ConnectionState::Phase1Established, "Phase1Established"},
    Named<ConnectionState>{ConnectionState::Phase2Negotiating, "Phase2Negotiating"},
    Named<ConnectionState>{ConnectionState::Phase2Failed, "Phase2Failed"},
    Named<ConnectionState>{ConnectionState::Established, "Established"},
    Named<ConnectionState>{ConnectionState::PeerDead, "PeerDead"},
    Named<ConnectionState>{ConnectionState::Deleting, "Deleting"},
};

constexpr std::array kFailureCodeNames = {
    Named<FailureCode>{FailureCode::None, "None"},
    Named<FailureCode>{FailureCode::NoResponse, "NoResponse"},
    Named<FailureCode>{FailureCode::Phase1NegotiationTimeout, "Phase1NegotiationTimeout"},
    Named<FailureCode>{FailureCode::Phase2NegotiationTimeout, "Phase2NegotiationTimeout"},
    Named<FailureCode>{FailureCode::ProposalMismatch, "ProposalMismatch"},
    Named<FailureCode>{FailureCode::EncryptionAlgorithmMismatch, "EncryptionAlgorithmMismatch"},
    Named<FailureCode>{FailureCode::AuthenticationAlgorithmMismatch, "AuthenticationAlgorithmMismatch"},
    Named<FailureCode>{FailureCode::DhGroupMismatch, "DhGroupMismatch"},
    Named<FailureCode>{FailureCode::AlgorithmMismatch, "AlgorithmMismatch"},
    Named<FailureCode>{FailureCode::PskMismatch, "PskMismatch"},
    Named<FailureCode>{FailureCode::CertificateProblem, "CertificateProblem"},
    Named<FailureCode>{FailureCode::AuthenticationMethodMismatch, "AuthenticationMethodMismatch"},
    Named<FailureCode>{FailureCode::PeerIdMismatch, "PeerIdMismatch"},
    Named<FailureCode>{FailureCode::AuthenticationRefused, "AuthenticationRefused"},
    Named<FailureCode>{FailureCode::IkeVersionMismatch, "IkeVersionMismatch"},
    Named<FailureCode>{FailureCode::NegotiationModeMismatch, "NegotiationModeMismatch"},
    Named<FailureCode>{FailureCode::TrafficSelectorMismatch, "TrafficSelectorMismatch"},
    Named<FailureCode>{FailureCode::PfsMismatch, "PfsMismatch"},
    Named<FailureCode>{FailureCode::PeerMismatch, "PeerMismatch"},
    Named<FailureCode>{FailureCode::ReceiveDeleteNotify, "ReceiveDeleteNotify"},
    Named<FailureCode>{FailureCode::DpdTimeout, "DpdTimeout"},
    Named<FailureCode>{FailureCode::PeerInstallFailed, "PeerInstallFailed"},
    Named<FailureCode>{FailureCode::NameNotResolved, "NameNotResolved"},
    Named<FailureCode>{FailureCode::RouteMissing, "RouteMissing"},
    Named<FailureCode>{FailureCode::AddressNotLocal, "AddressNotLocal"},
    Named<FailureCode>{FailureCode::PortTaken, "PortTaken"},
    Named<FailureCode>{FailureCode::LocalPermission, "LocalPermission"},
    Named<FailureCode>{FailureCode::DeviceFailed, "DeviceFailed"},
    Named<FailureCode>{FailureCode::NotSupported, "NotSupported"},
    Named<FailureCode>{FailureCode::InternalError, "InternalError"},
    Named<FailureCode>{FailureCode::SecurityProtocolMismatch, "SecurityProtocolMismatch"},
    Named<FailureCode>{FailureCode::EncapsulationModeMismatch, "EncapsulationModeMismatch"},
};

constexpr std::array kDropReasonNames = {
    Named<DropReason>{DropReason::NoPolicy, "NoPolicy"},
    Named<DropReason>{DropReason::NoSa, "NoSa"},
    Named<DropReason>{DropReason::WaitedTooLong, "WaitedTooLong"},
    Named<DropReason>{DropReason::UnknownSpi, "UnknownSpi"},
    Named<DropReason>{DropReason::Malformed, "Malformed"},
    Named<DropReason>{DropReason::Replayed, "Replayed"},
    Named<DropReason>{DropReason::NotAuthentic, "NotAuthentic"},
    Named<DropReason>{DropReason::BadPadding, "BadPadding"},
    Named<DropReason>{DropReason::PolicyViolation, "PolicyViolation"},
    Named<DropReason>{DropReason::CongestionInvalid, "CongestionInvalid"},
    Named<DropReason>{DropReason::TooBig, "TooBig"},
    Named<DropReason>{DropReason::SequenceExhausted, "SequenceExhausted"},
    Named<DropReason>{DropReason::SendFailed, "SendFailed"},
    Named<DropReason>{DropReason::CryptoFailed, "CryptoFailed"},
};

} // namespace

std::string_view stateName(ConnectionState state) { return nameOf<ConnectionState>(kConnectionStateNames, state); }

std::string_view failureName(FailureCode code) { return nameOf<FailureCode>(kFailureCodeNames, code); }
std::optional<FailureCode> parseFailure(std::string_view name)
{
    return parseName<FailureCode>(kFailureCodeNames, name);
}

std::string_view dropReasonName(DropReason reason) { return nameOf<DropReason>(kDropReasonNames, reason); }

std::string_view cloudStatus(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Established: return "ipsec_sa_established";
    case ConnectionState::Phase2Failed: return "ipsec_sa_not_established";
    case ConnectionState::Phase1Established:
    case ConnectionState::Phase2Negotiating: return "ike_sa_established";
    default: return "ike_sa_not_established";
    }
}

} // namespace tw::api
