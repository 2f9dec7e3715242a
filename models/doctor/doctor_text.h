#pragma once

#include "models/doctor/doctor_report.h"

// The sentences for what a doctor found, in the user's language, made when they are shown.
namespace tw::models {

QString doctorTitle(DoctorKind kind); // "Traffic doctor"
QString doctorTitle(DoctorCheckId id); // "Route to the subnet"
QString doctorText(DoctorVerdict verdict); // "works", "failed", ...
QString doctorText(DoctorSide side); // "our side", "the other side", "the path between"; empty for None
QString doctorText(DoctorCounterId id); // "Packets encrypted"
QString doctorText(const DoctorCheck &check); // what was found, one or two sentences; empty while there is nothing
QString doctorText(const DoctorMend &mend); // what to do, one or two sentences
QString doctorText(const DoctorOverlap &overlap);
// "1500 - 20 (IPv4) - 8 (UDP) - ... = 1422": how the largest inner packet is computed.
QString doctorText(const DoctorMtu &mtu);
// What was sent, from where to where, and that we chose the address where we did. Empty before anything was.
QString doctorProbeText(const DoctorReport &report);

} // namespace tw::models
