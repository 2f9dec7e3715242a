#include "ui/diagnosis/diagnosis_look.h"

namespace tw::ui {

using models::CheckState;
using models::DoctorSide;
using models::DoctorVerdict;
using models::Side;

Badge faultBadge(const models::Diagnosis &diagnosis)
{
    if (diagnosis.isFault())
        return {QStringLiteral("error"), Tone::Bad};
    // Nothing failed; whether something was tried at all is seen by what is offered.
    return diagnosis.fixes.isEmpty() ? Badge{QStringLiteral("state-up"), Tone::Good}
                                     : Badge{QStringLiteral("state-waiting"), Tone::Neutral};
}

Badge certaintyBadge(models::Certainty certainty)
{
    return certainty == models::Certainty::Certain ? Badge{QStringLiteral("info"), Tone::Neutral}
                                                   : Badge{QStringLiteral("help"), Tone::Warning};
}

Badge sideBadge(Side side)
{
    switch (side) {
    case Side::Ours: return {QStringLiteral("vpn-gateway"), Tone::Neutral};
    case Side::Theirs: return {QStringLiteral("customer-gateway"), Tone::Neutral};
    case Side::Path: return {QStringLiteral("connection"), Tone::Neutral};
    case Side::Unknown: break;
    }
    return {QStringLiteral("help"), Tone::Muted};
}

Badge sideBadge(DoctorSide side)
{
    switch (side) {
    case DoctorSide::Ours: return sideBadge(Side::Ours);
    case DoctorSide::Theirs: return sideBadge(Side::Theirs);
    case DoctorSide::Path: return sideBadge(Side::Path);
    case DoctorSide::Unknown: return sideBadge(Side::Unknown);
    case DoctorSide::None: break;
    }
    return {};
}

Badge comparedBadge(models::ComparedField::State state)
{
    using enum models::ComparedField::State;
    switch (state) {
    case Equal: return {QStringLiteral("state-up"), Tone::Muted};
    case Differs: return {QStringLiteral("error"), Tone::Bad, true};
    case MostLikely: return {QStringLiteral("warning"), Tone::Warning, true};
    case Unknown: break;
    }
    return {QStringLiteral("help"), Tone::Muted};
}

Badge checkBadge(CheckState state)
{
    switch (state) {
    case CheckState::Normal: return {QStringLiteral("state-up"), Tone::Good};
    case CheckState::Warning: return {QStringLiteral("warning"), Tone::Warning};
    case CheckState::Error: return {QStringLiteral("error"), Tone::Bad};
    case CheckState::NotKnown: break;
    }
    return {QStringLiteral("help"), Tone::Muted};
}

Badge verdictBadge(DoctorVerdict verdict)
{
    switch (verdict) {
    case DoctorVerdict::Running: return {QStringLiteral("state-negotiating"), Tone::Busy};
    case DoctorVerdict::Ok: return {QStringLiteral("state-up"), Tone::Good};
    case DoctorVerdict::Failed: return {QStringLiteral("error"), Tone::Bad};
    case DoctorVerdict::Warning: return {QStringLiteral("warning"), Tone::Warning};
    case DoctorVerdict::NotKnown: return {QStringLiteral("help"), Tone::Muted};
    case DoctorVerdict::Skipped: return {QStringLiteral("state-stopped"), Tone::Muted};
    case DoctorVerdict::Pending: break;
    }
    return {QStringLiteral("state-waiting"), Tone::Muted};
}

} // namespace tw::ui
