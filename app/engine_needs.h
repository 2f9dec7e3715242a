#pragma once

#include <QString>
#include <QStringList>

namespace tw::app {

// What this process is not allowed to do, in the user's words, a sentence each.
struct EngineNeeds
{
    QStringList lacks; // no tunnel without these
    QStringList wishes; // the engine does without, with a loss
    QString command; // grants everything to this very program, to be pasted
};

// Asks the system and leaves no trace.
EngineNeeds engineNeeds();

QString howToGrant(const EngineNeeds &needs); // a sentence

} // namespace tw::app
