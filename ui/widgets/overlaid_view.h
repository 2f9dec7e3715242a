#pragma once

#include <QWidget>

class QAbstractScrollArea;

namespace tw::ui {

// A view and what lies upon it. Beside the view, and not in it: assistive technologies see cells and headers of an item
// view and none of the widgets that are its children.
class OverlaidView final : public QWidget
{
    Q_OBJECT

public:
    explicit OverlaidView(QAbstractScrollArea *view, QWidget *parent = nullptr);

    // Over all of the view but its headers.
    void setCover(QWidget *cover);
    // As large as it wants to be, in the middle of the lower edge.
    void setPill(QWidget *pill);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();

    QAbstractScrollArea *m_view;
    QWidget *m_cover = nullptr;
    QWidget *m_pill = nullptr;
};

} // namespace tw::ui
