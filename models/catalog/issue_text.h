#pragma once

#include "models/catalog/validation_issue.h"

namespace tw::models {

// What is wrong, where, and what to do: one or two whole sentences in the user's language.
QString issueText(const ValidationIssue &issue);

// The words of a link that applies the mend: "Use 10.0.0.0/24", "Switch to IKEv2".
QString mendText(const Mend &mend);

// The reason's stable name, for tests and for documents: "SubnetHostBits".
QString reasonName(Reason reason);

} // namespace tw::models
