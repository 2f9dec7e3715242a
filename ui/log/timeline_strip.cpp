#include "ui/log/timeline_strip.h"

#include "ui/log/log_times.h"
#include "ui/log/timeline_grid.h"
#include "ui/theme/measure.h"
#include "ui/theme/tone.h"

#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>

namespace tw::ui {

namespace {

using models::LogBin;
using models::TimelineBar;
using models::TimelineView;

constexpr int kMargin = 8; // left and right, so that the handle at an end is whole
constexpr int kMarksHeight = 11;
constexpr int kBarsHeight = 34;
constexpr int kGap = 3;
constexpr int kSmallestHandle = 7;
constexpr int kMarkWidth = 9;
constexpr double kZoomStep = 0.8;

Tone toneOf(api::Level level)
{
    switch (level) {
    case api::Level::Error: return Tone::Bad;
    case api::Level::Warning: return Tone::Warning;
    case api::Level::Info: return Tone::Accent;
    case api::Level::Debug: break;
    }
    return Tone::Muted;
}

} // namespace

TimelineStrip::TimelineStrip(QWidget *parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

QSize TimelineStrip::sizeHint() const
{
    return {60 * letterWidth(fontMetrics()), kMarksHeight + kBarsHeight + 2 * kGap + fontMetrics().height() + 3};
}

QSize TimelineStrip::minimumSizeHint() const { return {20 * letterWidth(fontMetrics()), sizeHint().height()}; }

TimelineStrip::Lanes TimelineStrip::lanes() const
{
    const int floor = height() - fontMetrics().height() - 3;
    return {.marks = kGap, .bars = kGap + kMarksHeight + 1, .floor = floor};
}

int TimelineStrip::xOf(UtcTime at) const
{
    // Far outside is outside, and no overflow.
    return kMargin + qRound(std::clamp(m_view.placeOf(at), -1.0, 2.0) * (width() - 2 * kMargin));
}

UtcTime TimelineStrip::timeAt(int x) const
{
    return m_view.timeAt(static_cast<double>(x - kMargin) / std::max(1, width() - 2 * kMargin));
}

QRect TimelineStrip::handle() const
{
    const UtcTime from = m_dragged.value_or(m_window.from);
    int left = xOf(from);
    int right = xOf(from + (m_window.to - m_window.from));
    if (right - left < kSmallestHandle) {
        const int middle = (left + right) / 2;
        left = middle - kSmallestHandle / 2;
        right = left + kSmallestHandle;
    }
    return QRect(QPoint(left, 1), QPoint(right, lanes().floor));
}

void TimelineStrip::setLimits(UtcTime oldest, UtcTime newest)
{
    changeView([=](TimelineView &view) { view.setLimits(oldest, newest); });
}

void TimelineStrip::setBins(const QList<LogBin> &bins)
{
    m_bins = bins;
    m_bars = models::timelineBars(bins);
    describe();
    update();
}

void TimelineStrip::setWindow(const models::LogWindow &window)
{
    if (window == m_window)
        return;
    m_window = window;
    changeView([&](TimelineView &view) { view.reveal(window.from, std::min(window.to, view.newest())); });
    describe();
    update();
}

void TimelineStrip::changeView(const std::function<void(TimelineView &)> &change)
{
    const TimelineView before = m_view;
    change(m_view);
    if (m_view == before)
        return;
    update();
    Q_EMIT viewChanged();
}

void TimelineStrip::zoom(double factor)
{
    const UtcTime middle = m_window.from + (m_window.to - m_window.from) / 2;
    const UtcTime around = middle >= m_view.from() && middle <= m_view.to() ? middle : m_view.timeAt(0.5);
    changeView([=](TimelineView &view) { view.zoom(factor, around); });
}

void TimelineStrip::showAll()
{
    changeView([](TimelineView &view) { view.zoom(1e9, view.timeAt(0.5)); });
}

UtcTime TimelineStrip::allowed(UtcTime from) const
{
    const UtcTime latest = m_view.newest() - (m_window.to - m_window.from);
    const UtcTime bounded = std::clamp(from, m_view.oldest(), std::max(m_view.oldest(), latest));
    return std::chrono::ceil<std::chrono::minutes>(std::chrono::floor<std::chrono::milliseconds>(bounded));
}

void TimelineStrip::choose(UtcTime from) { Q_EMIT windowChosen(allowed(from)); }

void TimelineStrip::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const int x = qRound(event->position().x());
    const Duration length = m_window.to - m_window.from;
    // Beside the handle: the window jumps there first, around the pointer.
    m_grip = handle().adjusted(-2, 0, 2, 0).contains(x, handle().center().y())
        ? std::chrono::duration_cast<Duration>(timeAt(x) - m_window.from)
        : length / 2;
    m_dragged = allowed(timeAt(x) - m_grip);
    update();
}

void TimelineStrip::mouseMoveEvent(QMouseEvent *event)
{
    const int x = qRound(event->position().x());
    m_hovered = x;
    if (m_dragged) {
        m_dragged = allowed(timeAt(x) - m_grip);
        QToolTip::showText(event->globalPosition().toPoint(), localTime(*m_dragged), this);
    }
    setCursor(handle().contains(x, handle().center().y()) ? Qt::SizeHorCursor : Qt::PointingHandCursor);
    update();
}

void TimelineStrip::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_dragged)
        return;
    const UtcTime from = allowed(timeAt(qRound(event->position().x())) - m_grip);
    m_dragged.reset();
    update();
    if (from != m_window.from)
        Q_EMIT windowChosen(from);
}

void TimelineStrip::wheelEvent(QWheelEvent *event)
{
    const QPoint turn = event->angleDelta();
    const bool sideways = std::abs(turn.x()) > std::abs(turn.y()) || event->modifiers() & Qt::ShiftModifier;
    const int steps = turn.x() + turn.y();
    if (sideways) {
        const auto by = std::chrono::duration_cast<Duration>(m_view.length() * -steps / 960);
        changeView([=](TimelineView &view) { view.pan(by); });
    } else {
        const UtcTime around = timeAt(qRound(event->position().x()));
        const double factor = std::pow(kZoomStep, steps / 120.0);
        changeView([=](TimelineView &view) { view.zoom(factor, around); });
    }
    event->accept();
}

void TimelineStrip::keyPressEvent(QKeyEvent *event)
{
    const Duration length = m_window.to - m_window.from;
    const bool far = event->modifiers() & Qt::ShiftModifier;
    const bool pans = event->modifiers() & Qt::ControlModifier;
    const Duration step = far ? m_view.step() * (m_view.step() > length ? 24 : 6) : std::max(m_view.step(), length);
    if (event->modifiers() & Qt::AltModifier) {
        QWidget::keyPressEvent(event); // Alt+Left and Alt+Right are the page's
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const int sign = event->key() == Qt::Key_Left ? -1 : 1;
        if (pans)
            changeView([=](TimelineView &view) { view.pan(sign * view.length() / 4); });
        else
            choose(m_window.from + sign * step);
        return;
    }
    case Qt::Key_PageUp: choose(m_window.from - std::chrono::days(1)); return;
    case Qt::Key_PageDown: choose(m_window.from + std::chrono::days(1)); return;
    case Qt::Key_Home: choose(m_view.oldest()); return;
    case Qt::Key_End: choose(m_view.newest()); return;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoom(0.5); return;
    case Qt::Key_Minus: zoom(2); return;
    case Qt::Key_0: showAll(); return;
    case Qt::Key_Return:
    case Qt::Key_Enter: Q_EMIT tableRequested(); return;
    default: QWidget::keyPressEvent(event);
    }
}

void TimelineStrip::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        describe();
    else if (event->type() == QEvent::FontChange)
        updateGeometry();
    QWidget::changeEvent(event);
}

void TimelineStrip::leaveEvent(QEvent *event)
{
    m_hovered = -1;
    update();
    QWidget::leaveEvent(event);
}

bool TimelineStrip::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), toolTipAt(help->pos().x()), this);
        return true;
    }
    return QWidget::event(event);
}

const LogBin *TimelineStrip::binAt(int x) const { return models::binAt(m_bins, timeAt(x), m_view.step()); }

QString TimelineStrip::toolTipAt(int x) const
{
    const UtcTime at = timeAt(x);
    if (at < m_view.from() || at >= m_view.to())
        return {};
    const LogBin *bin = binAt(x);
    const UtcTime from = bin ? bin->from : std::chrono::floor<std::chrono::minutes>(at);
    return bin ? timeSpanText(from, from + m_view.step()) + u'\n' + binText(*bin)
               : timeText(from) + u'\n' + tr("Not recorded: no engine was running.");
}

void TimelineStrip::describe()
{
    int errors = 0;
    int warnings = 0;
    for (const TimelineBar &bar : std::as_const(m_bars)) {
        errors += bar.kind == TimelineBar::Kind::Lines && bar.worst == api::Level::Error;
        warnings += bar.kind == TimelineBar::Kind::Lines && bar.worst == api::Level::Warning;
    }
    setAccessibleName(tr("Timeline of the log"));
    setAccessibleDescription(tr("Shown: %1. Of %2 bars, %3 have errors and %4 have warnings. Arrows move the window, "
                                "plus and minus zoom, Enter shows the timeline as a table.")
                                 .arg(timeSpanText(m_window.from, m_window.to), QLocale().toString(m_bars.size()),
                                      QLocale().toString(errors), QLocale().toString(warnings)));
}

void TimelineStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintGrid(painter);
    paintBars(painter);
    paintMarks(painter);
    paintHandle(painter);
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1, Qt::DotLine));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void TimelineStrip::paintGrid(QPainter &painter) const
{
    const Lanes lane = lanes();
    const int letters = letterWidth(fontMetrics());
    int free = 0; // where the next label may begin
    for (const GridLine &line : gridLines(m_view.from(), m_view.to(), width() - 2 * kMargin, 7 * letters)) {
        const int x = xOf(line.at);
        QColor color = separatorColor(palette());
        if (!line.isMajor)
            color.setAlphaF(0.5F);
        painter.fillRect(QRect(x, lane.marks, 1, lane.floor - lane.marks + (line.isMajor ? 3 : 0)), color);
        const int textWidth = fontMetrics().horizontalAdvance(line.label);
        if (line.label.isEmpty() || x < free || x + 3 + textWidth > width())
            continue;
        painter.setPen(toneColor(Tone::Muted, palette()));
        painter.drawText(QRect(x + 3, lane.floor + 1, textWidth + 2, fontMetrics().height() + 1), Qt::AlignVCenter,
                         line.label);
        free = x + textWidth + letters;
    }
}

void TimelineStrip::paintBars(QPainter &painter) const
{
    const Lanes lane = lanes();
    const int left = xOf(m_view.from());
    const int right = xOf(m_view.to());
    const Duration step = m_view.step();
    painter.setRenderHint(QPainter::Antialiasing, false);
    // What no bin speaks of was not recorded.
    QRegion silent(QRect(left, lane.bars, right - left, lane.floor - lane.bars));
    for (const TimelineBar &bar : m_bars) {
        if (bar.from + step <= m_view.from() || bar.from >= m_view.to())
            continue;
        const int x = std::max(left, xOf(bar.from));
        const int next = std::min(right, xOf(bar.from + step));
        if (bar.kind == TimelineBar::Kind::NotRecorded)
            continue;
        silent -= QRect(x, lane.bars, std::max(1, next - x), lane.floor - lane.bars);
        if (bar.kind != TimelineBar::Kind::Lines)
            continue;
        const int tall = std::max(2, qRound(bar.height * (lane.floor - lane.bars)));
        const int gap = next - x >= 4 ? 1 : 0;
        QColor color = toneColor(toneOf(bar.worst), palette());
        if (bar.worst == api::Level::Info || bar.worst == api::Level::Debug)
            color.setAlphaF(0.55F); // what is usual stays behind
        painter.fillRect(QRect(x, lane.floor - tall, std::max(1, next - x - gap), tall), color);
    }
    painter.fillRect(QRect(left, lane.floor, right - left, 1), separatorColor(palette()));
    QColor hatch = toneColor(Tone::Muted, palette());
    hatch.setAlphaF(0.28F);
    for (const QRect &area : silent)
        painter.fillRect(area, QBrush(hatch, Qt::BDiagPattern));
}

// A triangle up, a triangle down, a ring: told apart by their form.
void TimelineStrip::paintMarks(QPainter &painter) const
{
    const Lanes lane = lanes();
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = lane.marks + kMarksHeight / 2.0;
    const double half = 3.5;
    int free = kMargin;
    for (qsizetype index = 0; index < m_bins.size(); ++index) {
        const LogBin &first = m_bins.at(index);
        const int x = xOf(first.from + m_view.step() / 2);
        if (x < free || x > width() - kMargin || first.ups + first.downs + first.rekeys == 0)
            continue;
        // What stands too near to be told apart counts together, the worst first.
        quint32 ups = 0;
        quint32 downs = 0;
        for (qsizetype near = index; near < m_bins.size() && xOf(m_bins.at(near).from) < x + kMarkWidth; ++near) {
            ups += m_bins.at(near).ups;
            downs += m_bins.at(near).downs;
        }
        free = x + kMarkWidth;
        if (downs > 0 || ups > 0) {
            const double sign = downs > 0 ? 1 : -1;
            const QPolygonF triangle{QPointF(x - half, middle - sign * half), QPointF(x + half, middle - sign * half),
                                     QPointF(x, middle + sign * half)};
            painter.setPen(Qt::NoPen);
            painter.setBrush(toneColor(downs > 0 ? Tone::Bad : Tone::Good, palette()));
            painter.drawPolygon(triangle);
        } else {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(toneColor(Tone::Muted, palette()), 1.2));
            painter.drawEllipse(QPointF(x, middle), 2.2, 2.2);
        }
    }
}

void TimelineStrip::paintHandle(QPainter &painter) const
{
    const QRect area = handle();
    if (area.right() < 0 || area.left() > width())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = palette().color(QPalette::Highlight);
    const bool hot = m_dragged || (m_hovered >= 0 && area.contains(m_hovered, area.center().y()));
    fill.setAlphaF(hot ? 0.36F : 0.22F);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(area).adjusted(0.75, 0.75, -0.75, -0.75), 3, 3);
}

} // namespace tw::ui
