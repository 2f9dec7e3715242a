#pragma once

#include "models/catalog/bulk_list.h"
#include "models/catalog/catalog_change.h"

namespace tw::models {

class Catalog;

// Several objects of one kind that shall be deleted. At first each is judged, and nothing is done: those that connections
// use are refused, the others are pending. What can be deleted is one change, and so one step of the undo stack; the rows
// say what became of it for as long as the list is kept, also that it was undone.
class BulkRemoval final : public BulkList
{
    Q_OBJECT

public:
    // Ids that are not there are left out. The catalogue must outlive the list.
    BulkRemoval(ObjectKind kind, const QStringList &ids, Catalog &catalog, QObject *parent = nullptr);

    void run();

    QString title() const override;

protected:
    QString sentence(int row) const override;

private:
    CatalogChange pendingChange() const;
    bool refuse(const CatalogErrors &errors);
    void settle(const CatalogResult<void> &saved);
    void follow();
    void note(int row, bool isThere);

    ObjectKind m_kind;
    Catalog &m_catalog;
    QStringList m_reasons; // of the rows, why it is still there
    bool m_tellsSoon = false;
};

} // namespace tw::models
