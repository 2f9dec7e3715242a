#include "ui/widgets/card.h"

#include "ui/theme/tone.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

constexpr qreal kRadius = 6;

} // namespace

Card::Card(QWidget *parent) : QWidget(parent), m_title(new QLabel(this)), m_content(new QVBoxLayout)
{
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setContentsMargins(kMargin, 0, kMargin, 0);
    m_content->setContentsMargins(0, 0, 0, 0);
    m_content->setSpacing(0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 11, 1, 9);
    layout->setSpacing(6);
    layout->addWidget(m_title);
    layout->addLayout(m_content, 1);
}

void Card::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

QString Card::title() const { return m_title->text(); }

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintCardFrame(painter, rect(), palette());
}

void paintCardFrame(QPainter &painter, const QRect &rect, const QPalette &palette)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(separatorColor(palette), 1));
    painter.setBrush(palette.color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

} // namespace tw::ui
