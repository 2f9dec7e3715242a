#pragma once

#include "models/transfer/compare/comparison.h"

// A comparison in the user's language.
namespace tw::models {

QString comparedLabel(Field field); // as the form has it, with the gateway where it is one's address
QString comparedText(const ComparisonRow &row, const QString &value); // "AES-256 (CBC)", "86400 s"
QString oursText(const ComparisonRow &row);
QString theirsText(const ComparisonRow &row); // "not said", "another key"
QString fitText(const ComparisonRow &row); // "phase 1 fails"
QString effectText(const ComparisonRow &row); // what it will look like; empty where nothing comes of it
QString mendHereText(const ComparisonRow &row); // "Use AES-256 (CBC) here"; empty where there is none
QString mendThereText(const ComparisonRow &row); // "Set it to AES-256 (CBC) on the device."; empty where there is none
QString whoseText(Whose whose); // empty where it is the peer's
QString comparisonSummary(const Comparison &comparison); // "3 settings differ. 1 of them breaks phase 1."
// All of it, to be sent to somebody; without keys.
QString comparisonReport(const QString &connection, const Comparison &comparison);

} // namespace tw::models
