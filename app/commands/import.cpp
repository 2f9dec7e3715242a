#include "app/commands/command.h"
#include "app/commands/import_certificates.h"
#include "app/commands/import_peer.h"
#include "app/commands/passphrase.h"
#include "app/commands/secret_file.h"
#include "engine/crypto/certificate_file.h"
#include "models/transfer/backup/backup_file.h"
#include "models/transfer/import/import_file.h"
#include "models/transfer/import/peer_reading.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <expected>
#include <optional>

namespace tw::app {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::app::ImportCommand", text); }

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

constexpr std::array kForCertificates = {"key", "passphrase-file"};
constexpr std::array kForConfigurations = {"format", "secrets", "with-key", "store",   "dry-run",
                                           "side",   "region",  "existing", "psk-file"};

// The format of a configuration, or nothing where it is certificates and keys; else what is to be done with it.
std::expected<std::optional<models::PeerFormat>, QString> formatOf(const QString &name, const SecretBytes &content)
{
    using Kind = models::ImportFile::Kind;
    const auto view = content.view();
    const auto octets =
        QByteArray::fromRawData(reinterpret_cast<const char *>(view.data()), static_cast<qsizetype>(view.size()));
    const auto refusal = [&name](const char *text) { return std::unexpected(words(text).arg(name)); };
    if (models::isBackupFile(name))
        return refusal(QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                                         "“%1” is a backup: \"tunnelwrightctl restore\" brings it back."));
    if (content.size() > models::kMaxPeerText)
        return refusal(QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                                         "“%1” is larger than 1 MiB, which neither a configuration nor a file of "
                                         "certificates is."));
    const auto read = crypto::certificateReader().read(view, {});
    if (read || read.error() != api::CredentialsFault::NothingFound)
        return std::nullopt;
    const auto kind = models::importKindOf(name, octets);
    if (!kind)
        return std::unexpected(kind.error());
    switch (*kind) {
    case Kind::Configuration: return models::recognisePeerFormat(view);
    case Kind::Document:
        return refusal(QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                                         "“%1” is a document of our own: \"tunnelwrightctl apply\" takes it."));
    case Kind::Secrets:
        return refusal(QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                                         "“%1” holds the keys of an ipsec.conf: import that, with --secrets and this "
                                         "file."));
    case Kind::Certificates: // of PEM, with neither in it
    case Kind::Text: break;
    }
    return std::unexpected(
        words(QT_TRANSLATE_NOOP("tw::app::ImportCommand", "%1 If it is a configuration, say whose with --format."))
            .arg(models::unknownFileText(name, octets)));
}

ExitCode importConfiguration(CommandLine &line, const Invocation &invocation, const SecretBytes &content,
                             models::PeerFormat format)
{
    const auto value = [&line](const char *option) { return line.parser().value(QLatin1String(option)); };
    const auto isSet = [&line](const char *option) { return line.parser().isSet(QLatin1String(option)); };
    PeerTextOptions options{line.arguments().first(), format, {}, invocation.json, isSet("with-key")};
    if (isSet("secrets")) {
        auto secrets = readSecretFile(value("secrets"));
        if (!secrets) {
            printError(secrets.error());
            return ExitCode::Failed;
        }
        options.secrets = std::move(*secrets);
    }
    if (!isSet("store") && !isSet("dry-run"))
        return showPeerText(content, options);
    StoreOptions store{value("side"), value("region"), value("existing"), {}, !isSet("store") || isSet("dry-run")};
    if (isSet("psk-file")) {
        auto key = readSecretLine(value("psk-file"));
        if (!key) {
            printError(key.error());
            return ExitCode::Failed;
        }
        store.key = std::move(*key);
    }
    return storePeerText(invocation.dataDirectory, content, options, store);
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
    line.setArguments(
        QStringLiteral("FILE [--key FILE] [--passphrase-file FILE|-] | FILE|- [--format FORMAT] "
                       "[--secrets FILE] [--with-key] [--store] [--dry-run] [--side ours|peer] [--region REGION] "
                       "[--existing skip|update|add] [--psk-file FILE]"),
        1, 1);
    const auto option = [&line](const char *name, const char *text, const char *argument = nullptr) {
        line.parser().addOption({QLatin1String(name), words(text), QLatin1String(argument)});
    };
    option("key", QT_TRANSLATE_NOOP("tw::app::ImportCommand", "File with the private key, where it stands apart."),
           "FILE");
    option("passphrase-file",
           QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                             "File whose first line is the passphrase; without it a terminal is asked."),
           "FILE");
    option("format",
           QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                             "Whose configuration it is, of those that \"export --list\" shows; default: by how it "
                             "looks."),
           "FORMAT");
    option("secrets", QT_TRANSLATE_NOOP("tw::app::ImportCommand", "The ipsec.secrets that belong to an ipsec.conf."),
           "FILE");
    option("with-key", QT_TRANSLATE_NOOP("tw::app::ImportCommand", "Show the pre-shared key of a configuration too."));
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
    if (!isOneOf(line, "side", {QStringLiteral("ours"), QStringLiteral("peer")})
        || !isOneOf(line, "existing", {QStringLiteral("skip"), QStringLiteral("update"), QStringLiteral("add")}))
        return ExitCode::Usage;

    const auto isSet = [&line](const char *name) { return line.parser().isSet(QLatin1String(name)); };
    const bool isForCertificates = std::ranges::any_of(kForCertificates, isSet);
    const bool isForConfigurations = std::ranges::any_of(kForConfigurations, isSet);
    if (isForCertificates && isForConfigurations) {
        printError(
            words(QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                                    "import: --key and --passphrase-file are for certificates, the other options "
                                    "for configurations.")));
        return ExitCode::Usage;
    }
    const QString formatId = line.parser().value(QStringLiteral("format"));
    std::optional<models::PeerFormat> format = models::peerFormatOf(formatId);
    if (!formatId.isEmpty() && !format) {
        printError(words(QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                                           "import: there is no format \"%1\"; \"export --list\" shows them."))
                       .arg(formatId));
        return ExitCode::Usage;
    }

    const QString name = line.arguments().first();
    auto content = readSecretFile(name);
    if (!content) {
        printError(content.error());
        return ExitCode::Failed;
    }
    if (!format && !isForCertificates) {
        const auto found = formatOf(name, *content);
        if (!found) {
            printError(found.error());
            return ExitCode::InvalidInput;
        }
        format = *found;
    }
    if (format)
        return importConfiguration(line, invocation, *content, *format);
    if (isForConfigurations) {
        printError(words(QT_TRANSLATE_NOOP("tw::app::ImportCommand",
                                           "“%1” holds certificates or keys, and the options are those of a "
                                           "configuration."))
                       .arg(name));
        return ExitCode::InvalidInput;
    }
    return importCertificates(invocation,
                              {name, std::move(*content), line.parser().value(QStringLiteral("key")),
                               line.parser().value(QStringLiteral("passphrase-file"))});
}

} // namespace tw::app
