#pragma once

#include "models/catalog/certificate.h"
#include "models/catalog/connection_draft.h"
#include "models/catalog/validation_issue.h"

// What works, since old devices need it, and protects less than it seems to.
namespace tw::models {

// One issue of Severity::Weakness for each field with a weak value, in the order of the form, each with what is weak
// about it and the value to use instead. Of an unknown word, which the validator refuses, nothing is said.
// `certificates` are all that were imported.
ValidationIssues weaknesses(const ConnectionDraft &draft, const QList<Certificate> &certificates = {});

} // namespace tw::models
