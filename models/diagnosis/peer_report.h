#pragma once

#include "models/diagnosis/diagnose.h"

// A text for the administrator of the other gateway: what we propose, who we say we are, which subnets, what we saw. No
// secret is in it, and nothing that only concerns this side.
namespace tw::models {

enum class ReportLanguage : std::uint8_t { User, English, Chinese };

QString peerReport(const DiagnosisFacts &facts, const Diagnosis &diagnosis,
                   ReportLanguage language = ReportLanguage::User);

} // namespace tw::models
