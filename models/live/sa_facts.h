#pragma once

#include "models/live/live_state.h"

#include <QList>
#include <QString>

// What there is to say about a connection's IKE SA beside the columns of SaTreeModel: for the status page.
namespace tw::models {

struct SaFact
{
    QString label; // in the user's language
    QString value; // addresses, identities: as they are
    bool isAddress = false; // to be shown in a fixed font
    QString toolTip = {}; // a sentence more
};

// Empty where no IKE SA stands.
QList<SaFact> ikeSaFacts(const api::ConnectionStatus &status);

// Packets of all its SAs that were dropped, by reason, most first: "3 replayed packets"; empty where none were.
QStringList dropLines(const api::ConnectionStatus &status);
// The same of any counters.
QStringList dropLines(const api::DropCounters &drops);

} // namespace tw::models
