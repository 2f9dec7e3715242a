#pragma once

#include <QString>
#include <QStringList>

namespace tw::app {

// What this process is not allowed to do, in the user's words, a sentence each.
struct EngineNeeds
{
    QStringList lacks; // no tunnel without these
    QStringList wishes; // the engine does without, with a loss
};

// Asks the system and leaves no trace.
EngineNeeds engineNeeds();

// The command that grants everything to this very program: alone, to be pasted, and as a sentence.
QString grantCommand();
QString howToGrant();

} // namespace tw::app
