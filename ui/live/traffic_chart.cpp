#include "ui/live/traffic_chart.h"

#include "models/live/traffic_text.h"
#include "ui/theme/tone.h"

#include <QChart>
#include <QDateTime>
#include <QDateTimeAxis>
#include <QEvent>
#include <QGraphicsLayout>
#include <QGraphicsLineItem>
#include <QLegend>
#include <QLineSeries>
#include <QLocale>
#include <QMouseEvent>
#include <QToolTip>
#include <QValueAxis>

namespace tw::ui {

namespace {

using models::TrafficPoint;
using models::TrafficRange;
using models::TrafficRates;

constexpr qreal kLineWidth = 1.75;
constexpr qreal kDenseLineWidth = 1.25; // where there are more points than pixels

// How the time axis is divided, and the round time at which it ends.
struct TimeScale
{
    Duration span;
    Duration round;
    int ticks;
};

TimeScale timeScale(TrafficRange range)
{
    using namespace std::chrono_literals;
    switch (range) {
    case TrafficRange::Hour: return {60min, 5min, 7};
    case TrafficRange::Day: return {24h, 1h, 7};
    case TrafficRange::TenMinutes: break;
    }
    return {10min, 1min, 6};
}

QDateTime toLocal(UtcTime time) { return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()); }

qreal toAxis(UtcTime time) { return static_cast<qreal>(time.time_since_epoch().count()); }

// Round by the clock on the wall: half an hour off UTC is no whole hour.
UtcTime roundedUp(UtcTime time, Duration to)
{
    const Duration offset = std::chrono::seconds(toLocal(time).offsetFromUtc());
    const Duration local = time.time_since_epoch() + offset;
    return UtcTime((local + to - Duration(1)) / to * to - offset);
}

} // namespace

TrafficChart::TrafficChart(QWidget *parent)
    : QChartView(parent),
      m_time(new QDateTimeAxis(this)),
      m_rate(new QValueAxis(this)),
      m_cross(new QGraphicsLineItem(chart()))
{
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::NoFocus); // its table is what the keyboard reads
    setRenderHint(QPainter::Antialiasing);
    viewport()->setMouseTracking(true);
    chart()->legend()->hide();
    chart()->setBackgroundRoundness(0);
    chart()->setMargins(QMargins(6, 4, 10, 6));
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->setLocalizeNumbers(true);
    chart()->addAxis(m_time, Qt::AlignBottom);
    chart()->addAxis(m_rate, Qt::AlignLeft);
    m_time->setFormat(QStringLiteral("HH:mm"));
    m_cross->setZValue(10);
    m_cross->hide();
    piece(m_in)->hide(); // without a series the chart has no coordinates
    updateColors();
}

QDateTime TrafficChart::begin() const { return m_time->min(); }
QDateTime TrafficChart::end() const { return m_time->max(); }
QString TrafficChart::unit() const { return m_rate->titleText(); }
double TrafficChart::top() const { return m_rate->max(); }

void TrafficChart::setPoints(const std::vector<TrafficPoint> &points, TrafficRange range)
{
    m_points = points;
    m_range = range;
    updateAxes();
    updateHover();
}

void TrafficChart::updateAxes()
{
    if (m_points.empty())
        return;
    const TimeScale times = timeScale(m_range);
    const UtcTime end = roundedUp(m_points.back().from + models::trafficStep(m_range), times.round);
    m_time->setTickCount(times.ticks);
    m_time->setRange(toLocal(end - times.span), toLocal(end));

    float max = 0;
    for (const TrafficPoint &point : m_points) {
        if (point.rates && point.from >= end - times.span)
            max = std::max({max, point.rates->bitsIn, point.rates->bitsOut});
    }
    const models::RateScale scale = models::rateScale(static_cast<double>(max));
    chart()->setLocale(QLocale());
    m_rate->setLabelFormat(QStringLiteral("%.%1f").arg(scale.decimals));
    m_rate->setTickCount(qRound(scale.top / scale.step) + 1);
    m_rate->setRange(0, scale.top);
    m_rate->setTitleText(scale.unitText);

    draw(m_in, &TrafficRates::bitsIn, scale.unit);
    draw(m_out, &TrafficRates::bitsOut, scale.unit);
}

void TrafficChart::draw(Line &line, float TrafficRates::*rate, double unit)
{
    const Duration step = models::trafficStep(m_range);
    line.used = 0;
    QList<QPointF> path;
    const auto finish = [&] {
        if (path.isEmpty())
            return;
        if (path.size() == 1) { // one step alone would be a point, which is not seen
            const QPointF middle = path.first();
            const auto half = static_cast<qreal>(step.count()) / 2;
            path = {middle - QPointF(half, 0), middle + QPointF(half, 0)};
        }
        QLineSeries *series = piece(line);
        QPen pen = &line == &m_in ? penIn(palette()) : penOut(palette());
        if (m_range != TrafficRange::TenMinutes)
            pen.setWidthF(kDenseLineWidth);
        series->setPen(pen);
        series->replace(path);
        series->show();
        path.clear();
    };
    for (const TrafficPoint &point : m_points) {
        if (point.rates)
            path.append({toAxis(point.from + step / 2), static_cast<double>((*point.rates).*rate) / unit});
        else
            finish();
    }
    finish();
    for (qsizetype index = line.used; index < line.pieces.size(); ++index)
        line.pieces.at(index)->hide();
}

// The next one that is free.
QLineSeries *TrafficChart::piece(Line &line)
{
    if (line.used < line.pieces.size())
        return line.pieces.at(line.used++);
    auto *series = new QLineSeries(this);
    chart()->addSeries(series);
    series->attachAxis(m_time);
    series->attachAxis(m_rate);
    line.pieces.append(series);
    ++line.used;
    return series;
}

QPen TrafficChart::penIn(const QPalette &palette)
{
    QPen pen(seriesColor(Series::First, palette), kLineWidth);
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

QPen TrafficChart::penOut(const QPalette &palette)
{
    QPen pen(seriesColor(Series::Second, palette), kLineWidth);
    pen.setCapStyle(Qt::FlatCap);
    pen.setDashPattern({4, 2});
    return pen;
}

void TrafficChart::updateColors()
{
    const QPalette &colors = palette();
    setBackgroundBrush(colors.color(QPalette::Base));
    chart()->setBackgroundBrush(colors.color(QPalette::Base));
    chart()->setBackgroundPen(Qt::NoPen);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    const QPen grid(separatorColor(colors), 1);
    const QColor words = toneColor(Tone::Muted, colors);
    for (QAbstractAxis *axis : {static_cast<QAbstractAxis *>(m_time), static_cast<QAbstractAxis *>(m_rate)}) {
        axis->setGridLinePen(grid);
        axis->setLinePen(grid);
        axis->setLabelsColor(words);
        axis->setLabelsFont(small);
        axis->setTitleBrush(words);
        axis->setTitleFont(small);
    }
    m_time->setGridLineVisible(false);
    m_cross->setPen(QPen(words, 1, Qt::DotLine));
    updateAxes(); // and the lines
}

const TrafficPoint *TrafficChart::pointAt(const QPointF &position) const
{
    if (m_points.empty() || !chart()->plotArea().contains(position))
        return nullptr;
    const qreal time = chart()->mapToValue(position, m_in.pieces.first()).x();
    const Duration step = models::trafficStep(m_range);
    const auto offset = Duration(static_cast<std::int64_t>(time)) - m_points.front().from.time_since_epoch();
    if (offset < Duration(0))
        return nullptr;
    const auto index = static_cast<std::size_t>(offset / step);
    return index < m_points.size() ? &m_points[index] : nullptr;
}

QPointF TrafficChart::positionOf(const QDateTime &time) const
{
    return {chart()->mapToPosition({static_cast<qreal>(time.toMSecsSinceEpoch()), 0}, m_in.pieces.first()).x(),
            chart()->plotArea().center().y()};
}

QString TrafficChart::textAt(const QPointF &position) const
{
    const TrafficPoint *point = pointAt(position);
    if (!point)
        return {};
    const auto format = QStringLiteral("HH:mm:ss");
    const Duration step = models::trafficStep(m_range);
    QString text = toLocal(point->from).toString(format);
    if (step > std::chrono::seconds(1))
        text = tr("%1 to %2", "two times of the day").arg(text, toLocal(point->from + step).toString(format));
    if (!point->rates)
        return text + QLatin1Char('\n') + tr("Nothing is known of this time.");
    const auto direction = [](const QString &words, float bits, float packets) {
        return words.arg(models::bitRateText(static_cast<double>(bits)),
                         models::packetRateText(static_cast<double>(packets)));
    };
    return text + QLatin1Char('\n') + direction(tr("In: %1, %2"), point->rates->bitsIn, point->rates->packetsIn)
        + QLatin1Char('\n') + direction(tr("Out: %1, %2"), point->rates->bitsOut, point->rates->packetsOut);
}

void TrafficChart::updateHover()
{
    const TrafficPoint *point = m_pointer ? pointAt(*m_pointer) : nullptr;
    m_cross->setVisible(point != nullptr);
    if (!point) {
        if (m_pointer)
            QToolTip::hideText();
        return;
    }
    const qreal x = positionOf(toLocal(point->from + models::trafficStep(m_range) / 2)).x();
    const QRectF plot = chart()->plotArea();
    m_cross->setLine(x, plot.top(), x, plot.bottom());
    QToolTip::showText(mapToGlobal(*m_pointer), textAt(*m_pointer), this);
}

void TrafficChart::mouseMoveEvent(QMouseEvent *event)
{
    m_pointer = event->position().toPoint();
    updateHover();
    QChartView::mouseMoveEvent(event);
}

void TrafficChart::leaveEvent(QEvent *event)
{
    m_pointer.reset();
    updateHover();
    QChartView::leaveEvent(event);
}

void TrafficChart::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    updateHover();
}

void TrafficChart::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        updateColors();
    else if (event->type() == QEvent::LanguageChange)
        updateAxes(); // numbers are written in the language's way
    QChartView::changeEvent(event);
}

} // namespace tw::ui
