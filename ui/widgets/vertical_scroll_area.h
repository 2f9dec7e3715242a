#pragma once

#include <QScrollArea>

namespace tw::ui {

// Scrolls up and down only: it is never narrower than what it holds, so that nothing is cut off at the side.
class VerticalScrollArea final : public QScrollArea
{
    Q_OBJECT

public:
    explicit VerticalScrollArea(QWidget *parent = nullptr);

    QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override; // QScrollArea has it watch its widget
};

} // namespace tw::ui
