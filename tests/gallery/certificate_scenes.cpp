// Certificates: imported, shown, and chosen for a connection.

#include "certificates.h"
#include "scenes.h"

#include "ui/catalog/certificate_details.h"
#include "ui/catalog/certificates_page.h"
#include "ui/editor/connection_editor.h"
#include "ui/main_window.h"
#include "ui/widgets/disclosure.h"
#include "ui/widgets/object_table.h"

namespace tw::gallery {

namespace {

QString imported(Site &site)
{
    if (site.content() == Content::Error) {
        importCertificate(site.bench(), "not-yet.pem");
        return importCertificate(site.bench(), "expired.pem");
    }
    importCertificate(site.bench(), "rsa-root.pem");
    importCertificate(site.bench(), "words.pem");
    return useCertificate(site.bench(), site.connection());
}

std::unique_ptr<QWidget> page(Site &site)
{
    const QString id = imported(site);
    auto window = std::make_unique<ui::MainWindow>(site.bench().services());
    window->resize(1280, 800);
    window->setPage(ui::MainWindow::Page::Certificates);
    window->certificatesPage()->table()->selectId(id);
    return window;
}

std::unique_ptr<QWidget> details(Site &site)
{
    return std::make_unique<ui::CertificateDetails>(*site.bench().catalog,
                                                    *site.bench().catalog->certificate(imported(site)));
}

std::unique_ptr<QWidget> editor(Site &site)
{
    imported(site);
    auto editor = std::make_unique<ui::ConnectionEditor>(*site.bench().catalog, site.bench().draft(site.connection()));
    editor->findChild<ui::Disclosure *>()->setOpen(true);
    editor->resize(editor->width(), 900);
    return editor;
}

} // namespace

QList<Scene> certificateScenes()
{
    const QList<Content> usual{Content::Typical, Content::Error, Content::Long};
    return {
        {QStringLiteral("certificates-some"), usual, page, true},
        {QStringLiteral("certificate-details"), usual, details, true},
        {QStringLiteral("connection-editor-certificate"), {Content::Typical, Content::Long}, editor, true},
    };
}

} // namespace tw::gallery
