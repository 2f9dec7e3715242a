#pragma once

#include <QLayout>

namespace tw::ui {

// One widget after the other, and on to the next line where the width is used up, as words are set.
class FlowLayout final : public QLayout
{
    Q_OBJECT

public:
    FlowLayout(int gap, int lineGap) : m_gap(gap), m_lineGap(lineGap) { }
    ~FlowLayout() override;

    void addItem(QLayoutItem *item) override { m_items.append(item); }
    int count() const override { return static_cast<int>(m_items.size()); }
    QLayoutItem *itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem *takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return arrange(QRect(0, 0, width, 0), false); }
    QSize minimumSize() const override;
    QSize sizeHint() const override { return minimumSize(); }
    void setGeometry(const QRect &rect) override;

private:
    int arrange(const QRect &rect, bool moves) const; // gives the height

    QList<QLayoutItem *> m_items; // owned
    int m_gap;
    int m_lineGap;
};

} // namespace tw::ui
