// The window's regions: which one is shown, and the user's own ones.

#include "models/catalog/catalog.h"
#include "models/store/settings.h"
#include "ui/catalog/object_page.h"
#include "ui/catalog/region_selector.h"
#include "ui/editor/gateway_editor.h"
#include "ui/live/overview_page.h"
#include "ui/main_window.h"
#include "ui/theme/language.h"
#include "ui/widgets/questions.h"

#include <QAction>

namespace tw::ui {

void MainWindow::setRegion(const QString &id)
{
    m_regions->setRegion(id);
    m_overview->setRegion(id);
    for (ObjectPage *page : m_lists)
        page->setRegion(id);
    m_services.settings.setRegion(id);
    const models::Region *region = m_services.catalog.region(id);
    m_renameRegion->setEnabled(region && region->isOwn);
    m_removeRegion->setEnabled(region && region->isOwn);
    updateStatus();
}

QString MainWindow::region() const { return m_regions->region(); }

void MainWindow::updateRegions()
{
    QList<RegionSelector::Item> items;
    for (const models::Region &region : m_services.catalog.regions())
        items.append({region.id, region.title(currentLanguage()), m_services.catalog.objectCount(region.id)});
    m_regions->setRegions(items);
    if (!m_services.catalog.region(region()) && !items.isEmpty())
        setRegion(items.first().id);
}

void MainWindow::addRegion()
{
    RegionEditor editor(m_services.catalog, {}, this);
    if (editor.exec() == QDialog::Accepted)
        setRegion(editor.savedId());
}

void MainWindow::renameRegion()
{
    const models::Region *current = m_services.catalog.region(region());
    if (!current || !current->isOwn)
        return;
    RegionEditor editor(m_services.catalog, models::Region(*current), this);
    editor.exec();
}

void MainWindow::removeRegion()
{
    const models::Region *current = m_services.catalog.region(region());
    if (!current || !current->isOwn)
        return;
    const models::Region removed = *current;
    const QString title = tr("Remove region");
    if (const int objects = m_services.catalog.objectCount(removed.id); objects > 0) {
        refuse(this, title,
               tr("The region “%1” cannot be removed: it holds %n object(s).", nullptr, objects).arg(removed.name));
        return;
    }
    if (!confirmed(this, title, tr("Remove the region “%1”?").arg(removed.name),
                   tr("It holds no objects. Until the program ends, this can be undone (Ctrl+Z)."), tr("Remove")))
        return;
    const auto tell = [this, title](const models::CatalogResult<void> &result) {
        if (!result)
            refuse(this, title, result.error().text);
    };
    if (const auto done = m_services.catalog.removeRegion(removed.id); !done)
        tell(done);
    else
        m_services.catalog.whenSaved(this, tell);
}

} // namespace tw::ui
