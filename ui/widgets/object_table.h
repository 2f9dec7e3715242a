#pragma once

#include <QStringList>
#include <QTableView>

#include <functional>

class QMenu;
class QMimeData;

namespace tw::models {
class RegionFilterModel;
}

namespace tw::ui {

// The list of objects on every page: sorted, filtered, with columns to choose; it remembers what is selected by id and
// not by row, so that a row which moves keeps its selection. While the pointer is over it no row moves by itself.
class ObjectTable final : public QTableView
{
    Q_OBJECT

public:
    explicit ObjectTable(QWidget *parent = nullptr);

    // `model` has the TableRoles of the catalogue. `sortColumn`: by which the rows stand until the user says otherwise;
    // it is what an object is called by, and always shows.
    void setSource(QAbstractItemModel *model, int sortColumn);
    models::RegionFilterModel *rows() const { return m_rows; }

    QString currentId() const; // empty: none
    QStringList selectedIds() const; // in the order of the rows
    bool selectId(const QString &id);
    // The first row, where none is selected.
    void selectAny();

    // Widths, order, sorting and hidden columns.
    QByteArray layoutState() const;
    void restoreLayout(const QByteArray &state);
    // Widths in characters.
    void setDefaultColumns(const QList<int> &widths, const QList<int> &hidden);
    // Which columns show, and their widths.
    void fillHeaderMenu(QMenu &menu);
    // What leaves the list when selected rows are dragged; where it gives nothing, nothing is dragged.
    using DragSource = std::function<QMimeData *(const QStringList &ids)>;
    void setDragSource(DragSource source);
    // Value, rows as text, rows as CSV: of the selection, for a context menu.
    QList<QAction *> copyActions() const { return {m_copyValue, m_copyRows, m_copyCsv}; }

Q_SIGNALS:
    void selectionMoved(); // another object is current, or the selection changed
    void editRequested(const QString &id); // double click, Enter
    void menuRequested(const QPoint &globalPosition);
    void typed(const QString &text); // a key that begins a filter
    void escaped();

protected:
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void startDrag(Qt::DropActions actions) override;
    void focusInEvent(QFocusEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    void showHeaderMenu(const QPoint &position);
    void applyDefaultColumns();
    void copy(const QString &text) const;
    void retranslate();
    void rememberSelection();
    void restoreSelection();

    models::RegionFilterModel *m_rows;
    DragSource m_dragSource;
    int m_nameColumn = 0;
    QAction *m_copyValue;
    QAction *m_copyRows;
    QAction *m_copyCsv;
    QList<int> m_defaultWidths;
    QList<int> m_defaultHidden;
    QStringList m_remembered;
    QString m_rememberedCurrent;
    bool m_resetting = false;
};

} // namespace tw::ui
