#pragma once

#include "models/catalog/connection_draft.h"
#include "models/diagnosis/diagnosis.h"

// Proposals as the log has them ("AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024, ...") in the draft's words.
namespace tw::models {

// One proposal. A list has several values where the peer leaves the choice; what the console has no word for stands as the
// log has it.
struct SuiteWords
{
    QStringList encryption;
    QStringList authentication; // integrity, or the PRF where there is none; "none" for ESP with an AEAD suite
    QStringList groups; // empty: none
};

QList<SuiteWords> readSuites(const std::string &text);
QString groupWord(const std::string &logName); // "MODP_1024" -> "group2"

enum class SuitePhase : std::uint8_t { Ike, Esp, EspWithoutGroup };

// Rows for the three algorithms of a phase: ours from the draft, theirs from the proposal that is nearest to it.
QList<ComparedField> compareSuites(const ConnectionDraft &draft, SuitePhase phase, const QList<SuiteWords> &theirs);
// The same where the other side showed nothing: the one that is most likely to differ is marked.
QList<ComparedField> unknownSuites(const ConnectionDraft &draft, SuitePhase phase);

// Which code the differing rows are.
DiagnosisCode codeOfRows(const QList<ComparedField> &rows, SuitePhase phase);

} // namespace tw::models
