#include "ui/diagnosis/badge_label.h"

#include "ui/theme/symbolic_icon.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace tw::ui {

BadgeLabel::BadgeLabel(QWidget *parent) : QWidget(parent), m_icon(new QLabel(this)), m_text(new QLabel(this))
{
    m_text->setTextFormat(Qt::PlainText);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(5);
    layout->addWidget(m_icon);
    layout->addWidget(m_text);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void BadgeLabel::setBadge(const Badge &badge, const QString &text)
{
    m_badge = badge;
    m_text->setText(text);
    setVisible(!text.isEmpty());
    render();
}

QString BadgeLabel::text() const { return m_text->text(); }

void BadgeLabel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        render();
    QWidget::changeEvent(event);
}

void BadgeLabel::render()
{
    setTone(m_text, m_badge.tone);
    const int side = std::min(fontMetrics().height(), 24);
    m_icon->setVisible(!m_badge.icon.isEmpty());
    if (!m_badge.icon.isEmpty())
        m_icon->setPixmap(symbolicIcon(m_badge.icon, m_badge.tone).pixmap(QSize(side, side), devicePixelRatioF()));
}

} // namespace tw::ui
