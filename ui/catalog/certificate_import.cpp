#include "ui/catalog/certificate_import.h"

#include "models/catalog/catalog.h"
#include "ui/widgets/questions.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>

#include <algorithm>
#include <iterator>

namespace tw::ui {

namespace {

class Words final
{
    Q_DECLARE_TR_FUNCTIONS(tw::ui::CertificateImporter)

public:
    static QString title() { return tr("Import certificates"); }
    static QString filter()
    {
        return tr("Certificates and keys (%1)").arg(QStringLiteral("*.pem *.crt *.cer *.der *.key *.p8 *.p12 *.pfx"))
            + QStringLiteral(";;") + tr("All files (%1)").arg(QStringLiteral("*"));
    }
    static QString passphrase(const QString &file, bool isAgain)
    {
        const QString question = tr("“%1” is protected. Passphrase:").arg(file);
        return isAgain ? tr("The passphrase was wrong.") + QLatin1Char('\n') + question : question;
    }
    static QString refusal(const QString &file) { return tr("“%1” was not imported.").arg(file); }
    static QString nothing() { return tr("The files were not imported."); }
    static QString twoKeys() { return tr("Another file has a private key, too. Import one key at a time."); }
};

SecretBytes secretOf(const QByteArray &text)
{
    return SecretBytes(
        ByteView(reinterpret_cast<const std::uint8_t *>(text.constData()), static_cast<std::size_t>(text.size())));
}

} // namespace

CertificateImporter::CertificateImporter(models::Catalog &catalog, QWidget *parent)
    : m_catalog(catalog),
      m_parent(parent),
      m_ask([parent](const QString &file, bool isAgain) -> std::optional<QString> {
          bool isGiven = false;
          const QString typed = QInputDialog::getText(parent, Words::title(), Words::passphrase(file, isAgain),
                                                      QLineEdit::Password, {}, &isGiven);
          return isGiven ? std::optional(typed) : std::nullopt;
      })
{ }

void CertificateImporter::chooseAndImport(std::function<void(const models::CertificateImport &)> then)
{
    const QStringList files = QFileDialog::getOpenFileNames(m_parent, Words::title(), {}, Words::filter());
    const auto done = files.isEmpty() ? std::nullopt : importFiles(files);
    if (!done)
        return;
    m_catalog.whenSaved(
        m_parent, [parent = m_parent, then = std::move(then), done = *done](const models::CatalogResult<void> &saved) {
            if (saved)
                then(done);
            else
                refuse(parent, Words::title(), Words::nothing() + QLatin1Char('\n') + saved.error().text);
        });
}

void CertificateImporter::refuseFile(const QString &file, const QString &reason)
{
    refuse(m_parent, Words::title(), Words::refusal(QFileInfo(file).fileName()) + QLatin1Char('\n') + reason);
}

std::optional<models::CertificateImport> CertificateImporter::importFiles(const QStringList &files)
{
    api::Credentials all;
    QStringList withCertificates;
    for (const QString &name : files) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly)) {
            refuseFile(name, file.errorString());
            return std::nullopt;
        }
        // One octet more than is read at most: the reader then says that it is too large.
        const QByteArray content = file.read(static_cast<qint64>(api::kMaxCertificateFileSize) + 1);
        const ByteView view(reinterpret_cast<const std::uint8_t *>(content.constData()),
                            static_cast<std::size_t>(content.size()));
        auto read = m_catalog.readCredentials(view, SecretBytes());
        bool isAgain = false;
        while (!read
               && (read.error() == api::CredentialsFault::PassphraseNeeded
                   || read.error() == api::CredentialsFault::WrongPassphrase)) {
            const auto typed = m_ask(QFileInfo(name).fileName(), isAgain);
            if (!typed)
                return std::nullopt;
            read = m_catalog.readCredentials(view, secretOf(typed->toUtf8()));
            isAgain = true;
        }
        if (!read) {
            refuseFile(name, models::credentialsFaultText(read.error()));
            return std::nullopt;
        }
        if (!read->certificates.empty())
            withCertificates.append(name);
        std::ranges::move(read->certificates, std::back_inserter(all.certificates));
        if (read->privateKey.isEmpty())
            continue;
        if (!all.privateKey.isEmpty()) {
            refuseFile(name, Words::twoKeys());
            return std::nullopt;
        }
        all.privateKey = std::move(read->privateKey);
    }
    auto done = m_catalog.importCertificates(std::move(all));
    if (!done) {
        refuse(m_parent, Words::title(), Words::nothing() + QLatin1Char('\n') + done.error().text);
        return std::nullopt;
    }
    if (m_opened)
        std::ranges::for_each(withCertificates, m_opened);
    return std::move(*done);
}

} // namespace tw::ui
