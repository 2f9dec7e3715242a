#pragma once

#include "models/transfer/import/import_plan.h"

// The draft of an imported connection; used by import_plan alone.
namespace tw::models {

struct Gateways;

// As a name may be: what is not allowed becomes a hyphen. Empty where nothing is left.
QString allowedName(const QString &text);
bool haveSameSubnets(const ConnectionDraft &a, const ConnectionDraft &b);
QString ikeSuiteText(const ConnectionDraft &draft);
QString espSuiteText(const ConnectionDraft &draft);

// A new one: what the text says over the defaults. Of several proposals those that were chosen, else the first that is
// allowed and strong, else the first that is allowed; they come back in `planned`.
void fillDraft(PlannedConnection &planned, const PeerReading &reading, const PeerView &view,
               const ImportChoice &choice);
// What the text says over a connection that is there: what it leaves open stays, and so do the words for what is the same.
// `fresh` is the new one.
ConnectionDraft mergedDraft(const ConnectionDraft &existing, const ConnectionDraft &fresh, const PeerReading &reading,
                            const PeerView &view, const Gateways &gateways);

} // namespace tw::models
