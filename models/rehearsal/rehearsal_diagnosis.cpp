#include "models/rehearsal/rehearsal_diagnosis.h"

#include "models/catalog/catalog.h"
#include "models/diagnosis/diagnose.h"
#include "models/rehearsal/rehearsal_run.h"

namespace tw::models {

Diagnosis rehearsalDiagnosis(const Catalog &catalog, const QString &connectionId, const api::Rehearsal &rehearsal,
                             api::RehearsalStep step)
{
    const api::RehearsalStory &story = step == api::RehearsalStep::OtherBegins ? rehearsal.reversed : rehearsal.story;
    DiagnosisFacts facts = collectFacts(catalog, logOf(story.ours, rehearsal.clock), rehearsal.clock.toUtc(story.ended),
                                        nullptr, connectionId);
    facts.others.clear(); // they do not play
    if (story.status) {
        facts.status = *story.status;
        facts.hasEngine = true;
    }
    return diagnose(facts);
}

} // namespace tw::models
