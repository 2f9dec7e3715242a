#include "engine/api/rehearsal.h"

#include "engine/api/name_table.h"

#include <algorithm>
#include <array>

namespace tw::api {

namespace {

constexpr std::array kFaultNames = {
    Named<RehearsalFault>{RehearsalFault::Loss, "loss"},
    Named<RehearsalFault>{RehearsalFault::WeBehindNat, "nat-ours"},
    Named<RehearsalFault>{RehearsalFault::PeerBehindNat, "nat-theirs"},
    Named<RehearsalFault>{RehearsalFault::EspBlocked, "esp-blocked"},
    Named<RehearsalFault>{RehearsalFault::NatPortBlocked, "4500-blocked"},
    Named<RehearsalFault>{RehearsalFault::LargeLost, "fragments-lost"},
    Named<RehearsalFault>{RehearsalFault::PeerSilent, "silent"},
};

constexpr std::array kStepNames = {
    Named<RehearsalStep>{RehearsalStep::Negotiation, "Negotiation"},
    Named<RehearsalStep>{RehearsalStep::Traffic, "Traffic"},
    Named<RehearsalStep>{RehearsalStep::RekeyChildren, "RekeyChildren"},
    Named<RehearsalStep>{RehearsalStep::RekeyIkeSa, "RekeyIkeSa"},
    Named<RehearsalStep>{RehearsalStep::PeerRestart, "PeerRestart"},
    Named<RehearsalStep>{RehearsalStep::OtherBegins, "OtherBegins"},
};

constexpr std::array kVerdictNames = {
    Named<RehearsalVerdict>{RehearsalVerdict::Passed, "passed"},
    Named<RehearsalVerdict>{RehearsalVerdict::Failed, "failed"},
    Named<RehearsalVerdict>{RehearsalVerdict::Skipped, "skipped"},
};

} // namespace

std::string_view rehearsalName(RehearsalFault fault) { return nameOf<RehearsalFault>(kFaultNames, fault); }
std::optional<RehearsalFault> parseRehearsalFault(std::string_view name)
{
    return parseName<RehearsalFault>(kFaultNames, name);
}
std::string_view rehearsalName(RehearsalStep step) { return nameOf<RehearsalStep>(kStepNames, step); }
std::string_view rehearsalName(RehearsalVerdict verdict) { return nameOf<RehearsalVerdict>(kVerdictNames, verdict); }

bool Rehearsal::hasPassed() const
{
    return !steps.empty() && std::ranges::none_of(steps, [](const RehearsedStep &step) {
        return step.verdict == RehearsalVerdict::Failed;
    });
}

} // namespace tw::api
