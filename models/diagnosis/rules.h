#pragma once

#include "models/diagnosis/evidence.h"

#include <optional>

// One rule per kind of fault. Each looks for its own facts and gives nothing where they are not there; diagnose.cpp asks
// them in order.
namespace tw::models {

using Verdict = std::optional<Diagnosis>;

// rules_proposals.cpp: what was offered, and what the other side made of it
Verdict proposalRefused(const Evidence &evidence);
Verdict pfsRefusedLater(const Evidence &evidence); // a tunnel that stands, and cannot be renewed
// rules_identity.cpp: who is who
Verdict notAuthenticated(const Evidence &evidence);
Verdict wrongVersionOrMode(const Evidence &evidence);
// rules_path.cpp: what gets no answer
Verdict noPath(const Evidence &evidence);
Verdict otherAddress(const Evidence &evidence);
Verdict silence(const Evidence &evidence);
// rules_standing.cpp: what stood, or stands
Verdict selectorsRefused(const Evidence &evidence);
Verdict subnetsMissing(const Evidence &evidence);
Verdict deletedByPeer(const Evidence &evidence);
Verdict answerTakenBack(const Evidence &evidence);
Verdict peerDied(const Evidence &evidence);
Verdict lifetimeOver(const Evidence &evidence);
Verdict endsAtTheSameAge(const Evidence &evidence); // a tunnel that stands, until the peer's lifetime is over again
Verdict nothingPasses(const Evidence &evidence);

// rules_doubt.cpp: the other faults that the facts of the first finding fit, too. The other side said too little.
QList<Diagnosis> whatElseItMayBe(const Diagnosis &first, const Evidence &evidence);

// What the rules build with.
Diagnosis found(DiagnosisCode code, Certainty certainty, Side side, const Record &record, const Evidence &evidence);
Fix openField(FixKind kind, Field field, const QString &value = {});
Fix advice(FixKind kind, FixAction action = FixAction::None);
QString otherVersion(const Evidence &evidence); // than ours, in the draft's words
// At most kMaxFixes, the first ones.
void setFixes(Diagnosis &diagnosis, const QList<Fix> &fixes);

} // namespace tw::models
