#include "app/commands/command.h"
#include "app/commands/import_certificates.h"
#include "app/commands/import_peer.h"
#include "app/commands/passphrase.h"
#include "app/commands/secret_file.h"

#include <QCoreApplication>

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

ExitCode importConfiguration(CommandLine &line, const Invocation &invocation, const SecretBytes &content)
{
    const auto value = [&line](const char *option) { return line.parser().value(QLatin1String(option)); };
    const auto isSet = [&line](const char *option) { return line.parser().isSet(QLatin1String(option)); };
    PeerTextOptions options{line.arguments().first(), value("format"), {}, invocation.json, isSet("with-key")};
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
    if (!isOneOf(line, "side", {QStringLiteral("ours"), QStringLiteral("peer")})
        || !isOneOf(line, "existing", {QStringLiteral("skip"), QStringLiteral("update"), QStringLiteral("add")}))
        return ExitCode::Usage;

    const QString name = line.arguments().first();
    auto content = readSecretFile(name);
    if (!content) {
        printError(content.error());
        return ExitCode::Failed;
    }
    const auto isSet = [&line](const char *one) { return line.parser().isSet(QLatin1String(one)); };
    const bool isForCertificates = isSet("key") || isSet("passphrase-file");
    if (!isForCertificates
        && (isSet("store") || isSet("dry-run") || isPeerText(*content, line.parser().value(QStringLiteral("format")))))
        return importConfiguration(line, invocation, *content);
    return importCertificates(invocation,
                              {name, std::move(*content), line.parser().value(QStringLiteral("key")),
                               line.parser().value(QStringLiteral("passphrase-file"))});
}

} // namespace tw::app
