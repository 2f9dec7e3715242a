#pragma once

#include "engine/api/certificate.h"
#include "engine/api/event.h"

#include <QString>

// The words for codes, in the user's language. Stable words for scripts are api::stateName, failureName,
// dropReasonName and cloudStatus.
namespace tw::models {

QString stateText(api::ConnectionState state); // "Established", 第二阶段协商成功
// The state with what belongs to it: "Phase 1 failed: DH group mismatch".
QString statusText(const api::ConnectionStatus &status);
QString failureText(api::FailureCode code); // "pre-shared key mismatch"; empty for None
// What happened in one sentence, plain words first. Says what is not known; empty for None.
QString failureSentence(api::FailureCode code);
QString dropReasonText(api::DropReason reason); // "replayed packet"
QString certificateFaultText(api::CertificateFault fault);
QString cloudStatusText(api::ConnectionState state); // the four words of the cloud's console
QString levelText(api::Level level); // "Warning"
QString phaseText(api::Phase phase); // "Phase 1"; empty for None
QString directionText(api::Direction direction); // "In"; empty for None

} // namespace tw::models
