#pragma once

#include <QStyledItemDelegate>

namespace tw::models {
struct LadderStep;
}

namespace tw::ui {

// Paints a rung of models::LadderModel: its time, the two lifelines, and an arrow or a note between them.
class LadderDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    // Where the two columns are, in a row of this width.
    struct Lanes
    {
        int time = 0; // width of the clock
        int ours = 0;
        int peers = 0;
    };
    static Lanes lanes(const QFont &font, int left, int width);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintMessage(QPainter &painter, const QStyleOptionViewItem &option, const models::LadderStep &step) const;
    void paintNote(QPainter &painter, const QStyleOptionViewItem &option, const models::LadderStep &step) const;
};

} // namespace tw::ui
