#pragma once

#include "models/diagnosis/diagnosis.h"

// The words for a diagnosis, in the user's language: plain words first, protocol words in brackets, and what is not known
// is said.
namespace tw::models {

QString diagnosisTitle(DiagnosisCode code); // "pre-shared key mismatch", 预共享密钥不匹配
QString diagnosisSentence(const Diagnosis &diagnosis);
// What the code means in general; empty where nothing can be said without the values of a case.
QString codeSentence(DiagnosisCode code);
QString relationText(Relation relation); // "Also found"; empty of the first one
QString certaintyText(Certainty certainty);
QString sideText(Side side); // "most likely on the other side"
QString sightingText(const Sighting &sighting);
QString comparedStateText(ComparedField::State state);
QString comparedValueText(const ComparedField &row, const QString &value); // as a menu shows it
QString fixSentence(const Fix &fix);
QString fixButton(const Fix &fix); // "Use AES-256 (CBC) here"; empty where nothing can be done here

} // namespace tw::models
