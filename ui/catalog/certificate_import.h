#pragma once

#include <QByteArray>
#include <QList>
#include <QStringList>

#include <functional>
#include <optional>

class QWidget;

namespace tw::models {
class Catalog;
struct CertificateImport;
} // namespace tw::models

namespace tw::ui {

// Files of certificates into the catalogue. What goes wrong is said in a box that names the file.
class CertificateImporter
{
public:
    // The passphrase of a file; nothing: the user gave up. `isAgain`: the last one was wrong.
    using AskPassphrase = std::function<std::optional<QString>(const QString &file, bool isAgain)>;

    CertificateImporter(models::Catalog &catalog, QWidget *parent);
    // Is told of each file that was imported and held a certificate; of one with a private key alone it is not.
    using Opened = std::function<void(const QString &path)>;
    void setOpened(Opened opened) { m_opened = std::move(opened); }
    void setAskPassphrase(AskPassphrase ask) { m_ask = std::move(ask); }

    // Asks for files. `then` is called when they are saved, which may be after the importer's time; not where none was
    // chosen, or nothing came of it.
    void chooseAndImport(std::function<void(const models::CertificateImport &)> then);
    // All of them as one: a certificate and its key may stand in two files. They are there at Catalog::whenSaved().
    std::optional<models::CertificateImport> importFiles(const QStringList &files);

private:
    void refuseFile(const QString &file, const QString &reason);

    models::Catalog &m_catalog;
    QWidget *m_parent;
    AskPassphrase m_ask;
    Opened m_opened;
};

} // namespace tw::ui
