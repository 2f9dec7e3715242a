#pragma once

#include "engine/api/status.h"

#include <QList>
#include <QString>

#include <cstdint>
#include <optional>
#include <string_view>

namespace tw::models {

// What is wrong, in one stable word; stored, printed by --json, and worded by diagnosis_text.h. Those above the line are
// the engine's own (api::FailureCode, same names): where it has decided, nothing is decided again. Those below it are
// only seen in what several facts say together.
//
// Other documents have other words for some: VersionMismatch is IkeVersionMismatch, ModeMismatch is
// NegotiationModeMismatch, IdMismatch is PeerIdMismatch, SelectorMismatch is TrafficSelectorMismatch, PeerSilent is
// NoResponse, PeerDeleted is ReceiveDeleteNotify, CertificateTime is a CertificateProblem whose comparison has the time.
enum class DiagnosisCode : std::uint8_t {
    NoExceptionFound, // FailureCode::None
    NoResponse,
    Phase1NegotiationTimeout,
    Phase2NegotiationTimeout,
    ProposalMismatch,
    EncryptionAlgorithmMismatch,
    AuthenticationAlgorithmMismatch,
    DhGroupMismatch,
    AlgorithmMismatch,
    PskMismatch,
    CertificateProblem,
    AuthenticationMethodMismatch,
    PeerIdMismatch,
    AuthenticationRefused, // the key or an identity: the other side does not say which
    IkeVersionMismatch,
    NegotiationModeMismatch,
    TrafficSelectorMismatch,
    PfsMismatch,
    PeerMismatch,
    ReceiveDeleteNotify,
    DpdTimeout,
    PeerInstallFailed,
    NameNotResolved,
    RouteMissing,
    AddressNotLocal,
    PortTaken,
    LocalPermission,
    DeviceFailed,
    NotSupported,
    InternalError,
    SecurityProtocolMismatch,
    EncapsulationModeMismatch,
    // ---
    NatTMismatch, // a NAT is seen, and the peer stays on 500 or ignores NAT detection
    NatPathBlocked, // answers on 500, silent after the move to 4500
    FragmentsLost, // a message above kUsualMtu is sent again and again
    LifetimeMismatch, // the peer shortens, or its SAs end earlier than ours
    LifetimeExpired, // an SA ended at its hard limit and nothing took its place
    NoTraffic, // SAs stand and nothing passes, or one way only
};
inline constexpr DiagnosisCode kLastDiagnosisCode = DiagnosisCode::NoTraffic;

std::string_view diagnosisName(DiagnosisCode code); // "PskMismatch": as the enumerator
std::optional<DiagnosisCode> parseDiagnosis(std::string_view name);
DiagnosisCode diagnosisOf(api::FailureCode failure);
api::FailureCode failureOf(DiagnosisCode code); // None: only the diagnosis has it
QList<DiagnosisCode> allDiagnosisCodes();

} // namespace tw::models
