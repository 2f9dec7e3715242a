#pragma once

#include "tests/models/diagnosis/facts_builder.h"

// One story per code (docs/diagnosis.md), told by its facts.
namespace tw::models::samples {

using Exchange = api::Exchange;
using Tell = void (*)(Story &);

// Whom it blames, and what it proposes first.
struct Case
{
    const char *name;
    Tell tell;
    DiagnosisCode code;
    Certainty certainty;
    Side side;
    Role role;
    FixKind fix;
    const char *value; // that the fix fills in
};

inline void offeredTooMuch(Story &story, const char *offered, const char *failure, api::Phase phase, Exchange exchange)
{
    story.add({ProposalsReceived, phase, kIn, exchange, {{Key::Offered, offered}}});
    story.add(
        {ProposalRefused, phase, kIn, exchange, {{Key::Offered, offered}, {Key::Failure, failure}}, api::Level::Error});
}

inline void retransmit(Story &story, Exchange exchange, const char *size, api::Phase phase = kPhase1)
{
    for (const char *count : {"1", "2"})
        story.add({Retransmitted, phase, kOut, exchange, {{Key::Count, count}, {Key::Size, size}}},
                  std::chrono::seconds(3));
}

inline constexpr auto kCertain = Certainty::Certain;
inline constexpr auto kLikely = Certainty::Likely;
using C = DiagnosisCode;
using F = FixKind;

inline const Case kCases[] = {
    {"encryption, responder",
     [](Story &s) {
         offeredTooMuch(s, "AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048", "EncryptionAlgorithmMismatch",
                        kPhase1, Exchange::IkeSaInit);
     },
     C::EncryptionAlgorithmMismatch, kCertain, Side::Unknown, Role::Responder, F::UseTheirValue, "aes256"},
    {"authentication, responder",
     [](Story &s) {
         offeredTooMuch(s, "AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048", "AuthenticationAlgorithmMismatch",
                        kPhase1, Exchange::IkeSaInit);
     },
     C::AuthenticationAlgorithmMismatch, kCertain, Side::Unknown, Role::Responder, F::UseTheirValue, "sha1"},
    {"group, responder",
     [](Story &s) {
         offeredTooMuch(s, "AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_1024", "DhGroupMismatch", kPhase1,
                        Exchange::MainMode);
     },
     C::DhGroupMismatch, kCertain, Side::Unknown, Role::Responder, F::UseTheirValue, "group2"},
    {"group, initiator that is told",
     [](Story &s) {
         s.initiate();
         s.add({InvalidKeyExchange, kPhase1, kIn, Exchange::IkeSaInit, {{Key::Group, "ECP_256"}}});
         s.add({AttemptFailed, kPhase1, api::Direction::None, Exchange::None, {{Key::Failure, "DhGroupMismatch"}}});
     },
     C::DhGroupMismatch, kCertain, Side::Unknown, Role::Initiator, F::UseTheirValue, "group19"},
    {"group, initiator that is not told",
     [](Story &s) {
         s.initiate(Exchange::AggressiveMode);
         s.add({NotifyReceived, kPhase1, kIn, Exchange::InformationalV1, {{Key::Notify, "INVALID_KEY_INFORMATION"}}});
         s.add({AttemptFailed, kPhase1, api::Direction::None, Exchange::None, {{Key::Failure, "DhGroupMismatch"}}});
     },
     C::DhGroupMismatch, kLikely, Side::Unknown, Role::Initiator, F::ProbePhase1, nullptr},
    {"several, responder",
     [](Story &s) {
         offeredTooMuch(s, "AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024", "AlgorithmMismatch", kPhase1,
                        Exchange::IkeSaInit);
     },
     C::AlgorithmMismatch, kCertain, Side::Unknown, Role::Responder, F::UseTheirValue, "aes256"},
    {"refused, initiator",
     [](Story &s) {
         s.initiate();
         s.add({NoProposalChosen,
                kPhase1,
                kIn,
                Exchange::IkeSaInit,
                {{Key::Offered, "AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"}}});
     },
     C::ProposalMismatch, kCertain, Side::Unknown, Role::Initiator, F::ProbePhase1, nullptr},
    {"refused, and a probe tells",
     [](Story &s) {
         s.initiate();
         s.add({NoProposalChosen, kPhase1, kIn, Exchange::IkeSaInit});
         s.add({SuiteProbeStarted, kPhase1});
         s.add({SuiteProbeAnswered,
                kPhase1,
                kIn,
                Exchange::None,
                {{Key::Chosen, "3DES_CBC/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"}}});
         s.add({SuiteProbeEnded, kPhase1, api::Direction::None, Exchange::None, {{Key::Reason, "answered"}}});
     },
     C::EncryptionAlgorithmMismatch, kCertain, Side::Unknown, Role::Initiator, F::UseTheirValue, "3des"},
    {"refused, and so is every probe",
     [](Story &s) {
         s.initiate();
         s.add({NoProposalChosen, kPhase1, kIn, Exchange::IkeSaInit});
         s.add({SuiteProbeStarted, kPhase1});
         s.add({SuiteProbeEnded, kPhase1, api::Direction::None, Exchange::None, {{Key::Reason, "refused"}}});
     },
     C::IkeVersionMismatch, kLikely, Side::Unknown, Role::Initiator, F::TryOtherVersion, "ikev1"},
    {"key, either role",
     [](Story &s) {
         s.add({ProposalsReceived, kPhase1, kIn, Exchange::MainMode});
         s.add({AuthenticationFailed, kPhase1, kIn, Exchange::MainMode, {{Key::Failure, "PskMismatch"}}});
     },
     C::PskMismatch, kCertain, Side::Unknown, Role::Responder, F::RetypeKey, ""},
    {"key, as nonsense under its own key",
     [](Story &s) {
         s.initiate(Exchange::MainMode);
         s.add({MessageDropped, kPhase1, kIn, Exchange::InformationalV1});
         s.add({AttemptFailed, kPhase1, api::Direction::None, Exchange::None, {{Key::Failure, "PskMismatch"}}});
     },
     C::PskMismatch, kLikely, Side::Unknown, Role::Initiator, F::RetypeKey, ""},
    {"key or identity, IKEv2 initiator",
     [](Story &s) {
         s.initiate();
         s.add({AuthenticationRefused, kPhase1, kIn, Exchange::IkeAuth});
     },
     C::AuthenticationRefused, kCertain, Side::Unknown, Role::Initiator, F::RetypeKey, ""},
    {"a private name behind a NAT is suspected first",
     [](Story &s) {
         s.facts.draft.localId = QStringLiteral("10.1.0.1");
         s.initiate();
         s.add({AuthenticationRefused, kPhase1, kIn, Exchange::IkeAuth});
     },
     C::AuthenticationRefused, kCertain, Side::Unknown, Role::Initiator, F::UseOtherLocalId, ""},
    {"readable refusal in main mode",
     [](Story &s) {
         s.facts.draft.ikeVersion = QStringLiteral("ikev1");
         s.initiate(Exchange::MainMode);
         s.add({MessageReceived, kPhase1, kIn, Exchange::MainMode});
         s.add({AuthenticationRefused, kPhase1, kIn, Exchange::InformationalV1});
     },
     C::PeerIdMismatch, kLikely, Side::Unknown, Role::Initiator, F::UseOtherLocalId, ""},
    {"refusal of the very first message in aggressive mode",
     [](Story &s) {
         s.facts.draft.ikeVersion = QStringLiteral("ikev1");
         s.facts.draft.ikeMode = QStringLiteral("aggressive");
         s.initiate(Exchange::AggressiveMode);
         s.add({AuthenticationRefused, kPhase1, kIn, Exchange::InformationalV1});
     },
     C::NegotiationModeMismatch, kLikely, Side::Unknown, Role::Initiator, F::SwitchMode, "main"},
    {"their name",
     [](Story &s) {
         s.initiate();
         s.add({AuthenticationFailed,
                kPhase1,
                kIn,
                Exchange::IkeAuth,
                {{Key::ReceivedId, "gateway.example"}, {Key::Failure, "PeerIdMismatch"}}});
     },
     C::PeerIdMismatch, kCertain, Side::Unknown, Role::Initiator, F::AcceptReceivedId, "gateway.example"},
    {"our name, which they ask for",
     [](Story &s) {
         s.add({ProposalsReceived, kPhase1, kIn, Exchange::IkeSaInit});
         s.add(
             {AuthenticationFailed,
              kPhase1,
              kIn,
              Exchange::IkeAuth,
              {{Key::ReceivedId, "198.51.100.2"}, {Key::RequestedId, "us.example"}, {Key::Failure, "PeerIdMismatch"}}});
     },
     C::PeerIdMismatch, kCertain, Side::Unknown, Role::Responder, F::AcceptReceivedId, "us.example"},
    {"our certificate",
     [](Story &s) {
         s.initiate();
         s.add({OwnCertificateProblem,
                kPhase1,
                api::Direction::None,
                Exchange::None,
                {{Key::CertificateFault, "Expired"}, {Key::Failure, "CertificateProblem"}}});
     },
     C::CertificateProblem, kCertain, Side::Ours, Role::Initiator, F::RenewCertificate, ""},
    {"their certificate",
     [](Story &s) {
         s.initiate();
         s.add({PeerCertificateProblem,
                kPhase1,
                kIn,
                Exchange::IkeAuth,
                {{Key::CertificateFault, "UnknownIssuer"}, {Key::Failure, "CertificateProblem"}}});
     },
     C::CertificateProblem, kCertain, Side::Theirs, Role::Initiator, F::ChooseAuthority, ""},
    {"our certificate is refused, and we see why",
     [](Story &s) {
         s.facts.draft.authMethod = QStringLiteral("certificate");
         s.initiate();
         s.add({OwnCertificateProblem,
                kPhase1,
                api::Direction::None,
                Exchange::IkeAuth,
                {{Key::CertificateFault, "Expired"}}});
         s.add({AuthenticationRefused, kPhase1, kIn, Exchange::IkeAuth});
     },
     C::CertificateProblem, kLikely, Side::Ours, Role::Initiator, F::RenewCertificate, ""},
    {"certificate against key",
     [](Story &s) {
         s.initiate();
         s.add(
             {AuthenticationFailed, kPhase1, kIn, Exchange::IkeAuth, {{Key::Failure, "AuthenticationMethodMismatch"}}});
     },
     C::AuthenticationMethodMismatch, kCertain, Side::Unknown, Role::Initiator, F::UseCertificates, "certificate"},
    {"version, responder",
     [](Story &s) {
         s.add({MessageUnmatched, kPhase1, kIn, Exchange::MainMode, {{Key::Failure, "IkeVersionMismatch"}}});
     },
     C::IkeVersionMismatch, kCertain, Side::Unknown, Role::Responder, F::SwitchVersion, "ikev1"},
    {"mode, responder",
     [](Story &s) {
         s.facts.draft.ikeVersion = QStringLiteral("ikev1");
         s.add({MessageUnmatched, kPhase1, kIn, Exchange::AggressiveMode, {{Key::Failure, "NegotiationModeMismatch"}}});
     },
     C::NegotiationModeMismatch, kCertain, Side::Unknown, Role::Responder, F::SwitchMode, "aggressive"},
    {"subnets, initiator",
     [](Story &s) {
         s.initiate();
         s.add({SelectorsUnacceptable, kPhase2, kIn, Exchange::IkeAuth, {}, api::Level::Error});
     },
     C::TrafficSelectorMismatch, kLikely, Side::Unknown, Role::Initiator, F::AgreeOnSubnets, ""},
    {"subnets, responder",
     [](Story &s) {
         s.add({SelectorsUnacceptable,
                kPhase2,
                kOut,
                Exchange::QuickMode,
                {{Key::Offered, "10.9.0.0/24 === 10.1.0.0/24"}},
                api::Level::Error});
     },
     C::TrafficSelectorMismatch, kCertain, Side::Unknown, Role::Responder, F::UseTheirSubnets, "10.9.0.0/24"},
    {"only the first subnet",
     [](Story &s) {
         s.establish();
         s.add({PairsMissing, kPhase2, api::Direction::None, Exchange::None, {{Key::Count, "1"}}});
     },
     C::TrafficSelectorMismatch, kCertain, Side::Unknown, Role::Unknown, F::AgreeOnSubnets, ""},
    {"PFS, at the first rekey",
     [](Story &s) {
         s.initiate();
         s.establish();
         s.add({ProposalsOffered, kPhase2, kOut, Exchange::CreateChildSa});
         s.add({NoProposalChosen, kPhase2, kIn, Exchange::CreateChildSa, {{Key::Failure, "PfsMismatch"}}});
         s.establish(); // without a group of its own: another IKE SA took the place of this one
     },
     C::PfsMismatch, kCertain, Side::Unknown, Role::Initiator, F::ProbePhase2, ""},
    {"PFS, responder",
     [](Story &s) {
         s.establish();
         offeredTooMuch(s, "AES_CBC_128/HMAC_SHA2_256_128/MODP_3072/NO_EXT_SEQ", "PfsMismatch", kPhase2,
                        Exchange::CreateChildSa);
     },
     C::PfsMismatch, kCertain, Side::Unknown, Role::Responder, F::UseTheirValue, "group15"},
    {"AH", [](Story &s) { offeredTooMuch(s, "", "SecurityProtocolMismatch", kPhase2, Exchange::QuickMode); },
     C::SecurityProtocolMismatch, kCertain, Side::Theirs, Role::Responder, F::TellPeerEspOnly, ""},
    {"transport mode",
     [](Story &s) { offeredTooMuch(s, "", "EncapsulationModeMismatch", kPhase2, Exchange::QuickMode); },
     C::EncapsulationModeMismatch, kCertain, Side::Theirs, Role::Responder, F::TellPeerTunnelMode, ""},
    {"transport mode, between the gateways themselves",
     [](Story &s) {
         s.add({NotifyReceived, kPhase2, kIn, Exchange::IkeAuth, {{Key::Notify, "USE_TRANSPORT_MODE"}}});
         s.add({ProposalsReceived, kPhase2, kIn, Exchange::IkeAuth});
         s.add({SelectorsUnacceptable,
                kPhase2,
                kOut,
                Exchange::IkeAuth,
                {{Key::Offered, "198.51.100.2/32 === 192.0.2.2/32"}},
                api::Level::Error});
     },
     C::EncapsulationModeMismatch, kCertain, Side::Theirs, Role::Responder, F::TellPeerTunnelMode, ""},
    {"transport mode of IKEv1, behind a NAT",
     [](Story &s) {
         s.facts.draft.ikeVersion = QStringLiteral("ikev1");
         s.add(
             {MessageReceived, kPhase2, kIn, Exchange::QuickMode, {{Key::Payloads, "HASH SA No ID ID NAT-OA NAT-OA"}}});
         s.add({ProposalsReceived, kPhase2, kIn, Exchange::QuickMode});
         s.add({SelectorsUnacceptable,
                kPhase2,
                kOut,
                Exchange::QuickMode,
                {{Key::Offered, "198.51.100.2/32 === 192.0.2.2/32"}},
                api::Level::Error});
     },
     C::EncapsulationModeMismatch, kLikely, Side::Theirs, Role::Responder, F::TellPeerTunnelMode, ""},
    {"the peer ends what stands at the same age again",
     [](Story &s) {
         for (const char *spi : {"a1", "a2", "a3"}) {
             s.add({ChildSaEstablished, kPhase2, {}, {}, {{Key::InboundSpi, spi}}});
             if (*(spi + 1) != '3')
                 s.add({ChildSaDeleted, kPhase2, kIn, {}, {{Key::InboundSpi, spi}}}, std::chrono::seconds(600));
         }
         s.facts.status.state = api::ConnectionState::Established;
     },
     C::LifetimeMismatch, kLikely, Side::Unknown, Role::Unknown, F::UseTheirLifetime, "600"},
    {"nothing answers",
     [](Story &s) {
         s.initiate();
         retransmit(s, Exchange::IkeSaInit, "400");
     },
     C::NoResponse, kLikely, Side::Path, Role::Initiator, F::CheckPath, ""},
    {"nothing answered to the end",
     [](Story &s) {
         s.initiate();
         retransmit(s, Exchange::IkeSaInit, "400");
         s.add({RetransmitsExhausted, kPhase1, kOut, Exchange::IkeSaInit, {{Key::Size, "400"}}});
     },
     C::NoResponse, kCertain, Side::Path, Role::Initiator, F::CheckPath, ""},
    {"silent after the move to 4500",
     [](Story &s) {
         s.initiate();
         s.add({MessageReceived, kPhase1, kIn, Exchange::IkeSaInit});
         s.add({NatPortChanged, kPhase1});
         s.add({MessageSent, kPhase1, kOut, Exchange::IkeAuth});
         retransmit(s, Exchange::IkeAuth, "600");
     },
     C::NatPathBlocked, kLikely, Side::Path, Role::Initiator, F::CheckPath, ""},
    {"silent after a large message",
     [](Story &s) {
         s.initiate();
         s.add({MessageReceived, kPhase1, kIn, Exchange::IkeSaInit});
         s.add({NatPortChanged, kPhase1});
         s.add({MessageSent, kPhase1, kOut, Exchange::IkeAuth});
         retransmit(s, Exchange::IkeAuth, "1800");
     },
     C::FragmentsLost, kLikely, Side::Path, Role::Initiator, F::TellPeerFragmentation, ""},
    {"silent in the middle",
     [](Story &s) {
         s.initiate(Exchange::MainMode);
         s.add({MessageReceived, kPhase1, kIn, Exchange::MainMode});
         s.add({MessageSent, kPhase1, kOut, Exchange::MainMode});
         retransmit(s, Exchange::MainMode, "500");
     },
     C::Phase1NegotiationTimeout, kLikely, Side::Path, Role::Initiator, F::CheckPath, ""},
    {"phase 2 unanswered",
     [](Story &s) {
         s.initiate(Exchange::MainMode);
         s.add({MessageReceived, kPhase1, kIn, Exchange::MainMode});
         s.add({MessageSent, kPhase2, kOut, Exchange::QuickMode});
         retransmit(s, Exchange::QuickMode, "300", kPhase2);
         s.facts.status.state = api::ConnectionState::Phase2Negotiating;
     },
     C::Phase2NegotiationTimeout, kLikely, Side::Path, Role::Initiator, F::CheckPath, ""},
    {"the peer never comes back",
     [](Story &s) {
         s.add({ProposalChosen, kPhase1, kOut, Exchange::IkeSaInit});
         s.facts.now += std::chrono::seconds(10);
     },
     C::NatPathBlocked, kLikely, Side::Path, Role::Responder, F::CheckPath, ""},
    {"NAT, and a peer without traversal",
     [](Story &s) {
         s.facts.ourLocalAddress = QStringLiteral("10.9.9.9");
         s.facts.status.lastFailure = api::FailureCode::Phase1NegotiationTimeout;
         s.initiate();
         s.add({NatIgnored, kPhase1, api::Direction::None, Exchange::None, {{Key::Reason, "no NAT detection"}}});
     },
     C::NatTMismatch, kLikely, Side::Theirs, Role::Initiator, F::ForceEncapsulation, "forced"},
    {"another address answers",
     [](Story &s) {
         s.initiate();
         s.add({MessageDropped, kPhase1, kIn, Exchange::IkeSaInit, {{Key::RemoteEndpoint, "198.51.100.9[500]"}}});
         s.add({AttemptFailed, kPhase1, api::Direction::None, Exchange::None, {{Key::Failure, "PeerMismatch"}}});
     },
     C::PeerMismatch, kCertain, Side::Unknown, Role::Initiator, F::UseTheirAddress, "198.51.100.9"},
    {"another address asks",
     [](Story &s) {
         s.addEngine({MessageUnmatched,
                      kPhase1,
                      kIn,
                      Exchange::IkeSaInit,
                      {{Key::RemoteEndpoint, "2001:db8::9[500]"}},
                      api::Level::Warning});
     },
     C::PeerMismatch, kLikely, Side::Unknown, Role::Responder, F::UseTheirAddress, "2001:db8::9"},
    {"name", [](Story &s) { s.add({PathFailed, {}, {}, {}, {{Key::Failure, "NameNotResolved"}}}); }, C::NameNotResolved,
     kCertain, Side::Ours, Role::Initiator, F::CheckName, "198.51.100.2"},
    {"route", [](Story &s) { s.add({PathFailed, {}, {}, {}, {{Key::Failure, "RouteMissing"}}}); }, C::RouteMissing,
     kCertain, Side::Path, Role::Initiator, F::CheckPath, ""},
    {"own address", [](Story &s) { s.add({PathFailed, {}, {}, {}, {{Key::Failure, "AddressNotLocal"}}}); },
     C::AddressNotLocal, kCertain, Side::Ours, Role::Initiator, F::ChooseLocalAddress, ""},
    {"port", [](Story &s) { s.add({PathFailed, {}, {}, {}, {{Key::Failure, "PortTaken"}}}); }, C::PortTaken, kCertain,
     Side::Ours, Role::Initiator, F::StopOtherProgram, ""},
    {"privilege", [](Story &s) { s.add({PathFailed, {}, {}, {}, {{Key::Failure, "LocalPermission"}}}); },
     C::LocalPermission, kCertain, Side::Ours, Role::Initiator, F::GrantPrivileges, ""},
    {"device", [](Story &s) { s.add({PathFailed, {}, {}, {}, {{Key::Failure, "DeviceFailed"}}}); }, C::DeviceFailed,
     kCertain, Side::Ours, Role::Initiator, F::GrantPrivileges, ""},
    {"what no rule knows more of",
     [](Story &s) {
         s.initiate();
         s.add({AttemptFailed, kPhase1, {}, {}, {{Key::Failure, "NotSupported"}}});
     },
     C::NotSupported, kCertain, Side::Unknown, Role::Initiator, F::TryAgain, ""},
    {"inside", [](Story &s) { s.facts.status.lastFailure = api::FailureCode::InternalError; }, C::InternalError,
     kCertain, Side::Unknown, Role::Unknown, F::TryAgain, ""},
    {"probes unanswered",
     [](Story &s) {
         s.establish();
         s.facts.status.state = api::ConnectionState::PeerDead;
         s.add({PeerDead, {}, {}, {}, {{Key::Failure, "DpdTimeout"}}});
     },
     C::DpdTimeout, kCertain, Side::Path, Role::Unknown, F::CheckPath, ""},
    {"deleted by the peer",
     [](Story &s) {
         s.establish();
         s.facts.status.state = api::ConnectionState::Waiting;
         s.add({ChildSaDeleted, kPhase2, kIn, {}, {{Key::InboundSpi, "c1"}, {Key::PacketsIn, "9"}}},
               std::chrono::minutes(9));
     },
     C::ReceiveDeleteNotify, kCertain, Side::Theirs, Role::Unknown, F::AskPeerWhyDeleted, ""},
    {"deleted at the limit that the peer set",
     [](Story &s) {
         s.add({LifetimeShortened, kPhase2, kIn, {}, {{Key::Seconds, "600"}, {Key::Configured, "3600"}}});
         s.establish();
         s.facts.status.state = api::ConnectionState::Waiting;
         s.add({ChildSaDeleted, kPhase2, kIn, {}, {{Key::InboundSpi, "c1"}, {Key::PacketsIn, "9"}}},
               std::chrono::seconds(590));
     },
     C::LifetimeMismatch, kLikely, Side::Unknown, Role::Unknown, F::UseTheirLifetime, "600"},
    {"deleted at the same age again",
     [](Story &s) {
         for (const auto age : {std::chrono::seconds(600), std::chrono::seconds(610)}) {
             s.establish();
             s.add({ChildSaDeleted, kPhase2, kIn, {}, {{Key::InboundSpi, "c1"}, {Key::PacketsIn, "9"}}}, age);
         }
         s.facts.status.state = api::ConnectionState::Waiting;
     },
     C::LifetimeMismatch, kLikely, Side::Unknown, Role::Unknown, F::UseTheirLifetime, "610"},
    {"deleted as soon as it came up",
     [](Story &s) {
         s.initiate();
         s.add({ProposalsOffered, kPhase2, kOut, Exchange::IkeAuth});
         s.establish();
         s.facts.status.state = api::ConnectionState::Waiting;
         s.add({ChildSaDeleted, kPhase2, kIn, {}, {{Key::InboundSpi, "c1"}}});
     },
     C::PeerInstallFailed, kLikely, Side::Theirs, Role::Initiator, F::TellPeerInstall, ""},
    {"the peer takes back what it asked for",
     [](Story &s) {
         s.add({ProposalsReceived, kPhase2, kIn, Exchange::QuickMode});
         s.add({MessageSent, kPhase2, kOut, Exchange::QuickMode});
         s.add({NotifyReceived, {}, kIn, {}, {{Key::Notify, "NO_PROPOSAL_CHOSEN"}}, api::Level::Warning});
     },
     C::PeerInstallFailed, kLikely, Side::Theirs, Role::Responder, F::TellPeerInstall, ""},
    {"taken back before there was a child",
     [](Story &s) {
         s.add({ProposalsReceived, kPhase1, kIn, Exchange::MainMode});
         s.add({IkeSaEstablished, kPhase1, {}, {}, {{Key::InitiatorSpi, "1"}, {Key::LocalId, "192.0.2.2"}}});
         s.add({IkeSaDeleted, kPhase1, kIn, {}, {{Key::InitiatorSpi, "1"}}});
     },
     C::PeerIdMismatch, kLikely, Side::Unknown, Role::Responder, F::UseOtherLocalId, ""},
    {"expired",
     [](Story &s) {
         s.facts.draft.ipsecLifetime = QStringLiteral("600");
         s.establish();
         s.facts.status.state = api::ConnectionState::Waiting;
         s.add({ChildSaDeleted, kPhase2, kOut, {}, {{Key::InboundSpi, "c1"}}}, std::chrono::seconds(600));
     },
     C::LifetimeExpired, kCertain, Side::Unknown, Role::Unknown, F::TryAgain, ""},
    {"sending only",
     [](Story &s) {
         s.establish();
         s.facts.status.childSas.emplace_back().traffic = {0, 0, 9, 900};
     },
     C::NoTraffic, kLikely, Side::Theirs, Role::Unknown, F::CheckTraffic, ""},
    {"receiving only",
     [](Story &s) {
         s.establish();
         s.facts.status.childSas.emplace_back().traffic = {9, 900, 0, 0};
     },
     C::NoTraffic, kCertain, Side::Ours, Role::Unknown, F::CheckTraffic, ""},
    {"nothing has happened", [](Story &s) { s.facts.status.state = api::ConnectionState::Stopped; },
     C::NoExceptionFound, kCertain, Side::Unknown, Role::Unknown, F::StartIt, ""},
};

} // namespace tw::models::samples
