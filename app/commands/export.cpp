#include "app/commands/command.h"
#include "app/lookup.h"
#include "app/workspace.h"
#include "models/catalog/issue_text.h"
#include "models/transfer/export/connection_export.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <limits>

namespace tw::app {

namespace {

constexpr int kMostNames = std::numeric_limits<int>::max();
const auto kZip = QStringLiteral(".zip");

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

QJsonArray warningsJson(const QList<models::Remark> &warnings)
{
    QJsonArray list;
    for (const models::Remark &warning : warnings)
        list.append(warning.translated());
    return list;
}

// What stood in the way of one connection, on standard error.
void printObstacles(const models::ConnectionExport &made)
{
    if (!made.refusal.isEmpty())
        printError(made.name + QStringLiteral(": ") + made.refusal);
    printBlockers(made.name, made.result.blockers);
}

ExitCode failed(const models::SaveFailure &failure)
{
    printError(failure.path + QStringLiteral(": ") + failure.reason);
    return ExitCode::Failed;
}

struct Order
{
    models::PeerFormat format{};
    models::KeyUse use{};
    QString output; // empty: standard output
    bool overwrites = false;
    bool skipsBlocked = false;
    bool isJson = false;
};

ExitCode exportOne(const models::Catalog &catalog, const QString &id, const Order &order)
{
    const models::ConnectionExport made = models::exportConnection(catalog, id, order.format, order.use);
    const auto &files = made.result.files;
    QJsonObject json{{QStringLiteral("Format"), QLatin1String(models::peerFormatInfo(order.format).id)},
                     {QStringLiteral("Warnings"), warningsJson(made.result.warnings)},
                     {QStringLiteral("Blockers"), blockersJson(made.result.blockers)},
                     {QStringLiteral("Files"), QJsonArray()}};
    if (!made.isPossible()) {
        printObstacles(made);
        if (order.isJson && made.refusal.isEmpty())
            printJson(json);
        return ExitCode::InvalidInput;
    }
    const QStringList paths = order.output.isEmpty() ? QStringList() : pathsOf(files, order.output);
    if (!paths.isEmpty()) {
        std::vector<models::FileToSave> toSave;
        for (std::size_t i = 0; i < files.size(); ++i)
            toSave.push_back({paths[static_cast<qsizetype>(i)], files[i].text.view(), files[i].holdsKey});
        if (const auto saved = models::saveFiles(toSave, order.overwrites); !saved)
            return failed(saved.error());
    }
    QJsonArray list;
    for (std::size_t i = 0; i < files.size(); ++i) {
        QJsonObject one{{QStringLiteral("Name"), files[i].name}, {QStringLiteral("HoldsKey"), files[i].holdsKey}};
        if (paths.isEmpty())
            one.insert(QStringLiteral("Text"), textOf(files[i].text));
        else
            one.insert(QStringLiteral("Path"), paths[static_cast<qsizetype>(i)]);
        list.append(one);
    }
    json.insert(QStringLiteral("Files"), list);
    if (order.isJson) {
        printJson(json);
    } else if (paths.isEmpty()) {
        for (const models::ExportedFile &file : files) {
            if (!printOctets(file.text.view()))
                break; // nobody reads any more
        }
    } else {
        for (const QString &path : paths)
            printLine(path);
    }
    return ExitCode::Done;
}

QString nothingWritten(bool isNothingThere, bool skipsBlocked)
{
    if (isNothingThere)
        return words(QT_TRANSLATE_NOOP("tw::app::ExportCommand", "There is no connection. Nothing was written."));
    if (skipsBlocked)
        return words(QT_TRANSLATE_NOOP("tw::app::ExportCommand", "None of them can be exported. Nothing was written."));
    return words(QT_TRANSLATE_NOOP("tw::app::ExportCommand",
                                   "Nothing was written. --skip-blocked leaves out what cannot be exported."));
}

// Into a folder or a zip file. Where one of them is impossible nothing is written, unless that was agreed to.
ExitCode exportSeveral(const models::Catalog &catalog, const QStringList &ids, const Order &order)
{
    std::vector<models::ExportWish> wishes;
    for (const QString &id : ids)
        wishes.push_back({id, order.format});
    const auto exports = models::exportConnections(catalog, wishes, order.use);
    QJsonArray list;
    bool isAnyBlocked = false;
    for (const models::ConnectionExport &made : exports) {
        if (!made.isPossible()) {
            printObstacles(made);
            isAnyBlocked = true;
        }
        QJsonArray files;
        for (const models::ExportedFile &file : made.result.files)
            files.append(QJsonObject{{QStringLiteral("Name"), file.name}, {QStringLiteral("HoldsKey"), file.holdsKey}});
        QJsonObject one{{QStringLiteral("Name"), made.name},
                        {QStringLiteral("VpnConnectionId"), made.connectionId},
                        {QStringLiteral("Warnings"), warningsJson(made.result.warnings)},
                        {QStringLiteral("Blockers"), blockersJson(made.result.blockers)},
                        {QStringLiteral("Files"), files}};
        if (!made.refusal.isEmpty())
            one.insert(QStringLiteral("Refusal"), made.refusal);
        list.append(one);
    }
    QJsonObject json{{QStringLiteral("Format"), QLatin1String(models::peerFormatInfo(order.format).id)},
                     {QStringLiteral("Connections"), list},
                     {QStringLiteral("Paths"), QJsonArray()}};
    const auto isPossible = [](const models::ConnectionExport &made) { return made.isPossible(); };
    if ((isAnyBlocked && !order.skipsBlocked) || std::ranges::none_of(exports, isPossible)) {
        printError(nothingWritten(ids.isEmpty(), order.skipsBlocked));
        if (order.isJson)
            printJson(json);
        return ExitCode::InvalidInput;
    }
    QStringList paths{order.output};
    if (order.output.endsWith(kZip, Qt::CaseInsensitive)) {
        if (const auto saved = models::zipExports(exports, order.output, order.overwrites); !saved)
            return failed(saved.error());
    } else {
        auto saved = models::saveExports(exports, order.output, order.overwrites);
        if (!saved)
            return failed(saved.error());
        paths = *saved;
    }
    json.insert(QStringLiteral("Paths"), QJsonArray::fromStringList(paths));
    if (order.isJson) {
        printJson(json);
    } else {
        for (const QString &path : paths)
            printLine(path);
    }
    return ExitCode::Done;
}

// Nothing where a name is unknown, which has been printed.
std::optional<QStringList> idsOf(const models::Catalog &catalog, const QStringList &names, bool all)
{
    QStringList ids;
    if (all) {
        for (const models::Connection &connection : catalog.connections())
            ids << connection.draft.id;
    }
    bool isAnyUnknown = false;
    for (const QString &name : names) {
        if (const auto id = findConnection(catalog, name)) {
            ids << *id;
        } else {
            printError(id.error());
            isAnyUnknown = true;
        }
    }
    ids.removeDuplicates();
    if (isAnyUnknown)
        return std::nullopt;
    return ids;
}

} // namespace

ExitCode exportCommand(Invocation invocation)
{
    CommandLine line(QStringLiteral("export"),
                     words(QT_TRANSLATE_NOOP("tw::app::ExportCommand",
                                             "Writes the configuration of the device at the other end of a connection, "
                                             "or of several. --list shows for which devices.")));
    line.setArguments(QStringLiteral("NAME... --format FORMAT [--output FILE] [--with-key] [--force] | --all ... | "
                                     "--list"),
                      0, kMostNames);
    const auto option = [&line](const char *name, const char *text, const char *value = nullptr) {
        line.parser().addOption({QLatin1String(name), words(text), QLatin1String(value)});
    };
    option("format", QT_TRANSLATE_NOOP("tw::app::ExportCommand", "Whose configuration; one of --list."), "FORMAT");
    option("output",
           QT_TRANSLATE_NOOP("tw::app::ExportCommand",
                             "File, directory, or FILE.zip to write to; default: standard output. Several connections "
                             "need a directory, which is made where it is missing, or FILE.zip."),
           "FILE");
    option("all", QT_TRANSLATE_NOOP("tw::app::ExportCommand", "All connections."));
    option("skip-blocked",
           QT_TRANSLATE_NOOP("tw::app::ExportCommand",
                             "Of several connections, leave out those that the device cannot express."));
    option("with-key",
           QT_TRANSLATE_NOOP("tw::app::ExportCommand", "Put the pre-shared key in; its file has mode 0600."));
    option("force", QT_TRANSLATE_NOOP("tw::app::ExportCommand", "Overwrite files that exist."));
    option("list", QT_TRANSLATE_NOOP("tw::app::ExportCommand", "List the formats."));
    if (const auto code = line.parse(invocation))
        return *code;
    const QCommandLineParser &parser = line.parser();
    if (parser.isSet(QStringLiteral("list")))
        return listFormats(invocation.json);
    const QString formatId = parser.value(QStringLiteral("format"));
    const auto format = models::peerFormatOf(formatId);
    const bool all = parser.isSet(QStringLiteral("all"));
    const QStringList names = line.arguments();
    const auto misuse = [](const QString &text) {
        printError(text);
        return ExitCode::Usage;
    };
    if (!format)
        return misuse(
            words(QT_TRANSLATE_NOOP("tw::app::ExportCommand", "export: there is no format \"%1\"; --list shows them."))
                .arg(formatId));
    if (names.isEmpty() && !all)
        return misuse(words(QT_TRANSLATE_NOOP("tw::app::ExportCommand", "export: name a connection.")));
    if (all && !names.isEmpty())
        return misuse(
            words(QT_TRANSLATE_NOOP("tw::app::ExportCommand", "export: name connections, or give --all; not both.")));
    Order order{*format,
                parser.isSet(QStringLiteral("with-key")) ? models::KeyUse::Included : models::KeyUse::Placeholder,
                parser.value(QStringLiteral("output")),
                parser.isSet(QStringLiteral("force")),
                parser.isSet(QStringLiteral("skip-blocked")),
                invocation.json};
    const bool isSeveral = all || names.size() > 1 || order.output.endsWith(kZip, Qt::CaseInsensitive);
    if (isSeveral && order.output.isEmpty())
        return misuse(words(QT_TRANSLATE_NOOP(
            "tw::app::ExportCommand", "export: several connections need --output with a directory or a FILE.zip.")));
    const auto workspace = openForReading(invocation);
    if (!workspace)
        return ExitCode::Failed;
    const models::Catalog &catalog = workspace->catalog();
    const auto ids = idsOf(catalog, names, all);
    if (!ids)
        return ExitCode::InvalidInput;
    return isSeveral ? exportSeveral(catalog, *ids, order) : exportOne(catalog, ids->first(), order);
}

} // namespace tw::app
