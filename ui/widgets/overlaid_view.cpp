#include "ui/widgets/overlaid_view.h"

#include <QAbstractScrollArea>
#include <QEvent>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

constexpr int kEdge = 8;

} // namespace

OverlaidView::OverlaidView(QAbstractScrollArea *view, QWidget *parent) : QWidget(parent), m_view(view)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(view);
    view->viewport()->installEventFilter(this);
}

void OverlaidView::setCover(QWidget *cover)
{
    m_cover = cover;
    cover->setParent(this);
    place();
}

void OverlaidView::setPill(QWidget *pill)
{
    m_pill = pill;
    pill->setParent(this);
    pill->installEventFilter(this);
    setTabOrder(m_view, pill);
    place();
}

bool OverlaidView::eventFilter(QObject *watched, QEvent *event)
{
    const bool isSized = event->type() == QEvent::Resize;
    if (isSized || event->type() == (watched == m_pill ? QEvent::Show : QEvent::Move))
        place();
    return QWidget::eventFilter(watched, event);
}

void OverlaidView::place()
{
    const QRect area(m_view->viewport()->mapTo(this, QPoint()), m_view->viewport()->size());
    if (m_cover) {
        m_cover->setGeometry(area);
        m_cover->raise();
    }
    if (m_pill) {
        m_pill->adjustSize();
        m_pill->move(area.center().x() - m_pill->width() / 2, area.bottom() - m_pill->height() - kEdge);
        m_pill->raise();
    }
}

} // namespace tw::ui
