#include "app/commands/ask.h"
#include "app/commands/command.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QJsonArray>
#include <QThread>

#include <array>

namespace tw::app {

namespace {

constexpr std::chrono::minutes kLongest{2};
constexpr unsigned long kBetweenMs = 200;

QString words(const char *text) { return QCoreApplication::translate("tw::app::DoctorCommand", text); }

QString at(const QJsonObject &object, const char *key) { return object.value(QLatin1String(key)).toString(); }

// As wide as the longest, so that the checks stand in a column.
QString verdictMark(const QString &verdict)
{
    if (verdict == QLatin1String("ok"))
        return QStringLiteral("[ ok ]");
    if (verdict == QLatin1String("failed"))
        return QStringLiteral("[FAIL]");
    if (verdict == QLatin1String("warning"))
        return QStringLiteral("[warn]");
    if (verdict == QLatin1String("not-known"))
        return QStringLiteral("[ ?  ]");
    return QStringLiteral("[ -  ]");
}

void printReport(const QJsonObject &report)
{
    printLine(at(report, "Title"));
    if (const QString probe = at(report, "Probe"); !probe.isEmpty())
        printLine(QStringLiteral("  ") + probe);
    const QJsonArray checks = report.value(QLatin1String("Checks")).toArray();
    for (const QJsonValue &value : checks) {
        const QJsonObject check = value.toObject();
        printLine(QStringLiteral("  %1 %2: %3")
                      .arg(verdictMark(at(check, "Verdict")), at(check, "Title"), at(check, "Sentence")));
        const QJsonArray mends = check.value(QLatin1String("WhatToDo")).toArray();
        for (const QJsonValue &mend : mends) {
            const bool isOurs = at(mend.toObject(), "Side") == QLatin1String("ours");
            const QString side = isOurs ? words(QT_TRANSLATE_NOOP("tw::app::DoctorCommand", "on our side"))
                                        : words(QT_TRANSLATE_NOOP("tw::app::DoctorCommand", "on the other side"));
            printLine(QStringLiteral("           -> %1: %2").arg(side, at(mend.toObject(), "Sentence")));
        }
    }
    if (const QJsonObject mtu = report.value(QLatin1String("Mtu")).toObject(); !mtu.isEmpty())
        printLine(QStringLiteral("  ") + at(mtu, "Sum"));
    const QJsonArray pairs = report.value(QLatin1String("Pairs")).toArray();
    for (const QJsonValue &value : pairs) {
        const QJsonObject pair = value.toObject();
        const QString state = pair.value(QLatin1String("Stands")).toBool()
            ? words(QT_TRANSLATE_NOOP("tw::app::DoctorCommand", "stands"))
            : words(QT_TRANSLATE_NOOP("tw::app::DoctorCommand", "missing"));
        printLine(QStringLiteral("  %1 === %2: %3").arg(at(pair, "Local"), at(pair, "Remote"), state));
    }
    const QJsonArray overlaps = report.value(QLatin1String("Overlaps")).toArray();
    for (const QJsonValue &overlap : overlaps)
        printLine(QStringLiteral("  ") + at(overlap.toObject(), "Sentence"));
}

bool hasFailed(const QJsonArray &reports)
{
    for (const QJsonValue &report : reports) {
        if (!report.toObject().value(QLatin1String("FirstFailed")).isNull())
            return true;
    }
    return false;
}

Reply examined(const Invocation &invocation, const QJsonObject &request)
{
    const Reply begun = askEngine(invocation.dataDirectory, request);
    if (begun.code != ExitCode::Done)
        return begun;
    const QJsonValue run = begun.result.value(QStringLiteral("Run"));
    const QDeadlineTimer limit(kLongest);
    for (;;) {
        Reply reply =
            askEngine(invocation.dataDirectory,
                      {{QStringLiteral("Request"), QStringLiteral("doctor-progress")}, {QStringLiteral("Run"), run}});
        if (reply.code != ExitCode::Done || reply.result.value(QStringLiteral("Finished")).toBool())
            return reply;
        if (limit.hasExpired())
            break;
        QThread::msleep(kBetweenMs);
    }
    askEngine(invocation.dataDirectory,
              {{QStringLiteral("Request"), QStringLiteral("doctor-cancel")}, {QStringLiteral("Run"), run}});
    return Reply::failure(
        ExitCode::Failed,
        words(QT_TRANSLATE_NOOP("tw::app::DoctorCommand", "The examination did not end in time, and was cancelled.")));
}

} // namespace

ExitCode doctorCommand(Invocation invocation)
{
    struct KindOption
    {
        const char *name;
        const char *description;
    };
    static constexpr std::array kKinds = {
        KindOption{"traffic",
                   QT_TRANSLATE_NOOP("tw::app::DoctorCommand", "Follow a packet to the peer's subnet and back.")},
        KindOption{"path", QT_TRANSLATE_NOOP("tw::app::DoctorCommand", "Whether UDP 500, UDP 4500 and ESP pass.")},
        KindOption{"mtu", QT_TRANSLATE_NOOP("tw::app::DoctorCommand", "Find the largest packet that passes.")},
    };
    CommandLine line(
        QStringLiteral("doctor"),
        words(QT_TRANSLATE_NOOP("tw::app::DoctorCommand",
                                "Examines a connection of the running engine, with pings through the tunnel and IKE "
                                "messages that begin nothing, and says what to do on which side. Without a choice: "
                                "everything.")));
    line.setArguments(QStringLiteral("NAME [--traffic] [--path] [--mtu] [--to ADDRESS]"), 1, 1);
    for (const KindOption &kind : kKinds)
        line.parser().addOption({QLatin1String(kind.name), words(kind.description)});
    line.parser().addOption({QStringLiteral("to"),
                             words(QT_TRANSLATE_NOOP("tw::app::DoctorCommand",
                                                     "An address in the peer's subnets that answers pings; without it "
                                                     "the first host of the first subnet.")),
                             QStringLiteral("ADDRESS")});
    if (const auto code = line.parse(invocation))
        return *code;
    QJsonArray kinds;
    for (const KindOption &kind : kKinds) {
        if (line.parser().isSet(QLatin1String(kind.name)))
            kinds.append(QLatin1String(kind.name));
    }
    const Reply reply = examined(invocation,
                                 {{QStringLiteral("Request"), QStringLiteral("doctor")},
                                  {QStringLiteral("Name"), line.arguments().first()},
                                  {QStringLiteral("Kinds"), kinds},
                                  {QStringLiteral("To"), line.parser().value(QStringLiteral("to"))}});
    if (reply.code != ExitCode::Done)
        return finish(reply);
    const QJsonArray reports = reply.result.value(QStringLiteral("Reports")).toArray();
    if (invocation.json) {
        printJson({{QStringLiteral("Reports"), reports}});
    } else {
        for (const QJsonValue &report : reports)
            printReport(report.toObject());
    }
    return hasFailed(reports) ? ExitCode::Failed : finish(reply);
}

} // namespace tw::app
