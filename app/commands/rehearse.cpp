#include "app/commands/command.h"
#include "app/commands/secret_file.h"
#include "app/lookup.h"
#include "app/workspace.h"
#include "engine/sim/rehearsal.h"
#include "models/catalog/catalog.h"
#include "models/diagnosis/diagnosis_text.h"
#include "models/log/event_text.h"
#include "models/rehearsal/rehearsal_diagnosis.h"
#include "models/rehearsal/rehearsal_mistake.h"
#include "models/rehearsal/rehearsal_run.h"
#include "models/rehearsal/rehearsal_setup.h"
#include "models/rehearsal/rehearsal_text.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <array>

namespace tw::app {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::app::RehearseCommand", text); }

QString text(std::string_view name) { return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())); }

const auto kFault = QStringLiteral("fault");
const auto kMistake = QStringLiteral("mistake");
const auto kFormat = QStringLiteral("format");
const auto kPeer = QStringLiteral("peer");
const auto kSecrets = QStringLiteral("secrets");
const auto kSeed = QStringLiteral("seed");
const auto kVerbose = QStringLiteral("verbose");

QStringList faultNames()
{
    QStringList names;
    for (int i = 0; i <= static_cast<int>(api::RehearsalFault::PeerSilent); ++i)
        names.append(text(rehearsalName(static_cast<api::RehearsalFault>(i))));
    return names;
}

QStringList mistakeNames()
{
    QStringList names;
    for (int i = 0; i <= static_cast<int>(models::RehearsalMistake::Mode); ++i)
        names.append(text(models::mistakeName(static_cast<models::RehearsalMistake>(i))));
    return names;
}

QString joined(const QStringList &names) { return names.join(QStringLiteral(", ")); }

// Whom the options want it to be played against; else what is wrong with them.
std::expected<models::Opponent, QString> opponentOf(const QCommandLineParser &parser)
{
    std::optional<models::PeerFormat> format;
    if (parser.isSet(kFormat)) {
        format = models::peerFormatOf(parser.value(kFormat));
        if (!format)
            return std::unexpected(words(QT_TRANSLATE_NOOP("tw::app::RehearseCommand",
                                                           "There is no format \"%1\"; \"export --list\" shows them."))
                                       .arg(parser.value(kFormat)));
    }
    if (!parser.isSet(kPeer)) {
        if (parser.isSet(kSecrets))
            return std::unexpected(
                words(QT_TRANSLATE_NOOP("tw::app::RehearseCommand", "\"--secrets\" belongs to \"--peer\".")));
        return models::ExportedPeer{format.value_or(models::PeerFormat::Swanctl)};
    }
    models::GivenPeer peer{.format = format, .fileName = parser.value(kPeer), .text = {}, .secrets = {}};
    auto text = readSecretFile(peer.fileName);
    if (!text)
        return std::unexpected(text.error());
    peer.text = std::move(*text);
    if (parser.isSet(kSecrets)) {
        auto secrets = readSecretFile(parser.value(kSecrets));
        if (!secrets)
            return std::unexpected(secrets.error());
        peer.secrets = std::move(*secrets);
    }
    return peer;
}

// The options into the setup; else what is wrong with them.
QString arrange(api::RehearsalSetup &setup, const QCommandLineParser &parser)
{
    for (const QString &name : parser.values(kFault)) {
        const auto fault = api::parseRehearsalFault(name.toStdString());
        if (!fault)
            return words(QT_TRANSLATE_NOOP("tw::app::RehearseCommand", "There is no fault \"%1\"; there are: %2."))
                .arg(name, joined(faultNames()));
        setup.faults.push_back(*fault);
    }
    if (parser.isSet(kMistake)) {
        const QString name = parser.value(kMistake);
        const auto mistake = models::parseMistake(name.toStdString());
        if (!mistake)
            return words(QT_TRANSLATE_NOOP("tw::app::RehearseCommand", "There is no mistake \"%1\"; there are: %2."))
                .arg(name, joined(mistakeNames()));
        if (!models::possibleMistakes(*setup.ours.config).contains(*mistake))
            return words(QT_TRANSLATE_NOOP("tw::app::RehearseCommand",
                                           "This connection cannot have the mistake \"%1\": it has no such setting."))
                .arg(name);
        models::makeMistake(setup, *mistake);
    }
    if (parser.isSet(kSeed)) {
        bool isNumber = false;
        setup.seed = parser.value(kSeed).toULongLong(&isNumber);
        if (!isNumber)
            return words(QT_TRANSLATE_NOOP("tw::app::RehearseCommand", "The seed is no number: \"%1\"."))
                .arg(parser.value(kSeed));
    }
    return {};
}

QJsonObject jsonOf(const models::RehearsalBasis &basis)
{
    constexpr std::array kKinds = {"mirror", "exported-text", "given-text"};
    QJsonArray blockers;
    for (const models::ExportBlocker &blocker : basis.blockers)
        blockers.append(QJsonObject{{QStringLiteral("Field"), models::fieldKey(blocker.field)},
                                    {QStringLiteral("Reason"), blocker.reason.translated()}});
    QJsonObject object{{QStringLiteral("Kind"), QLatin1String(kKinds.at(static_cast<std::size_t>(basis.kind)))},
                       {QStringLiteral("Text"), models::rehearsalBasisText(basis)},
                       {QStringLiteral("Blockers"), blockers},
                       {QStringLiteral("Notes"), QJsonArray::fromStringList(models::rehearsalNotes(basis))},
                       {QStringLiteral("DoesNotProve"), models::rehearsalLimits()}};
    if (basis.format)
        object.insert(QStringLiteral("Format"), QLatin1String(models::peerFormatInfo(*basis.format).id));
    if (!basis.fileName.isEmpty())
        object.insert(QStringLiteral("File"), basis.fileName);
    return object;
}

// What was played, and what the diagnosis makes of a step that failed.
struct Played
{
    const models::Catalog &catalog;
    const QString &connectionId;
    const models::RehearsalBasis &basis;
    const api::Rehearsal &rehearsal;

    models::Diagnosis diagnosisAt(api::RehearsalStep step) const
    {
        return models::rehearsalDiagnosis(catalog, connectionId, rehearsal, step);
    }
};

QJsonObject jsonOf(const models::Diagnosis &diagnosis)
{
    QJsonArray fixes;
    for (const models::Fix &fix : diagnosis.fixes)
        fixes.append(QJsonObject{{QStringLiteral("Kind"), text(models::fixKindName(fix.kind))},
                                 {QStringLiteral("Sentence"), models::fixSentence(fix)}});
    return {{QStringLiteral("Code"), text(models::diagnosisName(diagnosis.code))},
            {QStringLiteral("Side"), text(models::sideName(diagnosis.side))},
            {QStringLiteral("Certainty"), text(models::certaintyName(diagnosis.certainty))},
            {QStringLiteral("Sentence"), models::diagnosisSentence(diagnosis)},
            {QStringLiteral("Fixes"), fixes}};
}

QJsonObject jsonOf(const Played &played)
{
    const api::Rehearsal &rehearsal = played.rehearsal;
    QJsonArray steps;
    for (const api::RehearsedStep &step : rehearsal.steps) {
        QJsonObject object{{QStringLiteral("Step"), text(rehearsalName(step.step))},
                           {QStringLiteral("Verdict"), text(rehearsalName(step.verdict))},
                           {QStringLiteral("Text"), models::rehearsalStepText(rehearsal, step)},
                           {QStringLiteral("Milliseconds"), qint64{step.took.count()}},
                           {QStringLiteral("PingsSent"), static_cast<qint64>(step.pingsSent)},
                           {QStringLiteral("PingsAnswered"), static_cast<qint64>(step.pingsAnswered)}};
        if (step.ourFailure != api::FailureCode::None)
            object.insert(QStringLiteral("OurFailure"), text(api::failureName(step.ourFailure)));
        if (step.theirFailure != api::FailureCode::None)
            object.insert(QStringLiteral("TheirFailure"), text(api::failureName(step.theirFailure)));
        if (step.step == api::RehearsalStep::RekeyChildren && step.verdict == api::RehearsalVerdict::Passed)
            object.insert(QStringLiteral("PfsGroup"), text(api::shortName(step.group)));
        if (step.verdict == api::RehearsalVerdict::Failed)
            object.insert(QStringLiteral("Diagnosis"), jsonOf(played.diagnosisAt(step.step)));
        steps.append(object);
    }
    QJsonArray pairs;
    for (const api::RehearsedPair &pair : rehearsal.pairs) {
        pairs.append(QJsonObject{{QStringLiteral("Local"), QString::fromStdString(pair.local.toString())},
                                 {QStringLiteral("Remote"), QString::fromStdString(pair.remote.toString())},
                                 {QStringLiteral("Answered"), pair.isAnswered},
                                 {QStringLiteral("PeerAnswered"), pair.isPeerAnswered}});
    }
    return {{QStringLiteral("Passed"), rehearsal.hasPassed()},
            {QStringLiteral("PlayedAgainst"), jsonOf(played.basis)},
            {QStringLiteral("Summary"), models::rehearsalSummary(rehearsal)},
            {QStringLiteral("Steps"), steps},
            {QStringLiteral("Pairs"), pairs}};
}

void printStory(const api::Rehearsal &rehearsal)
{
    for (const api::Event &event : rehearsal.story.ours)
        printLine(QStringLiteral("  %1 s  %2")
                      .arg(static_cast<double>(event.at.time_since_epoch().count()) / 1000, 9, 'f', 3)
                      .arg(models::eventText(event)));
}

void print(const Played &played, bool isVerbose)
{
    const api::Rehearsal &rehearsal = played.rehearsal;
    printLine(models::rehearsalBasisText(played.basis));
    for (const QString &note : models::rehearsalNotes(played.basis))
        printLine(QStringLiteral("  ") + note);
    for (const api::RehearsedStep &step : rehearsal.steps) {
        printLine(QStringLiteral("%1: %2. %3")
                      .arg(models::rehearsalStepTitle(step.step), models::rehearsalVerdictText(step.verdict),
                           models::rehearsalStepText(rehearsal, step)));
        if (step.verdict != api::RehearsalVerdict::Failed)
            continue;
        const models::Diagnosis diagnosis = played.diagnosisAt(step.step);
        printLine(QStringLiteral("  [%1] %2")
                      .arg(text(models::diagnosisName(diagnosis.code)), models::diagnosisSentence(diagnosis)));
        for (const models::Fix &fix : diagnosis.fixes)
            printLine(QStringLiteral("  - ") + models::fixSentence(fix));
    }
    if (isVerbose)
        printStory(rehearsal);
    printLine(models::rehearsalSummary(rehearsal));
}

} // namespace

ExitCode rehearseCommand(Invocation invocation)
{
    CommandLine line(QStringLiteral("rehearse"),
                     words(QT_TRANSLATE_NOOP("tw::app::RehearseCommand",
                                             "Plays a connection through in memory, against what is written for its "
                                             "peer: nothing is sent, no engine and no privilege is needed.")));
    line.setArguments(QStringLiteral("NAME [--format F] [--peer FILE] [--fault F]... [--mistake M]"), 1, 1);
    line.parser().addOptions({
        {kFormat,
         words(
             QT_TRANSLATE_NOOP("tw::app::RehearseCommand",
                               "Whose configuration the peer has, see \"export --list\"; default swanctl. With --peer: "
                               "what the file is; default: by how it looks.")),
         QStringLiteral("F")},
        {kPeer,
         words(QT_TRANSLATE_NOOP("tw::app::RehearseCommand",
                                 "The peer's own configuration to play against, - for standard input.")),
         QStringLiteral("FILE")},
        {kSecrets,
         words(QT_TRANSLATE_NOOP("tw::app::RehearseCommand",
                                 "The second file that holds the peer's key, where there is one.")),
         QStringLiteral("FILE")},
        {kFault,
         words(QT_TRANSLATE_NOOP("tw::app::RehearseCommand", "What the network does, may be given several times: %1."))
             .arg(joined(faultNames())),
         QStringLiteral("F")},
        {kMistake,
         words(QT_TRANSLATE_NOOP("tw::app::RehearseCommand", "What is wrong at the peer: %1."))
             .arg(joined(mistakeNames())),
         QStringLiteral("M")},
        {kSeed, words(QT_TRANSLATE_NOOP("tw::app::RehearseCommand", "Of what is random; default 1.")),
         QStringLiteral("N")},
        {kVerbose, words(QT_TRANSLATE_NOOP("tw::app::RehearseCommand", "Print our log of it as well."))},
    });
    if (const auto code = line.parse(invocation))
        return *code;
    const auto workspace = openForReading(invocation);
    if (!workspace)
        return ExitCode::Failed;
    const models::Catalog &catalog = workspace->catalog();
    const auto id = findConnection(catalog, line.arguments().first());
    if (!id) {
        printError(id.error());
        return ExitCode::InvalidInput;
    }
    const auto opponent = opponentOf(line.parser());
    if (!opponent) {
        printError(opponent.error());
        return ExitCode::Usage;
    }
    auto prepared = models::rehearsalOf(catalog, *id, *opponent);
    if (!prepared) {
        const QString file = line.parser().value(kPeer);
        printError(file.isEmpty() ? prepared.error() : file + QStringLiteral(": ") + prepared.error());
        return ExitCode::InvalidInput;
    }
    if (const QString fault = arrange(prepared->setup, line.parser()); !fault.isEmpty()) {
        printError(fault);
        return ExitCode::Usage;
    }
    const api::Rehearsal rehearsal = sim::rehearse(prepared->setup);
    const Played played{catalog, *id, prepared->basis, rehearsal};
    if (invocation.json)
        printJson(jsonOf(played));
    else
        print(played, line.parser().isSet(kVerbose));
    return rehearsal.hasPassed() ? ExitCode::Done : ExitCode::Failed;
}

} // namespace tw::app
