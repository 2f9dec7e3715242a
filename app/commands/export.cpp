#include "app/commands/command.h"
#include "app/lookup.h"
#include "app/private_file.h"
#include "app/workspace.h"
#include "models/catalog/issue_text.h"
#include "models/transfer/export/exporter.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <cstdio>

namespace tw::app {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::app::ExportCommand", text); }

QJsonObject formatJson(const models::PeerFormatInfo &info)
{
    QJsonArray unsure;
    for (const char *text : info.unsure)
        unsure.append(models::Remark{text, {}}.translated());
    return {{QStringLiteral("Format"), QLatin1String(info.id)},
            {QStringLiteral("Title"), QLatin1String(info.title)},
            {QStringLiteral("Suffix"), QLatin1String(info.suffix)},
            {QStringLiteral("Documentation"), QLatin1String(info.documentation)},
            {QStringLiteral("NotConfirmed"), unsure}};
}

ExitCode listFormats(bool isJson)
{
    QJsonArray list;
    for (const models::PeerFormatInfo &info : models::peerFormats()) {
        list.append(formatJson(info));
        if (!isJson)
            printLine(QStringLiteral("%1  %2").arg(QLatin1String(info.id), -12).arg(QLatin1String(info.title)));
    }
    if (isJson)
        printJson({{QStringLiteral("Formats"), list}});
    return ExitCode::Done;
}

QString textOf(const SecretBytes &text)
{
    return QString::fromUtf8(reinterpret_cast<const char *>(text.view().data()), static_cast<qsizetype>(text.size()));
}

QJsonArray blockersJson(const QList<models::ExportBlocker> &blockers)
{
    QJsonArray list;
    for (const models::ExportBlocker &blocker : blockers) {
        QJsonArray mends;
        for (const models::Mend &mend : blocker.mends)
            mends.append(QJsonObject{{QStringLiteral("Field"), models::fieldKey(mend.field)},
                                     {QStringLiteral("Value"), mend.value}});
        list.append(QJsonObject{{QStringLiteral("Field"), models::fieldKey(blocker.field)},
                                {QStringLiteral("Reason"), blocker.reason.translated()},
                                {QStringLiteral("Mends"), mends}});
    }
    return list;
}

void printBlockers(const QString &name, const QList<models::ExportBlocker> &blockers)
{
    for (const models::ExportBlocker &blocker : blockers) {
        QString text =
            QStringLiteral("%1: %2: %3").arg(name, models::fieldKey(blocker.field), blocker.reason.translated());
        QStringList mends;
        for (const models::Mend &mend : blocker.mends)
            mends << models::mendText(mend);
        if (!mends.isEmpty())
            text += QLatin1Char(' ') + mends.join(QStringLiteral("; "));
        printError(text);
    }
}

// Where each file goes: into a directory under its own name; else the first to the name that was given, and the second
// beside it.
QStringList pathsOf(const std::vector<models::ExportedFile> &files, const QString &output)
{
    QStringList paths;
    const bool isDirectory = QFileInfo(output).isDir();
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (isDirectory)
            paths << QDir(output).filePath(files[i].name);
        else
            paths << (i == 0 ? output : output + QStringLiteral(".secrets"));
    }
    return paths;
}

struct Subject
{
    models::PeerView view;
    SecretBytes key;
};

// The connection as the peer sees it; nothing where that is impossible, which has been printed.
std::optional<Subject> subjectOf(Workspace &workspace, const QString &name, bool withKey, ExitCode &code)
{
    const models::Catalog &catalog = workspace.catalog();
    code = ExitCode::InvalidInput;
    const auto id = findConnection(catalog, name);
    if (!id) {
        printError(id.error());
        return std::nullopt;
    }
    const models::ConnectionDraft &draft = catalog.connection(*id)->draft;
    const models::VpnGateway *ours = catalog.vpnGateway(draft.vpnGatewayId);
    const models::CustomerGateway *theirs = catalog.customerGateway(draft.customerGatewayId);
    auto view = ours && theirs ? models::peerViewOf(draft, *ours, *theirs) : std::nullopt;
    if (!view) {
        printError(words(QT_TRANSLATE_NOOP("tw::app::ExportCommand",
                                           "%1: only connections with a pre-shared key can be exported."))
                       .arg(draft.name));
        return std::nullopt;
    }
    Subject subject{std::move(*view), {}};
    if (withKey) {
        auto key = catalog.presharedKey(*id);
        if (!key) {
            code = ExitCode::Failed;
            printError(key.error().text);
            return std::nullopt;
        }
        subject.key = std::move(*key);
    }
    return subject;
}

ExitCode saveFiles(const std::vector<models::ExportedFile> &files, const QStringList &paths, bool overwrites)
{
    for (std::size_t i = 0; i < files.size(); ++i) {
        const QString &path = paths[static_cast<qsizetype>(i)];
        if (const auto saved = savePrivateFile(path, files[i].text.view(), files[i].holdsKey, overwrites); !saved) {
            printError(path + QStringLiteral(": ") + saved.error());
            return ExitCode::Failed;
        }
    }
    return ExitCode::Done;
}

} // namespace

ExitCode exportCommand(Invocation invocation)
{
    CommandLine line(QStringLiteral("export"),
                     words(QT_TRANSLATE_NOOP("tw::app::ExportCommand",
                                             "Writes the configuration of the device at the other end of a connection. "
                                             "--list shows for which devices.")));
    line.setArguments(QStringLiteral("NAME --format FORMAT [--output FILE] [--with-key] [--force] | --list"), 0, 1);
    const auto option = [&line](const char *name, const char *text, const char *value = nullptr) {
        line.parser().addOption({QLatin1String(name), words(text), QLatin1String(value)});
    };
    option("format", QT_TRANSLATE_NOOP("tw::app::ExportCommand", "Whose configuration; one of --list."), "FORMAT");
    option("output",
           QT_TRANSLATE_NOOP("tw::app::ExportCommand", "File, or directory, to write to; default: standard output."),
           "FILE");
    option("with-key",
           QT_TRANSLATE_NOOP("tw::app::ExportCommand", "Put the pre-shared key in; its file has mode 0600."));
    option("force", QT_TRANSLATE_NOOP("tw::app::ExportCommand", "Overwrite files that exist."));
    option("list", QT_TRANSLATE_NOOP("tw::app::ExportCommand", "List the formats."));
    if (const auto code = line.parse(invocation))
        return *code;
    if (line.parser().isSet(QStringLiteral("list")))
        return listFormats(invocation.json);
    const QString formatId = line.parser().value(QStringLiteral("format"));
    const auto format = models::peerFormatOf(formatId);
    if (line.arguments().isEmpty() || !format) {
        printError(format ? words(QT_TRANSLATE_NOOP("tw::app::ExportCommand", "export: name a connection."))
                          : words(QT_TRANSLATE_NOOP("tw::app::ExportCommand",
                                                    "export: there is no format \"%1\"; --list shows them."))
                                .arg(formatId));
        return ExitCode::Usage;
    }
    const auto workspace = openForReading(invocation);
    if (!workspace)
        return ExitCode::Failed;
    const bool withKey = line.parser().isSet(QStringLiteral("with-key"));
    ExitCode code = ExitCode::Done;
    const auto subject = subjectOf(*workspace, line.arguments().first(), withKey, code);
    if (!subject)
        return code;

    models::ExportRequest request;
    request.view = subject->view;
    request.key = withKey ? &subject->key : nullptr;
    request.product = QStringLiteral("Tunnelwright ") + QCoreApplication::applicationVersion();
    request.time = QDateTime::currentDateTimeUtc();
    const models::ExportResult result = models::exportPeer(*format, request);

    QJsonArray warnings;
    for (const models::Remark &warning : result.warnings)
        warnings.append(warning.translated());
    QJsonObject json{{QStringLiteral("Format"), formatId},
                     {QStringLiteral("Warnings"), warnings},
                     {QStringLiteral("Blockers"), blockersJson(result.blockers)},
                     {QStringLiteral("Files"), QJsonArray()}};
    if (!result.blockers.isEmpty()) {
        printBlockers(subject->view.name, result.blockers);
        if (invocation.json)
            printJson(json);
        return ExitCode::InvalidInput;
    }
    const QString output = line.parser().value(QStringLiteral("output"));
    const QStringList paths = output.isEmpty() ? QStringList() : pathsOf(result.files, output);
    if (!paths.isEmpty()) {
        code = saveFiles(result.files, paths, line.parser().isSet(QStringLiteral("force")));
        if (code != ExitCode::Done)
            return code;
    }
    QJsonArray files;
    for (std::size_t i = 0; i < result.files.size(); ++i) {
        const models::ExportedFile &file = result.files[i];
        QJsonObject one{{QStringLiteral("Name"), file.name}, {QStringLiteral("HoldsKey"), file.holdsKey}};
        if (paths.isEmpty())
            one.insert(QStringLiteral("Text"), textOf(file.text));
        else
            one.insert(QStringLiteral("Path"), paths[static_cast<qsizetype>(i)]);
        files.append(one);
    }
    json.insert(QStringLiteral("Files"), files);
    if (invocation.json) {
        printJson(json);
    } else if (paths.isEmpty()) {
        for (const models::ExportedFile &file : result.files) {
            const auto text = file.text.view();
            if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
                return ExitCode::Failed;
        }
    } else {
        for (const QString &path : paths)
            printLine(path);
    }
    return ExitCode::Done;
}

} // namespace tw::app
