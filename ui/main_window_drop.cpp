// Configurations that come into the window: opened, pasted or dropped.

#include "models/catalog/catalog.h"
#include "models/store/settings.h"
#include "models/transfer/apply_document.h"
#include "models/transfer/backup/backup_file.h"
#include "models/transfer/import/import_file.h"
#include "ui/catalog/certificate_import.h"
#include "ui/catalog/certificates_page.h"
#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/main_window.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/transfer/import_source_page.h"
#include "ui/transfer/import_wizard.h"
#include "ui/widgets/object_table.h"
#include "ui/widgets/questions.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QMimeData>

#include <algorithm>

namespace tw::ui {

using models::ImportFile;

namespace {

QStringList filesOf(const QMimeData *data)
{
    QStringList paths;
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

} // namespace

void MainWindow::buildImport()
{
    m_import = addAction(QStringLiteral("import"), {QKeySequence(Qt::CTRL | Qt::Key_O)});
    m_import->setObjectName(QStringLiteral("import"));
    connect(m_import, &QAction::triggered, this, [this] { importFiles({}); });
    m_connections->offerWhenEmpty(m_import);
    m_customerGateways->offerWhenEmpty(m_import);
    setAcceptDrops(true);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    // What was dragged from here, a row of a list, is on its way to somewhere else.
    if (!event->source() && !filesOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QStringList paths = filesOf(event->mimeData());
    if (paths.isEmpty())
        return;
    event->acceptProposedAction();
    // The program that they were dragged from waits until this returns.
    QMetaObject::invokeMethod(this, [this, paths] { openFiles(paths); }, Qt::QueuedConnection);
}

// Each file is looked at before anything is asked, and one that is of no use stops them all.
void MainWindow::openFiles(const QStringList &paths)
{
    if (paths.size() == 1 && m_services.envelope && models::isBackupFile(paths.first())) {
        restoreFile(paths.first());
        return;
    }
    std::vector<ImportFile> files;
    for (const QString &path : paths) {
        auto file = models::openImportFile(path);
        if (!file) {
            refuse(this, tr("Open files"), file.error());
            return;
        }
        files.push_back(std::move(*file));
    }
    const auto count = [&files](ImportFile::Kind kind) { return std::ranges::count(files, kind, &ImportFile::kind); };
    if (count(ImportFile::Kind::Certificates) == std::ssize(files)) {
        CertificateImporter importer(m_services.catalog, this);
        importer.setOpened([this](const QString &path) { m_services.settings.rememberFile(path); });
        if (importer.importFiles(paths))
            setPage(Page::Certificates);
        return;
    }
    if (count(ImportFile::Kind::Certificates) > 0 || (count(ImportFile::Kind::Document) > 0 && files.size() > 1)) {
        refuse(this, tr("Open files"), tr("These files are of different kinds. Open one after the other."), [&] {
            QStringList names;
            for (const ImportFile &file : files)
                names.append(file.name);
            return names;
        }());
        return;
    }
    // A file of secrets alone is of no use without the other, and nobody needs to be led to it.
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (files[i].kind != ImportFile::Kind::Secrets)
            m_services.settings.rememberFile(paths.at(static_cast<qsizetype>(i)));
    }
    if (count(ImportFile::Kind::Document) == 1) {
        applyFile(files.front());
        return;
    }
    if (!compareInstead(files))
        importFiles(std::move(files));
}

// With a connection selected, the text may be meant to be held against it.
bool MainWindow::compareInstead(const std::vector<ImportFile> &files)
{
    const QStringList ids = page() == Page::Connections ? m_connections->table()->selectedIds() : QStringList();
    const models::Connection *connection = ids.size() == 1 ? m_services.catalog.connection(ids.first()) : nullptr;
    if (!connection)
        return false;
    const auto choice = chosen(this, tr("Open files"), tr("What shall be done with “%1”?").arg(files.front().name),
                               tr("It can be imported as a new connection, or compared with “%1”, which is selected.")
                                   .arg(connection->draft.name),
                               {tr("&Import"), tr("&Compare")});
    if (!choice)
        return true;
    if (*choice == 0)
        return false;
    QByteArray text;
    QByteArray secrets;
    for (const ImportFile &file : files)
        (file.kind == ImportFile::Kind::Secrets ? secrets : text) = file.content;
    compareWith(ids.first(), text, files.front().name, secrets);
    return true;
}

void MainWindow::importFiles(std::vector<ImportFile> files)
{
    ImportWizard wizard(m_services.catalog, region(), this);
    connect(wizard.sourcePage(), &ImportSourcePage::fileOpened, &m_services.settings, &models::Settings::rememberFile);
    if (!files.empty())
        wizard.setFiles(files);
    if (wizard.exec() == QDialog::Accepted && !wizard.importedId().isEmpty())
        reveal(models::ObjectKind::Connection, wizard.importedId(), region());
}

// A document of our own, as `tunnelwrightctl apply` takes it.
void MainWindow::applyFile(const ImportFile &file)
{
    using models::ApplyOutcome;
    const QString title = tr("Apply a document");
    const auto refuseAll = [&](const QList<models::DocumentError> &errors) {
        QStringList lines;
        for (const models::DocumentError &error : errors)
            lines.append(error.line());
        refuse(this, title, tr("“%1” was not applied, and nothing was changed.").arg(file.name), lines);
    };
    models::Catalog &catalog = m_services.catalog;
    const auto outcome = models::applyDocument(catalog, file.content, models::ApplyMode::DryRun);
    if (!outcome) {
        refuseAll(outcome.error());
        return;
    }
    if (outcome->changesNothing()) {
        refuse(this, title, tr("All that “%1” describes is there already, and nothing differs.").arg(file.name));
        return;
    }
    QStringList lines;
    for (const ApplyOutcome::Item &item : outcome->items) {
        if (item.action == ApplyOutcome::Action::Unchanged)
            continue;
        const QString object = QStringLiteral("%1 “%2”").arg(models::objectKindText(item.kind), item.name);
        lines.append(item.action == ApplyOutcome::Action::Created ? tr("create: %1").arg(object)
                                                                  : tr("change: %1").arg(object));
    }
    if (!chosen(this, title, tr("Apply “%1”? It can be undone as one step.").arg(file.name), {}, {tr("&Apply")}, lines))
        return;
    if (const auto applied = models::applyDocument(catalog, file.content, models::ApplyMode::Apply); !applied)
        refuseAll(applied.error());
}

} // namespace tw::ui
