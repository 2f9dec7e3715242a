#include "app/commands/ask.h"
#include "app/commands/command.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>

#include <cstdio>
#include <expected>

namespace tw::app {

namespace {

constexpr qint64 kMaxDocument = qint64{4} << 20;

QString words(const char *text) { return QCoreApplication::translate("tw::app::ApplyCommand", text); }

std::expected<QByteArray, QString> readDocument(const QString &fileName)
{
    QFile file(fileName);
    const bool isOpen =
        fileName == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!isOpen)
        return std::unexpected(fileName + QStringLiteral(": ") + file.errorString());
    QByteArray document;
    // A pipe gives what stands in it now, which need not be all of it.
    for (QByteArray part; !(part = file.read(kMaxDocument + 1 - document.size())).isEmpty();)
        document += part;
    if (file.error() != QFile::NoError)
        return std::unexpected(fileName + QStringLiteral(": ") + file.errorString());
    if (document.size() > kMaxDocument) {
        return std::unexpected(
            words(QT_TRANSLATE_NOOP("tw::app::ApplyCommand", "%1: the document is longer than %2 bytes."))
                .arg(fileName, QString::number(kMaxDocument)));
    }
    return document;
}

void printObjects(const QJsonObject &result)
{
    const QJsonArray objects = result.value(QStringLiteral("Objects")).toArray();
    for (const QJsonValue &value : objects) {
        const QJsonObject object = value.toObject();
        const auto at = [&object](const char *key) { return object.value(QLatin1String(key)).toString(); };
        QString who = at("Kind") + QLatin1Char(' ') + at("Name");
        if (!at("Id").isEmpty()) // none yet in a dry run
            who += QStringLiteral(" (%1)").arg(at("Id"));
        printLine(who + QStringLiteral(": ") + at("Action"));
    }
}

} // namespace

ExitCode applyCommand(Invocation invocation)
{
    CommandLine line(
        QStringLiteral("apply"),
        words(QT_TRANSLATE_NOOP("tw::app::ApplyCommand",
                                "Creates or changes the objects that a JSON document names: all of them, or none.")));
    line.setArguments(QStringLiteral("FILE|- [--dry-run]"), 1, 1);
    line.parser().addOption({QStringLiteral("dry-run"),
                             words(QT_TRANSLATE_NOOP("tw::app::ApplyCommand", "Check and report, change nothing."))});
    if (const auto code = line.parse(invocation))
        return *code;

    const auto document = readDocument(line.arguments().first());
    if (!document) {
        printError(document.error());
        return ExitCode::Failed;
    }
    const Reply reply = askWriter(invocation.dataDirectory,
                                  {{QStringLiteral("Request"), QStringLiteral("apply")},
                                   {QStringLiteral("Document"), QString::fromUtf8(*document)},
                                   {QStringLiteral("DryRun"), line.parser().isSet(QStringLiteral("dry-run"))}});
    if (reply.code == ExitCode::Done && invocation.json)
        printJson(reply.result);
    else
        printObjects(reply.result);
    return finish(reply);
}

} // namespace tw::app
