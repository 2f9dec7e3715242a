#pragma once

#include <QStyledItemDelegate>

namespace tw::ui {

// A cell that is a time: as every table of the window writes it, or how long ago or how far ahead it is. The tooltip has
// both, and the time in UTC.
class TimeDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum class Shows { Time, Span };

    // `timeRole` gives a QDateTime; invalid: the cell is empty. A view that shows spans has to paint them again as time
    // goes by.
    TimeDelegate(int timeRole, QObject *parent, Shows shows = Shows::Time);

    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    int m_role;
    Shows m_shows;
};

} // namespace tw::ui
