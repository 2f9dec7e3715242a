#include "app/commands/import_certificates.h"

#include "app/commands/ask.h"
#include "app/commands/command.h"
#include "app/commands/passphrase.h"
#include "app/commands/secret_file.h"
#include "engine/crypto/certificate_file.h"
#include "models/catalog/certificate_import.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <optional>
#include <vector>

namespace tw::app {

namespace {

const SecretBytes kNone;

struct NamedFile
{
    QString name;
    SecretBytes content;
};

QString words(const char *text) { return QCoreApplication::translate("tw::app::ImportCommand", text); }

// Why a file would give nothing.
std::optional<api::CredentialsFault> faultOf(const SecretBytes &file, const SecretBytes &passphrase)
{
    const auto read = crypto::certificateReader().read(file.view(), passphrase);
    return read ? std::nullopt : std::optional(read.error());
}

// Read here already, so that a passphrase can be asked for where there is a terminal. False: it is printed why.
bool unlocks(const NamedFile &file, std::optional<SecretBytes> &passphrase)
{
    const auto complain = [&file](api::CredentialsFault fault) {
        printError(file.name + QStringLiteral(": ") + models::credentialsFaultText(fault));
    };
    auto fault = faultOf(file.content, passphrase ? *passphrase : kNone);
    if (fault == api::CredentialsFault::PassphraseNeeded && !passphrase) {
        auto typed = readPassphrase(
            {}, words(QT_TRANSLATE_NOOP("tw::app::ImportCommand", "Passphrase of %1: ")).arg(file.name), false);
        if (!typed) {
            complain(*fault);
            printError(typed.error());
            return false;
        }
        passphrase = std::move(*typed);
        fault = faultOf(file.content, *passphrase);
    }
    if (fault)
        complain(*fault);
    return !fault;
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

} // namespace

ExitCode importCertificates(const Invocation &invocation, CertificateFiles files)
{
    std::optional<SecretBytes> passphrase;
    if (!files.passphraseFile.isEmpty()) {
        auto line = readSecretLine(files.passphraseFile);
        if (!line) {
            printError(line.error());
            return ExitCode::Failed;
        }
        passphrase = std::move(*line);
    }
    std::vector<NamedFile> all;
    all.push_back({files.name, std::move(files.content)});
    if (!files.keyFile.isEmpty()) {
        auto key = readSecretFile(files.keyFile);
        if (!key) {
            printError(key.error());
            return ExitCode::Failed;
        }
        all.push_back({files.keyFile, std::move(*key)});
    }
    QJsonArray contents;
    for (const NamedFile &file : all) {
        if (!unlocks(file, passphrase))
            return ExitCode::InvalidInput;
        contents.append(base64(file.content));
    }
    const Reply reply =
        askWriter(invocation.dataDirectory,
                  {{QStringLiteral("Request"), QStringLiteral("import")}, {QStringLiteral("Files"), contents}},
                  passphrase ? *passphrase : kNone);
    if (reply.code == ExitCode::Done && invocation.json)
        printJson(reply.result);
    else
        printImported(reply.result);
    return finish(reply);
}

} // namespace tw::app
