#include "models/doctor/doctor_report.h"

#include "engine/api/name_table.h"

#include <algorithm>
#include <array>

namespace tw::models {

namespace {

using api::Named;

constexpr std::array kKinds = {
    Named<DoctorKind>{DoctorKind::Traffic, "traffic"},
    Named<DoctorKind>{DoctorKind::Path, "path"},
    Named<DoctorKind>{DoctorKind::Mtu, "mtu"},
};

constexpr std::array kVerdicts = {
    Named<DoctorVerdict>{DoctorVerdict::Pending, "pending"}, Named<DoctorVerdict>{DoctorVerdict::Running, "running"},
    Named<DoctorVerdict>{DoctorVerdict::Ok, "ok"},           Named<DoctorVerdict>{DoctorVerdict::Failed, "failed"},
    Named<DoctorVerdict>{DoctorVerdict::Warning, "warning"}, Named<DoctorVerdict>{DoctorVerdict::NotKnown, "not-known"},
    Named<DoctorVerdict>{DoctorVerdict::Skipped, "skipped"},
};

constexpr std::array kSides = {
    Named<DoctorSide>{DoctorSide::None, "none"},       Named<DoctorSide>{DoctorSide::Ours, "ours"},
    Named<DoctorSide>{DoctorSide::Theirs, "theirs"},   Named<DoctorSide>{DoctorSide::Path, "path"},
    Named<DoctorSide>{DoctorSide::Unknown, "unknown"},
};

constexpr std::array kChecks = {
    Named<DoctorCheckId>{DoctorCheckId::Route, "route"},
    Named<DoctorCheckId>{DoctorCheckId::Device, "device"},
    Named<DoctorCheckId>{DoctorCheckId::Selector, "selector"},
    Named<DoctorCheckId>{DoctorCheckId::Encrypted, "encrypted"},
    Named<DoctorCheckId>{DoctorCheckId::EspLeft, "esp-left"},
    Named<DoctorCheckId>{DoctorCheckId::EspBack, "esp-back"},
    Named<DoctorCheckId>{DoctorCheckId::Delivered, "delivered"},
    Named<DoctorCheckId>{DoctorCheckId::Udp500, "udp-500"},
    Named<DoctorCheckId>{DoctorCheckId::Udp4500, "udp-4500"},
    Named<DoctorCheckId>{DoctorCheckId::Esp, "esp"},
    Named<DoctorCheckId>{DoctorCheckId::SmallPacket, "small-packet"},
    Named<DoctorCheckId>{DoctorCheckId::LargestPacket, "largest-packet"},
    Named<DoctorCheckId>{DoctorCheckId::Clamp, "clamp"},
};

constexpr std::array kFindings = {
    Named<DoctorFinding>{DoctorFinding::None, "None"},
    Named<DoctorFinding>{DoctorFinding::EarlierCheckFailed, "EarlierCheckFailed"},
    Named<DoctorFinding>{DoctorFinding::Cancelled, "Cancelled"},
    Named<DoctorFinding>{DoctorFinding::NoEngineAnswer, "NoEngineAnswer"},
    Named<DoctorFinding>{DoctorFinding::NotLoaded, "NotLoaded"},
    Named<DoctorFinding>{DoctorFinding::NoPrivilege, "NoPrivilege"},
    Named<DoctorFinding>{DoctorFinding::RouteIntoTunnel, "RouteIntoTunnel"},
    Named<DoctorFinding>{DoctorFinding::RouteElsewhere, "RouteElsewhere"},
    Named<DoctorFinding>{DoctorFinding::NoRoute, "NoRoute"},
    Named<DoctorFinding>{DoctorFinding::NoDevice, "NoDevice"},
    Named<DoctorFinding>{DoctorFinding::NoInsideAddress, "NoInsideAddress"},
    Named<DoctorFinding>{DoctorFinding::ReachedDevice, "ReachedDevice"},
    Named<DoctorFinding>{DoctorFinding::ProbeNotSent, "ProbeNotSent"},
    Named<DoctorFinding>{DoctorFinding::LostBeforeDevice, "LostBeforeDevice"},
    Named<DoctorFinding>{DoctorFinding::SelectorMatches, "SelectorMatches"},
    Named<DoctorFinding>{DoctorFinding::SourceTranslated, "SourceTranslated"},
    Named<DoctorFinding>{DoctorFinding::DestinationTranslated, "DestinationTranslated"},
    Named<DoctorFinding>{DoctorFinding::OutsideSelectors, "OutsideSelectors"},
    Named<DoctorFinding>{DoctorFinding::OtherConnectionTookIt, "OtherConnectionTookIt"},
    Named<DoctorFinding>{DoctorFinding::NoSa, "NoSa"},
    Named<DoctorFinding>{DoctorFinding::PairMissing, "PairMissing"},
    Named<DoctorFinding>{DoctorFinding::EncryptedCount, "EncryptedCount"},
    Named<DoctorFinding>{DoctorFinding::TooBigForTunnel, "TooBigForTunnel"},
    Named<DoctorFinding>{DoctorFinding::NotEncrypted, "NotEncrypted"},
    Named<DoctorFinding>{DoctorFinding::SentAsEsp, "SentAsEsp"},
    Named<DoctorFinding>{DoctorFinding::SentInUdp, "SentInUdp"},
    Named<DoctorFinding>{DoctorFinding::SendFailed, "SendFailed"},
    Named<DoctorFinding>{DoctorFinding::EspCameBack, "EspCameBack"},
    Named<DoctorFinding>{DoctorFinding::NothingCameBack, "NothingCameBack"},
    Named<DoctorFinding>{DoctorFinding::NothingCameBackNative, "NothingCameBackNative"},
    Named<DoctorFinding>{DoctorFinding::NothingCameBackEver, "NothingCameBackEver"},
    Named<DoctorFinding>{DoctorFinding::EspProhibited, "EspProhibited"},
    Named<DoctorFinding>{DoctorFinding::NotAuthentic, "NotAuthentic"},
    Named<DoctorFinding>{DoctorFinding::UnknownSpi, "UnknownSpi"},
    Named<DoctorFinding>{DoctorFinding::AnswerDelivered, "AnswerDelivered"},
    Named<DoctorFinding>{DoctorFinding::AnswerOutsideSelectors, "AnswerOutsideSelectors"},
    Named<DoctorFinding>{DoctorFinding::HostUnreachable, "HostUnreachable"},
    Named<DoctorFinding>{DoctorFinding::HostProhibited, "HostProhibited"},
    Named<DoctorFinding>{DoctorFinding::HostSilent, "HostSilent"},
    Named<DoctorFinding>{DoctorFinding::LostBehindDevice, "LostBehindDevice"},
    Named<DoctorFinding>{DoctorFinding::PortAnswered, "PortAnswered"},
    Named<DoctorFinding>{DoctorFinding::PortSilentOtherAnswered, "PortSilentOtherAnswered"},
    Named<DoctorFinding>{DoctorFinding::PortSilent, "PortSilent"},
    Named<DoctorFinding>{DoctorFinding::PortUnreachable, "PortUnreachable"},
    Named<DoctorFinding>{DoctorFinding::PortProhibited, "PortProhibited"},
    Named<DoctorFinding>{DoctorFinding::PortNotAsked, "PortNotAsked"},
    Named<DoctorFinding>{DoctorFinding::PortCarriesTunnel, "PortCarriesTunnel"},
    Named<DoctorFinding>{DoctorFinding::EspSeen, "EspSeen"},
    Named<DoctorFinding>{DoctorFinding::EspSilentIkeAnswered, "EspSilentIkeAnswered"},
    Named<DoctorFinding>{DoctorFinding::EspNotUsed, "EspNotUsed"},
    Named<DoctorFinding>{DoctorFinding::EspNothingSent, "EspNothingSent"},
    Named<DoctorFinding>{DoctorFinding::SmallPasses, "SmallPasses"},
    Named<DoctorFinding>{DoctorFinding::SmallLost, "SmallLost"},
    Named<DoctorFinding>{DoctorFinding::LargestFits, "LargestFits"},
    Named<DoctorFinding>{DoctorFinding::LargestSmaller, "LargestSmaller"},
    Named<DoctorFinding>{DoctorFinding::LargestSmallerTold, "LargestSmallerTold"},
    Named<DoctorFinding>{DoctorFinding::LargestUnsteady, "LargestUnsteady"},
    Named<DoctorFinding>{DoctorFinding::ClampFits, "ClampFits"},
    Named<DoctorFinding>{DoctorFinding::ClampTooLarge, "ClampTooLarge"},
};

constexpr std::array kAdvices = {
    Named<DoctorAdvice>{DoctorAdvice::StartConnection, "StartConnection"},
    Named<DoctorAdvice>{DoctorAdvice::CheckRoutes, "CheckRoutes"},
    Named<DoctorAdvice>{DoctorAdvice::RemoveRoute, "RemoveRoute"},
    Named<DoctorAdvice>{DoctorAdvice::CheckOwnFirewall, "CheckOwnFirewall"},
    Named<DoctorAdvice>{DoctorAdvice::ExemptFromNat, "ExemptFromNat"},
    Named<DoctorAdvice>{DoctorAdvice::CompareSelectors, "CompareSelectors"},
    Named<DoctorAdvice>{DoctorAdvice::AddSubnet, "AddSubnet"},
    Named<DoctorAdvice>{DoctorAdvice::ForceEncapsulation, "ForceEncapsulation"},
    Named<DoctorAdvice>{DoctorAdvice::PeerAllowEsp, "PeerAllowEsp"},
    Named<DoctorAdvice>{DoctorAdvice::PeerAllowPort, "PeerAllowPort"},
    Named<DoctorAdvice>{DoctorAdvice::PeerAllowTraffic, "PeerAllowTraffic"},
    Named<DoctorAdvice>{DoctorAdvice::PeerRouteBack, "PeerRouteBack"},
    Named<DoctorAdvice>{DoctorAdvice::PeerExemptFromNat, "PeerExemptFromNat"},
    Named<DoctorAdvice>{DoctorAdvice::PeerHostUp, "PeerHostUp"},
    Named<DoctorAdvice>{DoctorAdvice::Renegotiate, "Renegotiate"},
    Named<DoctorAdvice>{DoctorAdvice::CheckReversePath, "CheckReversePath"},
    Named<DoctorAdvice>{DoctorAdvice::SetMtu, "SetMtu"},
    Named<DoctorAdvice>{DoctorAdvice::SetMss, "SetMss"},
    Named<DoctorAdvice>{DoctorAdvice::AllowFragmentationNeeded, "AllowFragmentationNeeded"},
    Named<DoctorAdvice>{DoctorAdvice::TryOtherAddress, "TryOtherAddress"},
    Named<DoctorAdvice>{DoctorAdvice::SendFromHost, "SendFromHost"},
};

constexpr std::array kCounters = {
    Named<DoctorCounterId>{DoctorCounterId::ProbesSent, "ProbesSent"},
    Named<DoctorCounterId>{DoctorCounterId::ReachedDevice, "ReachedDevice"},
    Named<DoctorCounterId>{DoctorCounterId::Encrypted, "Encrypted"},
    Named<DoctorCounterId>{DoctorCounterId::PacketsOut, "PacketsOut"},
    Named<DoctorCounterId>{DoctorCounterId::PacketsIn, "PacketsIn"},
    Named<DoctorCounterId>{DoctorCounterId::SendFailed, "SendFailed"},
    Named<DoctorCounterId>{DoctorCounterId::AnswersDecrypted, "AnswersDecrypted"},
    Named<DoctorCounterId>{DoctorCounterId::AnswersDelivered, "AnswersDelivered"},
    Named<DoctorCounterId>{DoctorCounterId::Answers, "Answers"},
};

constexpr std::array kOverlaps = {
    Named<DoctorOverlap::With>{DoctorOverlap::With::Interface, "interface"},
    Named<DoctorOverlap::With>{DoctorOverlap::With::Route, "route"},
    Named<DoctorOverlap::With>{DoctorOverlap::With::Connection, "connection"},
};

template <typename Id, std::size_t kSize>
std::string_view nameIn(const std::array<Named<Id>, kSize> &table, Id id)
{
    return api::nameOf(std::span<const Named<Id>>(table), id);
}

std::span<const DoctorCheckId> checksOf(DoctorKind kind)
{
    using enum DoctorCheckId;
    static constexpr std::array kTraffic = {Route, Device, Selector, Encrypted, EspLeft, EspBack, Delivered};
    static constexpr std::array kPath = {Udp500, Udp4500, Esp};
    static constexpr std::array kMtu = {SmallPacket, LargestPacket, Clamp};
    switch (kind) {
    case DoctorKind::Traffic: return kTraffic;
    case DoctorKind::Path: return kPath;
    case DoctorKind::Mtu: return kMtu;
    }
    return {};
}

} // namespace

std::string_view doctorName(DoctorKind kind) { return nameIn(kKinds, kind); }
std::string_view doctorName(DoctorVerdict verdict) { return nameIn(kVerdicts, verdict); }
std::string_view doctorName(DoctorSide side) { return nameIn(kSides, side); }
std::string_view doctorName(DoctorCheckId id) { return nameIn(kChecks, id); }
std::string_view doctorName(DoctorFinding finding) { return nameIn(kFindings, finding); }
std::string_view doctorName(DoctorAdvice advice) { return nameIn(kAdvices, advice); }
std::string_view doctorName(DoctorCounterId id) { return nameIn(kCounters, id); }
std::string_view doctorName(DoctorOverlap::With with) { return nameIn(kOverlaps, with); }

const DoctorCheck *DoctorReport::find(DoctorCheckId id) const
{
    const auto found = std::ranges::find(checks, id, &DoctorCheck::id);
    return found == checks.end() ? nullptr : &*found;
}

DoctorReport emptyReport(DoctorKind kind, const QString &connectionId)
{
    DoctorReport report;
    report.kind = kind;
    report.connectionId = connectionId;
    for (const DoctorCheckId id : checksOf(kind))
        report.checks.append(
            {.id = id, .verdict = {}, .finding = {}, .args = {}, .counters = {}, .side = {}, .mends = {}});
    return report;
}

} // namespace tw::models
