#pragma once

#include "models/catalog/catalog_error.h"
#include "ui/services.h"

#include <QWidget>

#include <functional>

class QAction;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTimer;
class QAbstractItemModel;

namespace tw::models {
class BulkRemoval;
struct CatalogError;
struct FilterVocabulary;
} // namespace tw::models

namespace tw::ui {

class BulkPanel;
class EmptyState;
class FilterBox;
class ObjectTable;

// What the pages of all objects share: a heading with a filter, a line that says what is shown of what there is, the
// table, and what is shown where the table would be empty. The actions work on the selection.
class ObjectPage : public QWidget
{
    Q_OBJECT

public:
    ObjectTable *table() const { return m_table; }
    FilterBox *filterBox() const { return m_filter; }
    QLineEdit *filterEdit() const;
    BulkPanel *bulkPanel() const { return m_bulk; }
    QString statusLine() const; // "3 of 120 shown", or what is wrong with the filter
    QAction *newAction() const { return m_new; }
    QAction *editAction() const { return m_edit; }
    QAction *deleteAction() const { return m_delete; }
    // Another way out of the empty list, beside newAction().
    void offerWhenEmpty(QAction *action);

    virtual void setRegion(const QString &regionId);
    QString region() const { return m_region; }
    virtual void saveLayout() const;

    virtual void createObject() = 0;
    virtual void editObject(const QString &id) = 0;
    virtual void deleteObjects(const QStringList &ids) = 0;

Q_SIGNALS:
    void selectionMoved();
    void listed(bool any); // whether the region has objects of this kind
    void problem(const QString &sentence); // something was not done: the window shows it

protected:
    // `name` is stable: the layout of the table is remembered by it.
    ObjectPage(const Services &services, const QString &name, const QString &iconName, QWidget *parent);

    // After the subclass made its model.
    void setSource(QAbstractItemModel *model, int sortColumn, const QList<int> &widths, const QList<int> &hidden);
    void setTexts(const QString &title, const QString &emptyTitle, const QString &emptyText, const QString &newText);
    // The words that the list's filter takes; by default none.
    virtual models::FilterVocabulary vocabulary() const;
    virtual QList<QAction *> menuActions() const;
    virtual void retranslate() = 0;
    // The box that says why the catalogue refused.
    void showRefusal(const QString &title, const models::CatalogError &error);
    // Says it where a change was refused, or comes to nothing on its way to the disk.
    void tellTrouble(const QString &title, const models::CatalogResult<void> &change);
    // Of several: those that connections use stay, and a list tells of each. `ask`: whether those that are
    // pending may go.
    void deleteSeveral(models::ObjectKind kind, const QStringList &ids,
                       const std::function<bool(const models::BulkRemoval &)> &ask);
    void changeEvent(QEvent *event) override;

    Services m_services;
    QString m_region;

private:
    void changeRows(const std::function<void()> &change);
    void updateState();
    void updateStatusLine();
    void updateCounts();
    void showMenu(const QPoint &position);
    void updateActions();

    QString m_name;
    ObjectTable *m_table;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    EmptyState *m_nothing;
    QLabel *m_title;
    FilterBox *m_filter;
    QLabel *m_status;
    BulkPanel *m_bulk;
    QTimer *m_counting; // live state comes in small pieces, and all are counted together
    bool m_isChanging = false; // the filter or the region: the rows come and go on the way
    int m_total = 0; // rows that there are, whatever the filter
    QAction *m_clear;
    QAction *m_new;
    QAction *m_edit;
    QAction *m_delete;
};

} // namespace tw::ui
