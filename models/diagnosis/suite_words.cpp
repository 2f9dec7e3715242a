#include "models/diagnosis/suite_words.h"

#include "engine/api/proposal.h"
#include "models/catalog/weakness.h"

#include <algorithm>

namespace tw::models {

namespace {

QString text(std::string_view view) { return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())); }

// The console's word for a name of the log, found by asking every word for its name.
template <typename Parse>
QString wordOf(const QStringList &words, const QString &logName, Parse parse)
{
    for (const QString &word : words) {
        const auto id = parse(word.toStdString());
        if (id && text(api::logName(*id)) == logName)
            return word;
    }
    return {};
}

void readTransform(const QString &name, SuiteWords &suite)
{
    if (name.endsWith(QLatin1String("EXT_SEQ")))
        return;
    if (const QString word = wordOf(encryptionChoices(), name, api::parseEncryption); !word.isEmpty())
        suite.encryption << word;
    else if (const QString hash = wordOf(authenticationChoices(), name, api::parseIntegrity); !hash.isEmpty())
        suite.authentication << hash;
    else if (const QString group = wordOf(groupChoices(), name, api::parseDhGroup); !group.isEmpty())
        suite.groups << group;
    else if (name.startsWith(QLatin1String("INTEG_")) || name.startsWith(QLatin1String("HASH_")))
        suite.authentication << name;
    else if (name.startsWith(QLatin1String("DH_")))
        suite.groups << name;
    else if (!name.startsWith(QLatin1String("PRF_")) && !name.startsWith(QLatin1String("AUTH_")))
        suite.encryption << name;
}

QString wordOfPrf(const QString &name) { return wordOf(authenticationChoices(), name, api::parsePrf); }

struct OwnSuite
{
    Field encryptionField;
    Field authenticationField;
    Field groupField;
    QString encryption;
    QString authentication;
    QString group;
};

OwnSuite ownSuite(const ConnectionDraft &draft, SuitePhase phase)
{
    if (phase == SuitePhase::Ike)
        return {Field::IkeEncAlg, Field::IkeAuthAlg, Field::IkePfs, draft.ikeEncAlg, draft.ikeAuthAlg, draft.ikePfs};
    const QString authentication = draft.ipsecAuthAlg.isEmpty() ? QStringLiteral("none") : draft.ipsecAuthAlg;
    return {Field::IpsecEncAlg, Field::IpsecAuthAlg, Field::IpsecPfs,
            draft.ipsecEncAlg,  authentication,      draft.ipsecPfs};
}

ComparedField row(Field field, const QString &ours, const QStringList &theirs, const QString &nothing)
{
    ComparedField row{field, ours, theirs.isEmpty() ? nothing : theirs.join(QStringLiteral(", ")),
                      ComparedField::State::Equal};
    const bool isSame = theirs.isEmpty() ? ours == nothing || nothing.isEmpty() : theirs.contains(ours);
    if (!isSame)
        row.state = ComparedField::State::Differs;
    else if (theirs.size() > 1)
        row.theirs = ours;
    return row;
}

QList<ComparedField> rowsFor(const OwnSuite &own, SuitePhase phase, const SuiteWords &theirs)
{
    const QString noHash = phase == SuitePhase::Ike ? QString() : QStringLiteral("none");
    QList<ComparedField> rows{row(own.encryptionField, own.encryption, theirs.encryption, {}),
                              row(own.authenticationField, own.authentication, theirs.authentication, noHash)};
    if (phase == SuitePhase::Ike)
        rows << row(own.groupField, own.group, theirs.groups, {});
    else if (phase == SuitePhase::Esp)
        rows << row(own.groupField, own.group, theirs.groups, QStringLiteral("disabled"));
    return rows;
}

qsizetype distance(const QList<ComparedField> &rows)
{
    return std::ranges::count(rows, ComparedField::State::Differs, &ComparedField::state);
}

} // namespace

QList<SuiteWords> readSuites(const std::string &list)
{
    QList<SuiteWords> suites;
    const QStringList proposals = text(list).split(QStringLiteral(", "), Qt::SkipEmptyParts);
    for (const QString &proposal : proposals) {
        SuiteWords suite;
        QStringList prfs;
        const QStringList transforms = proposal.split(QLatin1Char('/'), Qt::SkipEmptyParts);
        for (const QString &transform : transforms) {
            readTransform(transform, suite);
            if (const QString prf = wordOfPrf(transform); !prf.isEmpty())
                prfs << prf;
        }
        if (suite.authentication.isEmpty())
            suite.authentication = prfs;
        suites << suite;
    }
    return suites;
}

QString groupWord(const std::string &logName) { return wordOf(groupChoices(), text(logName), api::parseDhGroup); }

QList<ComparedField> compareSuites(const ConnectionDraft &draft, SuitePhase phase, const QList<SuiteWords> &theirs)
{
    const OwnSuite own = ownSuite(draft, phase);
    QList<ComparedField> nearest;
    for (const SuiteWords &suite : theirs) {
        const QList<ComparedField> rows = rowsFor(own, phase, suite);
        if (nearest.isEmpty() || distance(rows) < distance(nearest))
            nearest = rows;
    }
    std::ranges::stable_sort(nearest, [](const ComparedField &a, const ComparedField &b) {
        return a.state == ComparedField::State::Differs && b.state != ComparedField::State::Differs;
    });
    return nearest;
}

QList<ComparedField> unknownSuites(const ConnectionDraft &draft, SuitePhase phase)
{
    using State = ComparedField::State;
    const OwnSuite own = ownSuite(draft, phase);
    QList<ComparedField> rows{{own.encryptionField, own.encryption, {}, State::Unknown},
                              {own.authenticationField, own.authentication, {}, State::Unknown}};
    if (phase != SuitePhase::EspWithoutGroup)
        rows << ComparedField{own.groupField, own.group, {}, State::Unknown};
    // Newer devices refuse what is weak; where nothing is, the group is what the two sides choose apart most often.
    const ValidationIssues weak = weaknesses(draft);
    const auto first = std::ranges::find_if(rows, [&](const ComparedField &one) {
        return std::ranges::find(weak, one.field, &ValidationIssue::field) != weak.end();
    });
    auto &suspect = first != rows.end() ? *first : rows.last();
    suspect.state = State::MostLikely;
    std::ranges::stable_sort(rows, [](const ComparedField &a, const ComparedField &b) {
        return a.state == State::MostLikely && b.state != State::MostLikely;
    });
    return rows;
}

DiagnosisCode codeOfRows(const QList<ComparedField> &rows, SuitePhase phase)
{
    if (distance(rows) != 1)
        return distance(rows) == 0 ? DiagnosisCode::ProposalMismatch : DiagnosisCode::AlgorithmMismatch;
    switch (std::ranges::find(rows, ComparedField::State::Differs, &ComparedField::state)->field) {
    case Field::IkeEncAlg:
    case Field::IpsecEncAlg: return DiagnosisCode::EncryptionAlgorithmMismatch;
    case Field::IkeAuthAlg:
    case Field::IpsecAuthAlg: return DiagnosisCode::AuthenticationAlgorithmMismatch;
    default: return phase == SuitePhase::Ike ? DiagnosisCode::DhGroupMismatch : DiagnosisCode::PfsMismatch;
    }
}

} // namespace tw::models
