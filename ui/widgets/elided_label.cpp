#include "ui/widgets/elided_label.h"

#include "ui/theme/measure.h"

#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

namespace tw::ui {

namespace {

constexpr int kFewestLetters = 6;

} // namespace

ElidedLabel::ElidedLabel(QWidget *parent) : QLabel(parent)
{
    setTextFormat(Qt::PlainText); // names are the user's own
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {letterWidth(fontMetrics()) * kFewestLetters, QLabel::minimumSizeHint().height()};
}

QString ElidedLabel::shown() const { return fontMetrics().elidedText(text(), Qt::ElideMiddle, contentsRect().width()); }

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || !toolTip().isEmpty())
        return QLabel::event(event);
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), shown() == text() ? QString() : text(), this);
    return true;
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    style()->drawItemText(&painter, contentsRect(), static_cast<int>(alignment()), palette(),
                          isEnabled(), shown(), foregroundRole());
}

} // namespace tw::ui
