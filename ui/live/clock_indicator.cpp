#include "ui/live/clock_indicator.h"

#include "models/live/clock_text.h"
#include "ui/widgets/icon_label.h"

#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>

namespace tw::ui {

ClockIndicator::ClockIndicator(const models::ClockWatch *clock, const models::Catalog &catalog, QWidget *parent)
    : QWidget(parent), m_clock(clock), m_catalog(catalog), m_icon(new IconLabel(16, this)), m_state(new QLabel(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 8, 0);
    row->setSpacing(6);
    row->addWidget(m_icon);
    row->addWidget(m_state);
    m_state->setObjectName(QStringLiteral("clockState"));
    setVisible(m_clock != nullptr);
    if (!m_clock)
        return;
    connect(m_clock, &models::ClockWatch::looked, this, &ClockIndicator::refresh);
    refresh();
}

void ClockIndicator::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange && m_clock)
        refresh();
    QWidget::changeEvent(event);
}

void ClockIndicator::refresh()
{
    switch (m_clock->state()) {
    case models::ClockState::Ok: m_icon->setSign(QStringLiteral("clock"), Tone::Good); break;
    case models::ClockState::Unknown: m_icon->setSign(QStringLiteral("clock"), Tone::Muted); break;
    case models::ClockState::Unsynchronised:
    case models::ClockState::Jumped: m_icon->setSign(QStringLiteral("warning"), Tone::Warning); break;
    }
    m_state->setText(models::clockText(*m_clock));
    setToolTip(models::clockFacts(*m_clock, &m_catalog, QDateTime::currentDateTimeUtc()).join(QLatin1Char('\n')));
}

} // namespace tw::ui
