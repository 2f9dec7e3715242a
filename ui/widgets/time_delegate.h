#pragma once

#include <QStyledItemDelegate>

namespace tw::ui {

// A cell that is a time: as every table of the window writes it, with how long ago or how far ahead and the time in UTC
// as its tooltip.
class TimeDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    // `timeRole` gives a QDateTime; invalid: the cell is empty.
    TimeDelegate(int timeRole, QObject *parent);

    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    int m_role;
};

} // namespace tw::ui
