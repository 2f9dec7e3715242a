#pragma once

#include "models/log/log_record.h"

#include <QJsonObject>
#include <QString>

namespace tw::models {

// How a fact is written as a line: "2026-01-02T03:04:05.678Z info site-a: IKE_SA established ...". `name` is the
// connection's, empty for a fact of the engine itself.
QString logLine(const LogRecord &record, const QString &name);
// As docs/tunnelwrightctl.md describes it: the stable names of everything, beside the sentence.
QJsonObject logJson(const LogRecord &record, const QString &name);

} // namespace tw::models
