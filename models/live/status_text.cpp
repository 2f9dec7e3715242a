#include "models/live/status_text.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

QString word(const char *text) { return QCoreApplication::translate("tw::models::StatusText", text); }

const char *stateSource(api::ConnectionState state)
{
    using enum api::ConnectionState;
    switch (state) {
    case Stopped: return QT_TRANSLATE_NOOP("tw::models::StatusText", "Stopped");
    case Waiting: return QT_TRANSLATE_NOOP("tw::models::StatusText", "Waiting for traffic");
    case Resolving: return QT_TRANSLATE_NOOP("tw::models::StatusText", "Looking for the path to the peer");
    case Phase1Negotiating: return QT_TRANSLATE_NOOP("tw::models::StatusText", "Negotiating phase 1");
    case Phase1Failed: return QT_TRANSLATE_NOOP("tw::models::StatusText", "Phase 1 failed");
    case Phase1Established: return QT_TRANSLATE_NOOP("tw::models::StatusText", "Phase 1 established");
    case Phase2Negotiating: return QT_TRANSLATE_NOOP("tw::models::StatusText", "Negotiating phase 2");
    case Phase2Failed: return QT_TRANSLATE_NOOP("tw::models::StatusText", "Phase 2 failed");
    case Established: return QT_TRANSLATE_NOOP("tw::models::StatusText", "Established");
    case PeerDead: return QT_TRANSLATE_NOOP("tw::models::StatusText", "Peer does not answer");
    case Deleting: return QT_TRANSLATE_NOOP("tw::models::StatusText", "Deleting");
    }
    return "";
}

const char *failureSource(api::FailureCode code)
{
    using enum api::FailureCode;
    switch (code) {
    case None: return "";
    case NoResponse: return QT_TRANSLATE_NOOP("tw::models::StatusText", "no answer from the peer");
    case Phase1NegotiationTimeout: return QT_TRANSLATE_NOOP("tw::models::StatusText", "phase 1 timed out");
    case Phase2NegotiationTimeout: return QT_TRANSLATE_NOOP("tw::models::StatusText", "phase 2 timed out");
    case ProposalMismatch: return QT_TRANSLATE_NOOP("tw::models::StatusText", "proposal mismatch");
    case EncryptionAlgorithmMismatch:
        return QT_TRANSLATE_NOOP("tw::models::StatusText", "encryption algorithm mismatch");
    case AuthenticationAlgorithmMismatch:
        return QT_TRANSLATE_NOOP("tw::models::StatusText", "authentication algorithm mismatch");
    case DhGroupMismatch: return QT_TRANSLATE_NOOP("tw::models::StatusText", "DH group mismatch");
    case AlgorithmMismatch: return QT_TRANSLATE_NOOP("tw::models::StatusText", "algorithm mismatch");
    case PskMismatch: return QT_TRANSLATE_NOOP("tw::models::StatusText", "pre-shared key mismatch");
    case CertificateProblem: return QT_TRANSLATE_NOOP("tw::models::StatusText", "certificate problem");
    case AuthenticationMethodMismatch:
        return QT_TRANSLATE_NOOP("tw::models::StatusText", "authentication method mismatch");
    case PeerIdMismatch: return QT_TRANSLATE_NOOP("tw::models::StatusText", "peer ID mismatch");
    case AuthenticationRefused:
        return QT_TRANSLATE_NOOP("tw::models::StatusText", "authentication refused by the peer");
    case IkeVersionMismatch: return QT_TRANSLATE_NOOP("tw::models::StatusText", "IKE version mismatch");
    case NegotiationModeMismatch: return QT_TRANSLATE_NOOP("tw::models::StatusText", "negotiation mode mismatch");
    case TrafficSelectorMismatch: return QT_TRANSLATE_NOOP("tw::models::StatusText", "traffic selector mismatch");
    case PfsMismatch: return QT_TRANSLATE_NOOP("tw::models::StatusText", "PFS mismatch");
    case PeerMismatch: return QT_TRANSLATE_NOOP("tw::models::StatusText", "peer mismatch");
    case ReceiveDeleteNotify: return QT_TRANSLATE_NOOP("tw::models::StatusText", "deleted by the peer");
    case DpdTimeout: return QT_TRANSLATE_NOOP("tw::models::StatusText", "DPD timeout");
    case PeerInstallFailed: return QT_TRANSLATE_NOOP("tw::models::StatusText", "the peer could not install the SA");
    case NameNotResolved: return QT_TRANSLATE_NOOP("tw::models::StatusText", "name not resolved");
    case RouteMissing: return QT_TRANSLATE_NOOP("tw::models::StatusText", "no route to the peer");
    case AddressNotLocal: return QT_TRANSLATE_NOOP("tw::models::StatusText", "address not on this machine");
    case PortTaken: return QT_TRANSLATE_NOOP("tw::models::StatusText", "port taken by another program");
    case LocalPermission: return QT_TRANSLATE_NOOP("tw::models::StatusText", "missing privilege");
    case DeviceFailed: return QT_TRANSLATE_NOOP("tw::models::StatusText", "tunnel device failed");
    case NotSupported: return QT_TRANSLATE_NOOP("tw::models::StatusText", "not supported");
    case InternalError: return QT_TRANSLATE_NOOP("tw::models::StatusText", "internal error");
    case SecurityProtocolMismatch: return QT_TRANSLATE_NOOP("tw::models::StatusText", "security protocol mismatch");
    case EncapsulationModeMismatch: return QT_TRANSLATE_NOOP("tw::models::StatusText", "encapsulation mode mismatch");
    }
    return "";
}

const char *sentenceSource(api::FailureCode code)
{
    using enum api::FailureCode;
    switch (code) {
    case None: return "";
    case NoResponse:
        return QT_TRANSLATE_NOOP(
            "tw::models::StatusText",
            "Nothing at all came back from the other gateway. It may be off, or something on the way "
            "drops UDP 500 and 4500.");
    case Phase1NegotiationTimeout:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "The other gateway answered at first and then fell silent in phase 1. A firewall that "
                                 "drops UDP 4500 or large packets looks like this.");
    case Phase2NegotiationTimeout:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "Phase 1 stands, but the other gateway did not answer the phase 2 request.");
    case ProposalMismatch:
        return QT_TRANSLATE_NOOP(
            "tw::models::StatusText",
            "The other gateway refused our settings (NO_PROPOSAL_CHOSEN). It did not say which one.");
    case EncryptionAlgorithmMismatch:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "The two sides use different encryption algorithms; the log shows both proposals.");
    case AuthenticationAlgorithmMismatch:
        return QT_TRANSLATE_NOOP(
            "tw::models::StatusText",
            "The two sides use different authentication algorithms; the log shows both proposals.");
    case DhGroupMismatch:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "The two sides use different DH groups; the log shows both proposals.");
    case AlgorithmMismatch:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "Several algorithms differ between the two sides; the log shows both proposals.");
    case PskMismatch:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "The other gateway's proof does not fit our pre-shared key: the two keys differ.");
    case CertificateProblem:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "A certificate is of no use, ours or the other gateway's; the log says which one and "
                                 "what is wrong with it.");
    case AuthenticationMethodMismatch:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "One side proves itself by a pre-shared key and the other by a certificate; both must "
                                 "use the same method.");
    case PeerIdMismatch:
        return QT_TRANSLATE_NOOP(
            "tw::models::StatusText",
            "The other gateway calls itself by another name than the RemoteId of this connection.");
    case AuthenticationRefused:
        return QT_TRANSLATE_NOOP(
            "tw::models::StatusText",
            "The other gateway refused our authentication (AUTHENTICATION_FAILED). Either the keys or "
            "the identities differ; it did not say which.");
    case IkeVersionMismatch:
        return QT_TRANSLATE_NOOP("tw::models::StatusText", "The other gateway speaks another version of IKE.");
    case NegotiationModeMismatch:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "One side uses main mode and the other aggressive mode; both must use the same.");
    case TrafficSelectorMismatch:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "The two sides disagree about the subnets to connect (TS_UNACCEPTABLE).");
    case PfsMismatch:
        return QT_TRANSLATE_NOOP(
            "tw::models::StatusText",
            "The two sides use different DH groups in phase 2 (PFS), or only one of them uses any.");
    case PeerMismatch:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "Answers come from another address than that of the customer gateway.");
    case ReceiveDeleteNotify:
        return QT_TRANSLATE_NOOP("tw::models::StatusText", "The other gateway deleted the connection.");
    case DpdTimeout:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "The connection stood, and then the other gateway stopped answering our probes.");
    case PeerInstallFailed:
        return QT_TRANSLATE_NOOP(
            "tw::models::StatusText",
            "The other gateway could not install the SA, although it did not refuse the settings.");
    case NameNotResolved:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "The name of the other gateway has no address at the moment.");
    case RouteMissing:
        return QT_TRANSLATE_NOOP("tw::models::StatusText", "This machine has no route to the other gateway.");
    case AddressNotLocal:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "The local address of the VPN gateway is not an address of this machine.");
    case PortTaken:
        return QT_TRANSLATE_NOOP(
            "tw::models::StatusText",
            "Another program on this machine uses UDP port 500 or 4500, perhaps another IPsec daemon.");
    case LocalPermission:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "This program may not open the tunnel device or the IKE ports.");
    case DeviceFailed: return QT_TRANSLATE_NOOP("tw::models::StatusText", "The tunnel device could not be opened.");
    case NotSupported:
        return QT_TRANSLATE_NOOP("tw::models::StatusText", "This program cannot do what the connection asks for.");
    case InternalError:
        return QT_TRANSLATE_NOOP("tw::models::StatusText", "The program failed inside. The log has the particulars.");
    case SecurityProtocolMismatch:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "The other gateway wants to protect packets with AH; here only ESP is spoken.");
    case EncapsulationModeMismatch:
        return QT_TRANSLATE_NOOP(
            "tw::models::StatusText",
            "The other gateway wants transport mode; a tunnel between networks needs tunnel mode.");
    }
    return "";
}

const char *dropReasonSource(api::DropReason reason)
{
    using enum api::DropReason;
    switch (reason) {
    case NoPolicy: return QT_TRANSLATE_NOOP("tw::models::StatusText", "outbound, wanted by no connection");
    case NoSa: return QT_TRANSLATE_NOOP("tw::models::StatusText", "outbound, no SA and the queue is full");
    case WaitedTooLong: return QT_TRANSLATE_NOOP("tw::models::StatusText", "outbound, waited too long for an SA");
    case UnknownSpi: return QT_TRANSLATE_NOOP("tw::models::StatusText", "inbound, unknown SPI");
    case Malformed: return QT_TRANSLATE_NOOP("tw::models::StatusText", "malformed packet");
    case Replayed: return QT_TRANSLATE_NOOP("tw::models::StatusText", "inbound, replayed packet");
    case NotAuthentic: return QT_TRANSLATE_NOOP("tw::models::StatusText", "inbound, not authentic");
    case BadPadding: return QT_TRANSLATE_NOOP("tw::models::StatusText", "inbound, bad padding");
    case PolicyViolation: return QT_TRANSLATE_NOOP("tw::models::StatusText", "inbound, outside the agreed subnets");
    case CongestionInvalid:
        return QT_TRANSLATE_NOOP("tw::models::StatusText", "inbound, congestion mark on a packet that forbids it");
    case TooBig: return QT_TRANSLATE_NOOP("tw::models::StatusText", "outbound, too big for the path");
    case SequenceExhausted:
        return QT_TRANSLATE_NOOP("tw::models::StatusText", "outbound, the SA used all its sequence numbers");
    case SendFailed: return QT_TRANSLATE_NOOP("tw::models::StatusText", "the system could not send it");
    case CryptoFailed: return QT_TRANSLATE_NOOP("tw::models::StatusText", "the crypto library failed");
    }
    return "";
}

const char *certificateFaultSource(api::CertificateFault fault)
{
    using enum api::CertificateFault;
    switch (fault) {
    case Missing: return QT_TRANSLATE_NOOP("tw::models::StatusText", "no certificate was sent");
    case Unreadable: return QT_TRANSLATE_NOOP("tw::models::StatusText", "it cannot be read");
    case TooMany: return QT_TRANSLATE_NOOP("tw::models::StatusText", "more certificates than we look at");
    case Expired: return QT_TRANSLATE_NOOP("tw::models::StatusText", "it has expired");
    case NotYetValid: return QT_TRANSLATE_NOOP("tw::models::StatusText", "it is not valid yet");
    case UnknownIssuer: return QT_TRANSLATE_NOOP("tw::models::StatusText", "nobody whom we trust issued it");
    case BadSignature: return QT_TRANSLATE_NOOP("tw::models::StatusText", "its issuer did not sign it");
    case NotACa: return QT_TRANSLATE_NOOP("tw::models::StatusText", "it issued others without being a CA");
    case PathTooLong: return QT_TRANSLATE_NOOP("tw::models::StatusText", "the chain of issuers is too long");
    case NameForbidden: return QT_TRANSLATE_NOOP("tw::models::StatusText", "its issuer may not speak for its name");
    case WeakAlgorithm: return QT_TRANSLATE_NOOP("tw::models::StatusText", "it is signed with a weak algorithm");
    case UnknownExtension:
        return QT_TRANSLATE_NOOP("tw::models::StatusText", "it has a critical extension that we do not know");
    case MayNotSign: return QT_TRANSLATE_NOOP("tw::models::StatusText", "its key usage does not allow signing");
    case UnsupportedKey:
        return QT_TRANSLATE_NOOP("tw::models::StatusText", "its key is of a kind or size that we cannot use");
    case WrongName: return QT_TRANSLATE_NOOP("tw::models::StatusText", "it is not for the identity that was claimed");
    case ProofInvalid: return QT_TRANSLATE_NOOP("tw::models::StatusText", "its key did not sign the authentication");
    case UnsupportedSignature:
        return QT_TRANSLATE_NOOP("tw::models::StatusText",
                                 "the authentication is signed with an algorithm that we do not accept");
    case KeyMismatch:
        return QT_TRANSLATE_NOOP("tw::models::StatusText", "the private key belongs to another certificate");
    case KeyUnreadable: return QT_TRANSLATE_NOOP("tw::models::StatusText", "its private key cannot be read");
    case Other: return QT_TRANSLATE_NOOP("tw::models::StatusText", "the crypto library refuses it");
    }
    return "";
}

QString wordOrNothing(const char *source) { return *source == '\0' ? QString() : word(source); }

} // namespace

QString stateText(api::ConnectionState state) { return wordOrNothing(stateSource(state)); }
QString failureText(api::FailureCode code) { return wordOrNothing(failureSource(code)); }
QString failureSentence(api::FailureCode code) { return wordOrNothing(sentenceSource(code)); }
QString dropReasonText(api::DropReason reason) { return wordOrNothing(dropReasonSource(reason)); }
QString certificateFaultText(api::CertificateFault fault) { return wordOrNothing(certificateFaultSource(fault)); }

QString statusText(const api::ConnectionStatus &status)
{
    if (status.lastFailure == api::FailureCode::None || status.state == api::ConnectionState::Established)
        return stateText(status.state);
    return QCoreApplication::translate("tw::models::StatusText", "%1: %2", "a connection's state, then why")
        .arg(stateText(status.state), failureText(status.lastFailure));
}

QString cloudStatusText(api::ConnectionState state)
{
    const std::string_view status = api::cloudStatus(state);
    if (status == "ipsec_sa_established")
        return word(QT_TRANSLATE_NOOP("tw::models::StatusText", "Phase 2 succeeded"));
    if (status == "ipsec_sa_not_established")
        return word(QT_TRANSLATE_NOOP("tw::models::StatusText", "Phase 2 not established"));
    if (status == "ike_sa_established")
        return word(QT_TRANSLATE_NOOP("tw::models::StatusText", "Phase 1 succeeded"));
    return word(QT_TRANSLATE_NOOP("tw::models::StatusText", "Phase 1 not established"));
}

QString levelText(api::Level level)
{
    switch (level) {
    case api::Level::Error: return word(QT_TRANSLATE_NOOP("tw::models::StatusText", "Error"));
    case api::Level::Warning: return word(QT_TRANSLATE_NOOP("tw::models::StatusText", "Warning"));
    case api::Level::Info: return word(QT_TRANSLATE_NOOP("tw::models::StatusText", "Info"));
    case api::Level::Debug: return word(QT_TRANSLATE_NOOP("tw::models::StatusText", "Debug"));
    }
    return {};
}

QString phaseText(api::Phase phase)
{
    switch (phase) {
    case api::Phase::None: return {};
    case api::Phase::Phase1: return word(QT_TRANSLATE_NOOP("tw::models::StatusText", "Phase 1"));
    case api::Phase::Phase2: return word(QT_TRANSLATE_NOOP("tw::models::StatusText", "Phase 2"));
    case api::Phase::Data: return word(QT_TRANSLATE_NOOP("tw::models::StatusText", "Data"));
    }
    return {};
}

QString directionText(api::Direction direction)
{
    switch (direction) {
    case api::Direction::None: return {};
    case api::Direction::In: return word(QT_TRANSLATE_NOOP("tw::models::StatusText", "In"));
    case api::Direction::Out: return word(QT_TRANSLATE_NOOP("tw::models::StatusText", "Out"));
    }
    return {};
}

} // namespace tw::models
