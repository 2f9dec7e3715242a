#pragma once

#include "models/live/traffic_history.h"

#include <QChartView>
#include <QDateTime>

class QDateTimeAxis;
class QGraphicsLineItem;
class QLineSeries;
class QValueAxis;

namespace tw::ui {

// The lines of traffic in and out, as a range of time. The only file that knows Qt Charts.
class TrafficChart final : public QChartView
{
    Q_OBJECT

public:
    explicit TrafficChart(QWidget *parent = nullptr);

    // As TrafficHistory gives them. The right end is a round time, so that the axis moves once in a while and not with
    // every point.
    void setPoints(const std::vector<models::TrafficPoint> &points, models::TrafficRange range);

    QDateTime begin() const; // of the axis
    QDateTime end() const;
    QString unit() const; // of the rates: "Mbit/s"
    double top() const; // in that unit
    // Into how many lines gaps break a direction.
    int piecesIn() const { return m_in.used; }
    int piecesOut() const { return m_out.used; }
    // What the pointer over this place is told; empty beside the plot.
    QString textAt(const QPointF &position) const;
    QPointF positionOf(const QDateTime &time) const;

    // How a direction's line looks, for a legend.
    static QPen penIn(const QPalette &palette);
    static QPen penOut(const QPalette &palette);

protected:
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    // A line that is broken wherever there is a gap: a series for each piece, kept for the next time.
    struct Line
    {
        QList<QLineSeries *> pieces;
        int used = 0;
    };

    void draw(Line &line, float models::TrafficRates::*rate, double unit);
    QLineSeries *piece(Line &line);
    void updateAxes();
    void updateColors();
    void updateHover();
    const models::TrafficPoint *pointAt(const QPointF &position) const;

    std::vector<models::TrafficPoint> m_points;
    models::TrafficRange m_range = models::TrafficRange::TenMinutes;
    QDateTimeAxis *m_time;
    QValueAxis *m_rate;
    Line m_in;
    Line m_out;
    QGraphicsLineItem *m_cross;
    std::optional<QPoint> m_pointer;
};

} // namespace tw::ui
