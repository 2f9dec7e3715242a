#pragma once

#include "models/doctor/doctor_report.h"

#include <QJsonArray>

namespace tw::app {

// Codes for scripts, and the sentences beside them in the language of the process that makes them.
QJsonArray doctorJson(const QList<models::DoctorReport> &reports);

} // namespace tw::app
