#pragma once

#include "models/diagnosis/diagnosis_code.h"

#include <QStringList>

// From the words in which people complain to the codes that they may mean.
namespace tw::models {

enum class Symptom : std::uint8_t {
    UpNoTraffic,
    OneWayOnly,
    DropsAfterAWhile,
    Flaps,
    OnlyFirstSubnet,
    NeverComesUp,
    BigPacketsHang,
    KeyRefused,
};

struct SymptomMatch
{
    Symptom symptom{};
    int score = 0; // words that fit; greater is better
    QList<DiagnosisCode> codes; // most usual first
};

// English or Chinese, in any order and case; best first, empty where nothing fits.
QList<SymptomMatch> findSymptoms(const QString &words);
// Codes whose name or title has the words too: "psk", "感兴趣流".
QList<DiagnosisCode> findCodes(const QString &words);

QList<Symptom> allSymptoms();
QList<DiagnosisCode> codesOf(Symptom symptom); // most usual first

QString symptomTitle(Symptom symptom); // "up, but no traffic"
QString symptomText(Symptom symptom); // where it usually comes from

} // namespace tw::models
