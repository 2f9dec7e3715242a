#pragma once

#include "engine/api/rehearsal.h"
#include "models/rehearsal/rehearsal_setup.h"

#include <QString>
#include <QStringList>

// A rehearsal in words, in the user's language.
namespace tw::models {

QString rehearsalStepTitle(api::RehearsalStep step); // "Both phases are negotiated"
QString rehearsalVerdictText(api::RehearsalVerdict verdict); // "passed"
QString rehearsalFaultText(api::RehearsalFault fault); // "protocol 50 (ESP) is blocked"
// What came of the step: one or two sentences, what each side makes of a failure among them.
QString rehearsalStepText(const api::Rehearsal &rehearsal, const api::RehearsedStep &step);
// The verdict of all, and what it does not prove.
QString rehearsalSummary(const api::Rehearsal &rehearsal);

// Whom it was played against, and where no text could be written, why.
QString rehearsalBasisText(const RehearsalBasis &basis);
QStringList rehearsalNotes(const RehearsalBasis &basis); // what was taken where the text says nothing, a sentence each
QString rehearsalLimits(); // what no rehearsal shows

} // namespace tw::models
