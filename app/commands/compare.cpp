#include "app/commands/command.h"
#include "app/commands/secret_file.h"
#include "app/lookup.h"
#include "app/workspace.h"
#include "models/transfer/compare/compare_connection.h"
#include "models/transfer/compare/comparison_text.h"
#include "models/transfer/compare/peer_lines.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <expected>

namespace tw::app {

namespace {

using models::ComparisonRow;

QString words(const char *text) { return QCoreApplication::translate("tw::app::CompareCommand", text); }

QString latin(std::string_view name) { return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())); }

QJsonArray linesJson(const models::PeerLines &lines)
{
    QJsonArray list;
    for (const QString &line : lines.lines)
        list.append(line);
    return list;
}

QJsonObject rowJson(const models::CompareAnswer &answer, const ComparisonRow &row)
{
    QJsonObject json{{QStringLiteral("Field"), models::fieldKey(row.field)},
                     {QStringLiteral("Fit"), latin(models::fitName(row.fit))}};
    if (row.field != models::Field::Psk) {
        json.insert(QStringLiteral("Ours"), row.ours);
        json.insert(QStringLiteral("Theirs"), row.theirs.isEmpty() ? QJsonValue() : QJsonValue(row.theirs));
    }
    if (row.phase != api::Phase::None)
        json.insert(QStringLiteral("Phase"), row.phase == api::Phase::Phase1 ? 1 : 2);
    if (row.code() != models::DiagnosisCode::NoExceptionFound)
        json.insert(QStringLiteral("Code"), latin(models::diagnosisName(row.code())));
    if (const QString text = models::effectText(row); !text.isEmpty())
        json.insert(QStringLiteral("Text"), text);
    if (!row.differs())
        return json;
    if (const auto mend = row.mendHere(); mend && !mend->value.isEmpty())
        json.insert(QStringLiteral("MendHere"),
                    QJsonObject{{QStringLiteral("Field"), models::fieldKey(mend->field)},
                                {QStringLiteral("Value"), mend->value}});
    const models::PeerLines lines = models::peerLinesFor(answer.format, answer.view, row);
    if (lines.refusal)
        json.insert(QStringLiteral("ImpossibleThere"), lines.refusal->translated());
    if (answer.comparison.whose == models::Whose::Peers && !lines.lines.isEmpty())
        json.insert(QStringLiteral("LinesThere"), linesJson(lines));
    return json;
}

QLatin1String whoseWord(models::Whose whose)
{
    switch (whose) {
    case models::Whose::Ours: return QLatin1String("ours");
    case models::Whose::Strangers: return QLatin1String("strangers");
    case models::Whose::Peers: break;
    }
    return QLatin1String("peers");
}

QJsonObject answerJson(const models::CompareAnswer &answer)
{
    const models::Comparison &comparison = answer.comparison;
    QJsonArray rows;
    for (const ComparisonRow &row : comparison.rows)
        rows.append(rowJson(answer, row));
    QJsonArray ignored;
    for (const models::IgnoredLine &line : comparison.ignored)
        ignored.append(QJsonObject{{QStringLiteral("Line"), line.line}, {QStringLiteral("Words"), line.words}});
    return {{QStringLiteral("Format"), QLatin1String(models::peerFormatInfo(answer.format).id)},
            {QStringLiteral("Connection"), comparison.candidates.value(comparison.chosen)},
            {QStringLiteral("Connections"), QJsonArray::fromStringList(comparison.candidates)},
            {QStringLiteral("Whose"), whoseWord(comparison.whose)},
            {QStringLiteral("Differences"), static_cast<int>(comparison.differences())},
            {QStringLiteral("BreaksPhase1"), static_cast<int>(comparison.breaking(api::Phase::Phase1))},
            {QStringLiteral("BreaksPhase2"), static_cast<int>(comparison.breaking(api::Phase::Phase2))},
            {QStringLiteral("Summary"), models::comparisonSummary(comparison)},
            {QStringLiteral("Rows"), rows},
            {QStringLiteral("Ignored"), ignored},
            {QStringLiteral("IgnoresMore"), comparison.ignoresMore}};
}

} // namespace

ExitCode compareCommand(Invocation invocation)
{
    CommandLine line(QStringLiteral("compare"),
                     words(QT_TRANSLATE_NOOP("tw::app::CompareCommand",
                                             "Compares the configuration of the device at the other end with a "
                                             "connection. Nothing is stored or sent, and no key is shown.")));
    line.setArguments(QStringLiteral("NAME FILE|- [--format FORMAT] [--secrets FILE] [--nth N]"), 2, 2);
    const auto option = [&line](const char *name, const char *text, const char *value) {
        line.parser().addOption({QLatin1String(name), words(text), QLatin1String(value)});
    };
    option("format",
           QT_TRANSLATE_NOOP("tw::app::CompareCommand",
                             "Whose configuration it is, of those that \"export --list\" shows; default: by how it "
                             "looks."),
           "FORMAT");
    option("secrets", QT_TRANSLATE_NOOP("tw::app::CompareCommand", "The ipsec.secrets that belong to an ipsec.conf."),
           "FILE");
    option("nth",
           QT_TRANSLATE_NOOP("tw::app::CompareCommand",
                             "Which connection of the file, from 1; default: the one that is most alike."),
           "N");
    if (const auto code = line.parse(invocation))
        return *code;

    models::CompareRequest request;
    const QString formatId = line.parser().value(QStringLiteral("format"));
    request.format = models::peerFormatOf(formatId);
    if (!formatId.isEmpty() && !request.format) {
        printError(words(QT_TRANSLATE_NOOP("tw::app::CompareCommand",
                                           "compare: there is no format \"%1\"; \"export --list\" shows them."))
                       .arg(formatId));
        return ExitCode::Usage;
    }
    if (line.parser().isSet(QStringLiteral("nth"))) {
        bool isNumber = false;
        request.chosen = line.parser().value(QStringLiteral("nth")).toInt(&isNumber) - 1;
        if (!isNumber || *request.chosen < 0) {
            printError(words(QT_TRANSLATE_NOOP("tw::app::CompareCommand", "compare: --nth is a number from 1.")));
            return ExitCode::Usage;
        }
    }
    const QString fileName = line.arguments().at(1);
    const auto text = readSecretFile(fileName);
    const auto secrets = line.parser().isSet(QStringLiteral("secrets"))
        ? readSecretFile(line.parser().value(QStringLiteral("secrets")))
        : std::expected<SecretBytes, QString>();
    for (const auto *file : {&text, &secrets}) {
        if (!*file) {
            printError(file->error());
            return ExitCode::Failed;
        }
    }
    const auto workspace = openForReading(invocation);
    if (!workspace)
        return ExitCode::Failed;
    const auto id = findConnection(workspace->catalog(), line.arguments().first());
    if (!id) {
        printError(id.error());
        return ExitCode::InvalidInput;
    }
    request.connectionId = *id;
    request.text = text->view();
    request.secrets = secrets->view();
    const auto answer = models::compareConnection(workspace->catalog(), request);
    if (!answer) {
        printError(fileName + QStringLiteral(": ") + answer.error());
        return ExitCode::InvalidInput;
    }
    const models::Comparison &comparison = answer->comparison;
    if (request.chosen && *request.chosen != comparison.chosen) {
        const int held = static_cast<int>(comparison.candidates.size());
        printError(
            QCoreApplication::translate("tw::app::CompareCommand", "compare: %1 holds %n connection(s).", nullptr, held)
                .arg(fileName));
        return ExitCode::InvalidInput;
    }
    if (invocation.json)
        printJson(answerJson(*answer));
    else
        printText(models::comparisonReport(workspace->catalog().connection(*id)->draft.name, comparison).trimmed());
    return comparison.differences() > 0 ? ExitCode::Different : ExitCode::Done;
}

} // namespace tw::app
