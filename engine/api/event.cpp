#include "engine/api/event.h"

#include "engine/api/name_table.h"

#include <array>

namespace tw::api {

namespace {

constexpr std::array kEventCodeNames = {
    Named<EventCode>{EventCode::EngineStarted, "EngineStarted"},
    Named<EventCode>{EventCode::EngineStopped, "EngineStopped"},
    Named<EventCode>{EventCode::DeviceOpened, "DeviceOpened"},
    Named<EventCode>{EventCode::DeviceFailed, "DeviceFailed"},
    Named<EventCode>{EventCode::SocketOpened, "SocketOpened"},
    Named<EventCode>{EventCode::SocketFailed, "SocketFailed"},
    Named<EventCode>{EventCode::RouteInstalled, "RouteInstalled"},
    Named<EventCode>{EventCode::RouteFailed, "RouteFailed"},
    Named<EventCode>{EventCode::RouteRemoved, "RouteRemoved"},
    Named<EventCode>{EventCode::ConnectionStarted, "ConnectionStarted"},
    Named<EventCode>{EventCode::ConnectionStopped, "ConnectionStopped"},
    Named<EventCode>{EventCode::ConnectionUpdated, "ConnectionUpdated"},
    Named<EventCode>{EventCode::WaitingForTraffic, "WaitingForTraffic"},
    Named<EventCode>{EventCode::NegotiationTriggered, "NegotiationTriggered"},
    Named<EventCode>{EventCode::PeerResolved, "PeerResolved"},
    Named<EventCode>{EventCode::PathFailed, "PathFailed"},
    Named<EventCode>{EventCode::AttemptFailed, "AttemptFailed"},
    Named<EventCode>{EventCode::MessageSent, "MessageSent"},
    Named<EventCode>{EventCode::MessageReceived, "MessageReceived"},
    Named<EventCode>{EventCode::Retransmitted, "Retransmitted"},
    Named<EventCode>{EventCode::RetransmitsExhausted, "RetransmitsExhausted"},
    Named<EventCode>{EventCode::DuplicateAnswered, "DuplicateAnswered"},
    Named<EventCode>{EventCode::MessageDropped, "MessageDropped"},
    Named<EventCode>{EventCode::MessageUnmatched, "MessageUnmatched"},
    Named<EventCode>{EventCode::NotifyReceived, "NotifyReceived"},
    Named<EventCode>{EventCode::ProposalsReceived, "ProposalsReceived"},
    Named<EventCode>{EventCode::ProposalsOffered, "ProposalsOffered"},
    Named<EventCode>{EventCode::ProposalChosen, "ProposalChosen"},
    Named<EventCode>{EventCode::ProposalRefused, "ProposalRefused"},
    Named<EventCode>{EventCode::NoProposalChosen, "NoProposalChosen"},
    Named<EventCode>{EventCode::InvalidKeyExchange, "InvalidKeyExchange"},
    Named<EventCode>{EventCode::NatDetected, "NatDetected"},
    Named<EventCode>{EventCode::NatPortChanged, "NatPortChanged"},
    Named<EventCode>{EventCode::EndpointsChanged, "EndpointsChanged"},
    Named<EventCode>{EventCode::AuthenticationFailed, "AuthenticationFailed"},
    Named<EventCode>{EventCode::AuthenticationRefused, "AuthenticationRefused"},
    Named<EventCode>{EventCode::PeerCertificateProblem, "PeerCertificateProblem"},
    Named<EventCode>{EventCode::OwnCertificateProblem, "OwnCertificateProblem"},
    Named<EventCode>{EventCode::IkeSaEstablished, "IkeSaEstablished"},
    Named<EventCode>{EventCode::KeyExposed, "KeyExposed"},
    Named<EventCode>{EventCode::IkeSaDeleted, "IkeSaDeleted"},
    Named<EventCode>{EventCode::IkeSaShared, "IkeSaShared"},
    Named<EventCode>{EventCode::SelectorsReceived, "SelectorsReceived"},
    Named<EventCode>{EventCode::SelectorsUnacceptable, "SelectorsUnacceptable"},
    Named<EventCode>{EventCode::SelectorsNarrowed, "SelectorsNarrowed"},
    Named<EventCode>{EventCode::SelectorsSplit, "SelectorsSplit"},
    Named<EventCode>{EventCode::PairsMissing, "PairsMissing"},
    Named<EventCode>{EventCode::ChildSaEstablished, "ChildSaEstablished"},
    Named<EventCode>{EventCode::ChildSaDeleted, "ChildSaDeleted"},
    Named<EventCode>{EventCode::DpdProbeSent, "DpdProbeSent"},
    Named<EventCode>{EventCode::DpdAnswered, "DpdAnswered"},
    Named<EventCode>{EventCode::PeerDead, "PeerDead"},
    Named<EventCode>{EventCode::TrafficWithoutSa, "TrafficWithoutSa"},
    Named<EventCode>{EventCode::PacketsDropped, "PacketsDropped"},
    Named<EventCode>{EventCode::ProbeSent, "ProbeSent"},
    Named<EventCode>{EventCode::ProbeAnswered, "ProbeAnswered"},
    Named<EventCode>{EventCode::EngineTrouble, "EngineTrouble"},
    Named<EventCode>{EventCode::EventsLost, "EventsLost"},
    Named<EventCode>{EventCode::LifetimeShortened, "LifetimeShortened"},
    Named<EventCode>{EventCode::NatIgnored, "NatIgnored"},
    Named<EventCode>{EventCode::RekeyRequested, "RekeyRequested"},
    Named<EventCode>{EventCode::SuiteProbeStarted, "SuiteProbeStarted"},
    Named<EventCode>{EventCode::SuiteProbeAnswered, "SuiteProbeAnswered"},
    Named<EventCode>{EventCode::SuiteProbeEnded, "SuiteProbeEnded"},
};

constexpr std::array kDetailKeyNames = {
    Named<DetailKey>{DetailKey::Name, "Name"},
    Named<DetailKey>{DetailKey::Device, "Device"},
    Named<DetailKey>{DetailKey::SystemError, "SystemError"},
    Named<DetailKey>{DetailKey::Failure, "Failure"},
    Named<DetailKey>{DetailKey::Reason, "Reason"},
    Named<DetailKey>{DetailKey::Count, "Count"},
    Named<DetailKey>{DetailKey::Seconds, "Seconds"},
    Named<DetailKey>{DetailKey::Size, "Size"},
    Named<DetailKey>{DetailKey::Payloads, "Payloads"},
    Named<DetailKey>{DetailKey::LocalEndpoint, "LocalEndpoint"},
    Named<DetailKey>{DetailKey::RemoteEndpoint, "RemoteEndpoint"},
    Named<DetailKey>{DetailKey::LocalAddress, "LocalAddress"},
    Named<DetailKey>{DetailKey::RemoteAddress, "RemoteAddress"},
    Named<DetailKey>{DetailKey::Fault, "Fault"},
    Named<DetailKey>{DetailKey::Where, "Where"},
    Named<DetailKey>{DetailKey::Notify, "Notify"},
    Named<DetailKey>{DetailKey::Offered, "Offered"},
    Named<DetailKey>{DetailKey::Configured, "Configured"},
    Named<DetailKey>{DetailKey::Chosen, "Chosen"},
    Named<DetailKey>{DetailKey::Differs, "Differs"},
    Named<DetailKey>{DetailKey::Group, "Group"},
    Named<DetailKey>{DetailKey::NatLocal, "NatLocal"},
    Named<DetailKey>{DetailKey::NatRemote, "NatRemote"},
    Named<DetailKey>{DetailKey::LocalId, "LocalId"},
    Named<DetailKey>{DetailKey::RemoteId, "RemoteId"},
    Named<DetailKey>{DetailKey::ReceivedId, "ReceivedId"},
    Named<DetailKey>{DetailKey::Certificate, "Certificate"},
    Named<DetailKey>{DetailKey::CertificateFault, "CertificateFault"},
    Named<DetailKey>{DetailKey::CertificateField, "CertificateField"},
    Named<DetailKey>{DetailKey::CertificateValue, "CertificateValue"},
    Named<DetailKey>{DetailKey::InitiatorSpi, "InitiatorSpi"},
    Named<DetailKey>{DetailKey::ResponderSpi, "ResponderSpi"},
    Named<DetailKey>{DetailKey::InboundSpi, "InboundSpi"},
    Named<DetailKey>{DetailKey::OutboundSpi, "OutboundSpi"},
    Named<DetailKey>{DetailKey::LocalSelectors, "LocalSelectors"},
    Named<DetailKey>{DetailKey::RemoteSelectors, "RemoteSelectors"},
    Named<DetailKey>{DetailKey::Selector, "Selector"},
    Named<DetailKey>{DetailKey::Encapsulation, "Encapsulation"},
    Named<DetailKey>{DetailKey::Source, "Source"},
    Named<DetailKey>{DetailKey::Destination, "Destination"},
    Named<DetailKey>{DetailKey::BytesIn, "BytesIn"},
    Named<DetailKey>{DetailKey::BytesOut, "BytesOut"},
    Named<DetailKey>{DetailKey::PacketsIn, "PacketsIn"},
    Named<DetailKey>{DetailKey::PacketsOut, "PacketsOut"},
    Named<DetailKey>{DetailKey::RequestedId, "RequestedId"},
};

constexpr std::array kExchangeNames = {
    Named<Exchange>{Exchange::None, "NONE"},
    Named<Exchange>{Exchange::IkeSaInit, "IKE_SA_INIT"},
    Named<Exchange>{Exchange::IkeAuth, "IKE_AUTH"},
    Named<Exchange>{Exchange::CreateChildSa, "CREATE_CHILD_SA"},
    Named<Exchange>{Exchange::Informational, "INFORMATIONAL"},
    Named<Exchange>{Exchange::MainMode, "ID_PROT"},
    Named<Exchange>{Exchange::AggressiveMode, "AGGRESSIVE"},
    Named<Exchange>{Exchange::QuickMode, "QUICK_MODE"},
    Named<Exchange>{Exchange::InformationalV1, "INFORMATIONAL_V1"},
};

constexpr std::array kPhaseNames = {
    Named<Phase>{Phase::None, "none"},
    Named<Phase>{Phase::Phase1, "1"},
    Named<Phase>{Phase::Phase2, "2"},
    Named<Phase>{Phase::Data, "data"},
};

constexpr std::array kDirectionNames = {
    Named<Direction>{Direction::None, "none"},
    Named<Direction>{Direction::In, "in"},
    Named<Direction>{Direction::Out, "out"},
};

constexpr std::array kLevelNames = {
    Named<Level>{Level::Error, "error"},
    Named<Level>{Level::Warning, "warning"},
    Named<Level>{Level::Info, "info"},
    Named<Level>{Level::Debug, "debug"},
};

} // namespace

std::string_view eventName(EventCode code) { return nameOf<EventCode>(kEventCodeNames, code); }
std::optional<EventCode> parseEvent(std::string_view name) { return parseName<EventCode>(kEventCodeNames, name); }

std::string_view detailName(DetailKey key) { return nameOf<DetailKey>(kDetailKeyNames, key); }
std::optional<DetailKey> parseDetail(std::string_view name) { return parseName<DetailKey>(kDetailKeyNames, name); }

std::string_view exchangeName(Exchange exchange) { return nameOf<Exchange>(kExchangeNames, exchange); }
std::optional<Exchange> parseExchange(std::string_view name) { return parseName<Exchange>(kExchangeNames, name); }

std::string_view phaseName(Phase phase) { return nameOf<Phase>(kPhaseNames, phase); }
std::optional<Phase> parsePhase(std::string_view name) { return parseName<Phase>(kPhaseNames, name); }

std::string_view directionName(Direction direction) { return nameOf<Direction>(kDirectionNames, direction); }
std::optional<Direction> parseDirection(std::string_view name) { return parseName<Direction>(kDirectionNames, name); }

std::string_view levelName(Level level) { return nameOf<Level>(kLevelNames, level); }
std::optional<Level> parseLevel(std::string_view name) { return parseName<Level>(kLevelNames, name); }

const std::string *Event::find(DetailKey key) const
{
    for (const Detail &detail : details) {
        if (detail.key == key)
            return &detail.value;
    }
    return nullptr;
}

} // namespace tw::api
