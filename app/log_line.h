#pragma once

#include "models/log/log_record.h"

#include <QJsonObject>
#include <QString>

namespace tw::app {

// How the command line writes a fact: "2026-01-02T03:04:05.678Z info site-a: IKE_SA established ...". `name` is the
// connection's, empty for a fact of the engine itself.
QString logLine(const models::LogRecord &record, const QString &name);
QJsonObject logJson(const models::LogRecord &record, const QString &name);

} // namespace tw::app
