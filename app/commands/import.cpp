#include "app/commands/ask.h"
#include "app/commands/command.h"
#include "app/commands/import_peer.h"
#include "engine/crypto/certificate_file.h"
#include "models/catalog/certificate_import.h"
#include "models/transfer/import/peer_reading.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>

#include <cstdio>
#include <expected>
#include <optional>

#include <termios.h>
#include <unistd.h>

namespace tw::app {

namespace {

constexpr qint64 kMaxPassphrase = 1024;

QString words(const char *text) { return QCoreApplication::translate("tw::app::ImportCommand", text); }

std::expected<QByteArray, QString> readFile(const QString &name, qint64 limit)
{
    QFile file(name);
    const bool isOpen =
        name == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!isOpen)
        return std::unexpected(name + QStringLiteral(": ") + file.errorString());
    QByteArray content;
    for (QByteArray part; !(part = file.read(limit + 1 - content.size())).isEmpty();)
        content += part;
    if (file.error() != QFile::NoError)
        return std::unexpected(name + QStringLiteral(": ") + file.errorString());
    return content;
}

// From the terminal, without showing it; nothing where there is none.
std::optional<QByteArray> askPassphrase(const QString &fileName)
{
    termios before{};
    if (::isatty(STDIN_FILENO) == 0 || ::tcgetattr(STDIN_FILENO, &before) != 0)
        return std::nullopt;
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    const QByteArray prompt =
        words(QT_TRANSLATE_NOOP("tw::app::ImportCommand", "Passphrase of %1: ")).arg(fileName).toUtf8();
    std::fputs(prompt.constData(), stderr);
    std::fflush(stderr);
    QFile terminal;
    QByteArray line;
    if (terminal.open(stdin, QIODevice::ReadOnly))
        line = terminal.readLine(kMaxPassphrase);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::fputc('\n', stderr);
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    return line;
}

SecretBytes secretOf(const QByteArray &text)
{
    return SecretBytes(
        ByteView(reinterpret_cast<const std::uint8_t *>(text.constData()), static_cast<std::size_t>(text.size())));
}

// Why a file would give nothing; read here already, so that a passphrase can be asked for where there is a terminal.
std::optional<api::CredentialsFault> faultOf(const QByteArray &file, const QByteArray &passphrase)
{
    const ByteView view(reinterpret_cast<const std::uint8_t *>(file.constData()),
                        static_cast<std::size_t>(file.size()));
    const auto read = crypto::certificateReader().read(view, secretOf(passphrase));
    return read ? std::nullopt : std::optional(read.error());
}

void printImported(const QJsonObject &result)
{
    const QJsonArray certificates = result.value(QStringLiteral("Certificates")).toArray();
    for (const QJsonValue &one : certificates) {
        QString text = QStringLiteral("certificate %1 (%2): %3")
                           .arg(one[QStringLiteral("Subject")].toString(), one[QStringLiteral("Id")].toString(),
                                one[QStringLiteral("Action")].toString());
        if (one[QStringLiteral("Id")].toString() == result.value(QStringLiteral("KeyOf")).toString())
            text += QStringLiteral(", with its private key");
        printLine(text);
    }
}

// One of few words, or empty; else an error has been printed.
bool isOneOf(CommandLine &line, const char *option, const QStringList &allowed)
{
    const QString value = line.parser().value(QLatin1String(option));
    if (value.isEmpty() || allowed.contains(value))
        return true;
    printError(words(QT_TRANSLATE_NOOP("tw::app::ImportCommand", "import: --%1 takes one of: %2."))
                   .arg(QLatin1String(option), allowed.join(QStringLiteral(", "))));
    return false;
}

// Nothing where the file is no configuration: then it holds certificates.
std::optional<ExitCode> importConfiguration(CommandLine &line, const Invocation &invocation)
{
    const auto value = [&line](const char *option) { return line.parser().value(QLatin1String(option)); };
    const auto isSet = [&line](const char *option) { return line.parser().isSet(QLatin1String(option)); };
    if (!isOneOf(line, "side", {QStringLiteral("ours"), QStringLiteral("peer")})
        || !isOneOf(line, "existing", {QStringLiteral("skip"), QStringLiteral("update"), QStringLiteral("add")}))
        return ExitCode::Usage;
    const QString name = line.arguments().first();
    const bool stores = isSet("store") || isSet("dry-run");
    // Standard input can be read once; certificates come by name.
    const bool isForCertificates = isSet("key") || isSet("passphrase-file");
    if (isForCertificates || (name == QLatin1String("-") && value("format").isEmpty() && !stores))
        return std::nullopt;
    const auto content = readFile(name, static_cast<qint64>(models::kMaxPeerText) + 1);
    if (!content && stores) {
        printError(content.error());
        return ExitCode::Failed;
    }
    if (!content || (!stores && !isPeerText(*content, value("format"))))
        return std::nullopt;
    PeerTextOptions options{
        name, value("format"), {}, invocation.json, line.parser().isSet(QStringLiteral("with-key"))};
    if (line.parser().isSet(QStringLiteral("secrets"))) {
        auto secrets = readFile(value("secrets"), static_cast<qint64>(models::kMaxPeerText) + 1);
        if (!secrets) {
            printError(secrets.error());
            return ExitCode::Failed;
        }
        options.secrets = std::move(*secrets);
    }
    if (!stores)
        return showPeerText(*content, options);
    StoreOptions store{value("side"), value("region"), value("existing"), {}, !isSet("store") || isSet("dry-run")};
    if (isSet("psk-file")) {
        const auto key = readFile(value("psk-file"), kMaxPassphrase);
        if (!key) {
            printError(key.error());
            return ExitCode::Failed;
        }
        store.key = key->left(key->indexOf('\n'));
        if (store.key.endsWith('\r'))
            store.key.chop(1);
    }
    return storePeerText(invocation.dataDirectory, *content, options, store);
}

} // namespace

ExitCode importCommand(Invocation invocation)
{
    CommandLine line(
        QStringLiteral("import"),
        words(QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                                "Imports the certificates of a file in PEM, DER or PKCS#12, and the private "
                                "key in it. What is imported without a key can be believed as an authority. Of another "
                                "device's configuration, or one of ours, it shows what is understood; --store stores "
                                "it, all or nothing.")));
    line.setArguments(QStringLiteral("FILE [--key FILE] [--passphrase-file FILE|-] | FILE|- [--format FORMAT] "
                                     "[--secrets FILE] [--store] [--dry-run] [--side ours|peer] [--region REGION] "
                                     "[--existing skip|update|add] [--psk-file FILE]"),
                      1, 1);
    line.parser().addOption(
        {QStringLiteral("key"),
         words(QT_TRANSLATE_NOOP("tw::app::ImportCommand", "File with the private key, where it stands apart.")),
         QStringLiteral("FILE")});
    line.parser().addOption(
        {QStringLiteral("passphrase-file"),
         words(QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                                 "File whose first line is the passphrase; without it a terminal is "
                                 "asked.")),
         QStringLiteral("FILE")});
    line.parser().addOption(
        {QStringLiteral("format"),
         words(QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                                 "Whose configuration it is, of those that \"export --list\" shows; default: by "
                                 "how it looks.")),
         QStringLiteral("FORMAT")});
    line.parser().addOption(
        {QStringLiteral("secrets"),
         words(QT_TRANSLATE_NOOP("tw::app::ImportCommand", "The ipsec.secrets that belong to an ipsec.conf.")),
         QStringLiteral("FILE")});
    line.parser().addOption(
        {QStringLiteral("with-key"),
         words(QT_TRANSLATE_NOOP("tw::app::ImportCommand", "Show the pre-shared key of a configuration too."))});
    const auto option = [&line](const char *name, const char *text, const char *argument = nullptr) {
        line.parser().addOption({QLatin1String(name), words(text), QLatin1String(argument)});
    };
    option("store", QT_TRANSLATE_NOOP("tw::app::ImportCommand", "Store the connections of a configuration."));
    option("dry-run",
           QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                             "Check what --store would do with what is there already, and change nothing."));
    option("side",
           QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                             "Whose configuration it is, \"ours\" or that of the \"peer\"; default: found by the "
                             "addresses."),
           "SIDE");
    option("region",
           QT_TRANSLATE_NOOP("tw::app::ImportCommand", "Where to store; default: the region with its gateways."),
           "REGION");
    option("existing",
           QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                             "What to do with a tunnel that is there already and differs: \"skip\", \"update\" or "
                             "\"add\"; default: skip."),
           "WHAT");
    option("psk-file",
           QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                             "File whose first line is the pre-shared key of connections that have none in the text."),
           "FILE");
    if (const auto code = line.parse(invocation))
        return *code;
    if (const auto code = importConfiguration(line, invocation))
        return *code;

    QByteArray passphrase;
    bool isGiven = false;
    if (line.parser().isSet(QStringLiteral("passphrase-file"))) {
        const auto content = readFile(line.parser().value(QStringLiteral("passphrase-file")), kMaxPassphrase);
        if (!content) {
            printError(content.error());
            return ExitCode::Failed;
        }
        passphrase = content->left(content->indexOf('\n'));
        isGiven = true;
    }
    QStringList names = line.arguments();
    if (line.parser().isSet(QStringLiteral("key")))
        names << line.parser().value(QStringLiteral("key"));
    QJsonArray files;
    for (const QString &name : std::as_const(names)) {
        const auto content = readFile(name, static_cast<qint64>(api::kMaxCertificateFileSize));
        if (!content) {
            printError(content.error());
            return ExitCode::Failed;
        }
        auto fault = faultOf(*content, passphrase);
        if (fault == api::CredentialsFault::PassphraseNeeded && !isGiven) {
            if (const auto typed = askPassphrase(name)) {
                passphrase = *typed;
                fault = faultOf(*content, passphrase);
            }
        }
        if (fault) {
            printError(name + QStringLiteral(": ") + models::credentialsFaultText(*fault));
            return ExitCode::InvalidInput;
        }
        files.append(QString::fromLatin1(content->toBase64()));
    }
    const Reply reply = askWriter(invocation.dataDirectory,
                                  {{QStringLiteral("Request"), QStringLiteral("import")},
                                   {QStringLiteral("Files"), files},
                                   {QStringLiteral("Passphrase"), QString::fromUtf8(passphrase)}});
    if (reply.code == ExitCode::Done && invocation.json)
        printJson(reply.result);
    else
        printImported(reply.result);
    return finish(reply);
}

} // namespace tw::app
