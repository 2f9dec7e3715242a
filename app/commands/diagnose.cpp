#include "app/commands/ask.h"
#include "app/commands/command.h"
#include "app/diagnosis_json.h"
#include "app/lookup.h"
#include "app/workspace.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonArray>
#include <QTimer>

namespace tw::app {

namespace {

using namespace std::chrono_literals;

// The engine reports ten times a second; a rekey without an answer is given up by it after some 80 s.
constexpr auto kPollInterval = 200ms;
constexpr auto kTrialPatience = 100s;

QString words(const char *text) { return QCoreApplication::translate("tw::app::DiagnoseCommand", text); }

QString at(const QJsonObject &object, const char *key) { return object.value(QLatin1String(key)).toString(); }

QJsonObject request(const QString &what, const QString &name)
{
    return {{QStringLiteral("Request"), what}, {QStringLiteral("Name"), name}};
}

// From the log alone, where no engine runs.
Reply diagnoseHere(const QString &dataDirectory, const QString &name, bool withReport)
{
    const auto workspace = Workspace::open({.dataDirectory = dataDirectory, .access = Workspace::Access::Read});
    if (!workspace)
        return Reply::failure(ExitCode::Failed, workspace.error().text);
    const auto id = findConnection((*workspace)->catalog(), name);
    if (!id)
        return Reply::failure(ExitCode::InvalidInput, id.error());
    return {ExitCode::Done, diagnosisJson(**workspace, *id, withReport), {}, {}};
}

Reply diagnose(const QString &dataDirectory, const QString &name, bool withReport)
{
    QJsonObject question = request(QStringLiteral("diagnose"), name);
    question.insert(QStringLiteral("Report"), withReport);
    Reply reply = askEngine(dataDirectory, question);
    return reply.code == ExitCode::NoEngine ? diagnoseHere(dataDirectory, name, withReport) : reply;
}

// Begins it and waits for what comes of it; `trial`: its key in the diagnosis.
Reply tryOut(const QString &dataDirectory, const QJsonObject &question, const QString &trial, bool withReport)
{
    const QString name = question.value(QStringLiteral("Name")).toString();
    const Reply before = diagnose(dataDirectory, name, false);
    const double old = before.result.value(trial).toObject().value(QStringLiteral("Sequence")).toDouble();
    if (Reply asked = askEngine(dataDirectory, question); asked.code != ExitCode::Done)
        return asked;
    Reply reply;
    QEventLoop loop;
    QTimer timer;
    QElapsedTimer waited;
    waited.start();
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        reply = diagnose(dataDirectory, name, withReport);
        const QJsonObject outcome = reply.result.value(trial).toObject();
        const bool isNew = outcome.value(QStringLiteral("Sequence")).toDouble() > old;
        const bool isOver = isNew && at(outcome, "State") != QLatin1String("running");
        if (reply.code != ExitCode::Done || isOver || std::chrono::milliseconds(waited.elapsed()) > kTrialPatience)
            loop.quit();
    });
    timer.start(kPollInterval);
    loop.exec();
    return reply;
}

void printDiagnosis(const QJsonObject &found)
{
    printLine(QStringLiteral("%1: %2 (%3, %4)")
                  .arg(at(found, "Name"), at(found, "Title"), at(found, "Code"), at(found, "Certainty")));
    printLine(QStringLiteral("  ") + at(found, "Sentence"));
    if (at(found, "Code") != QLatin1String("NoExceptionFound"))
        printLine(QStringLiteral("  ") + at(found, "SideText"));
    const QJsonArray rows = found.value(QStringLiteral("Comparison")).toArray();
    for (const QJsonValue &value : rows) {
        const QJsonObject row = value.toObject();
        printLine(words(QT_TRANSLATE_NOOP("tw::app::DiagnoseCommand", "  %1: ours %2, theirs %3 (%4)"))
                      .arg(at(row, "Field"), at(row, "Ours").isEmpty() ? QStringLiteral("-") : at(row, "Ours"),
                           at(row, "Theirs").isEmpty() ? QStringLiteral("?") : at(row, "Theirs"), at(row, "State")));
    }
    const QJsonArray sightings = found.value(QStringLiteral("Sightings")).toArray();
    for (const QJsonValue &value : sightings)
        printLine(QStringLiteral("  %1 %2").arg(at(value.toObject(), "Time"), at(value.toObject(), "Text")));
    const QJsonArray fixes = found.value(QStringLiteral("Fixes")).toArray();
    for (qsizetype i = 0; i < fixes.size(); ++i)
        printLine(QStringLiteral("  %1. %2").arg(i + 1).arg(at(fixes.at(i).toObject(), "Text")));
    const QJsonArray others = found.value(QStringLiteral("Also")).toArray();
    for (const QJsonValue &value : others) {
        const QJsonObject other = value.toObject();
        printLine(QStringLiteral("  %1: %2 (%3, %4)")
                      .arg(at(other, "RelationText"), at(other, "Title"), at(other, "Code"), at(other, "Certainty")));
        printLine(QStringLiteral("    ") + at(other, "Sentence"));
        const QJsonArray means = other.value(QStringLiteral("Fixes")).toArray();
        for (const QJsonValue &fix : means)
            printLine(QStringLiteral("    - ") + at(fix.toObject(), "Text"));
    }
    const QJsonArray checks = found.value(QStringLiteral("Checks")).toArray();
    for (const QJsonValue &value : checks) {
        const QJsonObject check = value.toObject();
        printLine(QStringLiteral("  [%1] %2: %3").arg(at(check, "State"), at(check, "Title"), at(check, "Text")));
    }
}

} // namespace

ExitCode diagnoseCommand(Invocation invocation)
{
    CommandLine line(QStringLiteral("diagnose"),
                     words(QT_TRANSLATE_NOOP("tw::app::DiagnoseCommand",
                                             "Names what is wrong with a connection, and what mends it.")));
    line.setArguments(QStringLiteral("NAME [--probe] [--test-rekey] [--report]"), 1, 1);
    line.parser().addOptions({
        {QStringLiteral("probe"),
         words(
             QT_TRANSLATE_NOOP("tw::app::DiagnoseCommand",
                               "First offer the other gateway a wide list, to learn which algorithms it takes; of the "
                               "phase that failed."))},
        {QStringLiteral("test-rekey"),
         words(QT_TRANSLATE_NOOP("tw::app::DiagnoseCommand",
                                 "First rekey what stands, and fail if that fails: shows a PFS mismatch."))},
        {QStringLiteral("report"),
         words(QT_TRANSLATE_NOOP("tw::app::DiagnoseCommand",
                                 "Print the report for the other side instead; it holds no key."))},
    });
    if (const auto code = line.parse(invocation))
        return *code;
    const QString name = line.arguments().first();
    const bool withReport = line.parser().isSet(QStringLiteral("report"));
    const bool isRekey = line.parser().isSet(QStringLiteral("test-rekey"));
    const bool isProbe = line.parser().isSet(QStringLiteral("probe"));
    Reply reply;
    if (isRekey)
        reply = tryOut(invocation.dataDirectory, request(QStringLiteral("test-rekey"), name),
                       QStringLiteral("TestRekey"), withReport);
    if (isProbe && reply.code == ExitCode::Done)
        reply = tryOut(invocation.dataDirectory, request(QStringLiteral("probe"), name), QStringLiteral("Probe"),
                       withReport);
    if (!isRekey && !isProbe)
        reply = diagnose(invocation.dataDirectory, name, withReport);
    if (reply.code != ExitCode::Done)
        return finish(reply);
    if (invocation.json) {
        printJson(reply.result);
    } else if (withReport) {
        printText(at(reply.result, "Report"));
        printText(at(reply.result, "ReportChinese"));
    } else {
        printDiagnosis(reply.result);
        if (isRekey)
            printLine(at(reply.result.value(QStringLiteral("TestRekey")).toObject(), "Text"));
        if (isProbe)
            printLine(at(reply.result.value(QStringLiteral("Probe")).toObject(), "Text"));
    }
    finish(reply);
    const QString rekey = at(reply.result.value(QStringLiteral("TestRekey")).toObject(), "State");
    const bool isFault = at(reply.result, "Code") != QLatin1String("NoExceptionFound")
        || (isRekey && rekey != QLatin1String("succeeded"));
    return isFault ? ExitCode::FaultFound : ExitCode::Done;
}

} // namespace tw::app
