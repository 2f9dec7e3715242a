#pragma once

#include <QJsonObject>
#include <QString>

namespace tw::app {

class Workspace;

// What `tunnelwrightctl diagnose --json` prints; docs/tunnelwrightctl.md describes it. Names are stable, texts are in the
// user's language. `withReport`: also the text for the other side, in English and Chinese.
QJsonObject diagnosisJson(Workspace &workspace, const QString &connectionId, bool withReport);

} // namespace tw::app
