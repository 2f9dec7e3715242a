#include "app/commands/command.h"
#include "app/lookup.h"
#include "app/workspace.h"
#include "engine/sim/rehearsal.h"
#include "models/catalog/catalog.h"
#include "models/log/event_text.h"
#include "models/rehearsal/rehearsal_mistake.h"
#include "models/rehearsal/rehearsal_run.h"
#include "models/rehearsal/rehearsal_setup.h"
#include "models/rehearsal/rehearsal_text.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tw::app {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::app::RehearseCommand", text); }

QString text(std::string_view name) { return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())); }

const auto kFault = QStringLiteral("fault");
const auto kMistake = QStringLiteral("mistake");
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

QJsonObject jsonOf(const api::Rehearsal &rehearsal)
{
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

void print(const api::Rehearsal &rehearsal, bool isVerbose)
{
    for (const api::RehearsedStep &step : rehearsal.steps) {
        printLine(QStringLiteral("%1: %2. %3")
                      .arg(models::rehearsalStepTitle(step.step), models::rehearsalVerdictText(step.verdict),
                           models::rehearsalStepText(rehearsal, step)));
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
                                             "Plays a connection through against its mirror, in memory: nothing is "
                                             "sent, no engine and no privilege is needed.")));
    line.setArguments(QStringLiteral("NAME [--fault F]... [--mistake M]"), 1, 1);
    line.parser().addOptions({
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
    auto setup = models::rehearsalOf(catalog, *id);
    if (!setup) {
        printError(setup.error());
        return ExitCode::InvalidInput;
    }
    if (const QString fault = arrange(*setup, line.parser()); !fault.isEmpty()) {
        printError(fault);
        return ExitCode::Usage;
    }
    const api::Rehearsal rehearsal = sim::rehearse(*setup);
    if (invocation.json)
        printJson(jsonOf(rehearsal));
    else
        print(rehearsal, line.parser().isSet(kVerbose));
    return rehearsal.hasPassed() ? ExitCode::Done : ExitCode::Failed;
}

} // namespace tw::app
