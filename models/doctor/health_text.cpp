#include "models/doctor/health_text.h"

#include "models/catalog/connection_draft.h"
#include "models/log/joined_text.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

class Words final
{
    Q_DECLARE_TR_FUNCTIONS(tw::models::HealthText)
};

} // namespace

QString healthText(const HealthMonitor::State &state)
{
    switch (state.health) {
    case Health::Off: return {};
    case Health::Waiting: return Words::tr("Waiting");
    case Health::Good: return Words::tr("Answered");
    case Health::Failing: return Words::tr("%n not answered", nullptr, state.failures);
    case Health::Impossible: return Words::tr("Cannot be sent");
    }
    return {};
}

QString healthSentence(const HealthMonitor::State &state, const ConnectionDraft &draft)
{
    const QString pings =
        Words::tr("Health check: pings from %1 to %2.").arg(draft.healthCheckSip, draft.healthCheckDip);
    const auto with = [&pings](const QString &sentence) { return joinedSentences({pings, sentence}); };
    switch (state.health) {
    case Health::Off: return {};
    case Health::Waiting:
        return with(Words::tr("It waits for the connection to be established and for the first answer."));
    case Health::Good: return with(Words::tr("The newest one was answered."));
    case Health::Failing:
        return with(Words::tr("%n in a row were not answered; after %1 the connection is renegotiated.", nullptr,
                              state.failures)
                        .arg(draft.healthCheckRetry));
    case Health::Impossible:
        return with(Words::tr("This machine cannot send them: the source address is none of its own, or it may not. "
                              "Nothing is renegotiated for that."));
    }
    return {};
}

} // namespace tw::models
