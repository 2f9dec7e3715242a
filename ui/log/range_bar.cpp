#include "ui/log/range_bar.h"

#include "ui/log/log_times.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/theme/tone.h"

#include <QCalendarWidget>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QTextCharFormat>
#include <QToolButton>
#include <QWidgetAction>

namespace tw::ui {

namespace {

constexpr int kLongest = static_cast<int>(models::LogWindow::kLongest.count());

QDateTime wholeMinute(QDateTime time)
{
    time.setTime(QTime(time.time().hour(), time.time().minute()));
    return time;
}

} // namespace

RangeBar::RangeBar(QWidget *parent)
    : QWidget(parent),
      m_now(new QToolButton(this)),
      m_fromLabel(new QLabel(this)),
      m_previous(new QToolButton(this)),
      m_from(new QDateTimeEdit(this)),
      m_days(new QToolButton(this)),
      m_calendarMenu(new QMenu(this)),
      m_calendar(new QCalendarWidget(this)),
      m_length(new QComboBox(this)),
      m_next(new QToolButton(this))
{
    m_now->setCheckable(true);
    m_now->setChecked(true);
    m_now->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_previous->setArrowType(Qt::LeftArrow);
    m_next->setArrowType(Qt::RightArrow);
    m_from->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    m_from->setKeyboardTracking(false);
    m_fromLabel->setBuddy(m_from);
    auto *inMenu = new QWidgetAction(this);
    inMenu->setDefaultWidget(m_calendar);
    m_calendarMenu->addAction(inMenu);
    m_calendar->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    m_days->setMenu(m_calendarMenu);
    m_days->setPopupMode(QToolButton::InstantPopup);
    for (int minutes = 1; minutes <= kLongest; ++minutes)
        m_length->addItem({}, minutes);
    m_length->setCurrentIndex(kLongest - 1);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_now);
    row->addSpacing(4);
    row->addWidget(m_fromLabel);
    row->addWidget(m_previous);
    row->addWidget(m_from);
    row->addWidget(m_days);
    row->addWidget(m_next);
    row->addWidget(m_length);

    connect(m_now, &QToolButton::clicked, this, &RangeBar::nowRequested);
    connect(m_previous, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(1); });
    connect(m_from, &QDateTimeEdit::dateTimeChanged, this, &RangeBar::askFor);
    connect(m_calendar, &QCalendarWidget::clicked, this, &RangeBar::chooseDay);
    connect(m_calendar, &QCalendarWidget::activated, this, &RangeBar::chooseDay);
    connect(m_length, &QComboBox::currentIndexChanged, this, &RangeBar::lengthChanged);
    retranslate();
}

void RangeBar::setKept(const QDateTime &oldest, const QDateTime &newest)
{
    m_calendar->setDateRange(oldest.toLocalTime().date(), newest.toLocalTime().date());
}

void RangeBar::setTroubledDays(const QList<QDate> &days)
{
    for (const QDate day : std::as_const(m_troubledDays))
        m_calendar->setDateTextFormat(day, {});
    m_troubledDays = days;
    QTextCharFormat troubled;
    troubled.setFontWeight(QFont::Bold);
    troubled.setForeground(toneColor(Tone::Bad, palette()));
    for (const QDate day : days)
        m_calendar->setDateTextFormat(day, troubled);
}

void RangeBar::setWindow(const models::LogWindow &window, bool following)
{
    m_window = window;
    m_now->setChecked(following);
    const QDateTime from = toLocal(window.from);
    const QSignalBlocker quiet(m_from);
    m_from->setDateTime(from);
    m_from->setToolTip(timeSpanText(window.from, window.to));
    const QSignalBlocker quietDays(m_calendar);
    m_calendar->setSelectedDate(from.date());
}

std::chrono::minutes RangeBar::length() const { return std::chrono::minutes(m_length->currentData().toInt()); }

void RangeBar::setLength(std::chrono::minutes length)
{
    m_length->setCurrentIndex(std::clamp(static_cast<int>(length.count()), 1, kLongest) - 1);
}

void RangeBar::setCanStepForward(bool can) { m_next->setEnabled(can); }

// The same time of another day.
void RangeBar::chooseDay(QDate day)
{
    m_calendarMenu->close();
    askFor(QDateTime(day, m_from->time()));
}

void RangeBar::askFor(const QDateTime &from)
{
    const QDateTime utc = wholeMinute(from).toUTC();
    if (fromDateTime(utc) != m_window.from)
        Q_EMIT windowRequested(utc);
}

void RangeBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        setTroubledDays(QList<QDate>(m_troubledDays));
    QWidget::changeEvent(event);
}

void RangeBar::retranslate()
{
    m_now->setText(tr("Now"));
    m_now->setIcon(symbolicIcon(QStringLiteral("follow")));
    m_now->setToolTip(tr("Show the last minutes and what happens now"));
    m_fromLabel->setText(tr("F&rom"));
    m_from->setAccessibleName(tr("Beginning of the window"));
    m_previous->setToolTip(tr("The window before (Alt+Left)"));
    m_next->setToolTip(tr("The window after (Alt+Right)"));
    m_previous->setAccessibleName(tr("Previous window"));
    m_next->setAccessibleName(tr("Next window"));
    m_days->setIcon(symbolicIcon(QStringLiteral("calendar")));
    m_days->setToolTip(tr("Choose a day of those that are kept; days with errors are bold"));
    m_days->setAccessibleName(tr("Choose a day"));
    m_calendar->setLocale(QLocale());
    m_length->setAccessibleName(tr("Length of the window"));
    m_length->setToolTip(tr("Length of the window"));
    for (int index = 0; index < m_length->count(); ++index)
        m_length->setItemText(index, tr("%n min", nullptr, index + 1));
}

} // namespace tw::ui
