#pragma once

#include "models/diagnosis/checks.h"
#include "models/diagnosis/diagnosis.h"
#include "models/doctor/doctor_report.h"
#include "ui/widgets/badge_delegate.h"

namespace tw::ui {

// The sign of each verdict; its word stands beside it. Every one has its own shape.
Badge faultBadge(const models::Diagnosis &diagnosis);
Badge certaintyBadge(models::Certainty certainty);
Badge sideBadge(models::Side side);
Badge sideBadge(models::DoctorSide side);
Badge comparedBadge(models::ComparedField::State state);
Badge checkBadge(models::CheckState state);
Badge verdictBadge(models::DoctorVerdict verdict);

} // namespace tw::ui
