#pragma once

#include "ui/widgets/badge_delegate.h"

#include <QAbstractButton>

namespace tw::ui {

// "Failed 2": a term of the filter, put in and taken out by a click, with the number of rows that it would find.
class FilterChip final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit FilterChip(const Badge &badge, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    Badge m_badge;
};

} // namespace tw::ui
