#pragma once

#include "models/log/log_window.h"
#include "models/log/timeline.h"

#include <QWidget>

namespace tw::ui {

// The time that is kept, at a glance: a bar for each hour, or for each ten minutes from near by, as high and as red as
// the worst that was logged; marks where tunnels came up, went down and changed keys; hatched where nobody recorded.
// The window that the page shows is a handle upon it. What it paints is told in words by toolTipAt() and the
// accessible description; the page has its table twin.
class TimelineStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineStrip(QWidget *parent = nullptr);

    // What may be seen: what is kept, to now.
    void setLimits(UtcTime oldest, UtcTime newest);
    // In order, by view().step(), of at least what the view shows; what is missing was not recorded.
    void setBins(const QList<models::LogBin> &bins);
    void setWindow(const models::LogWindow &window);

    const models::TimelineView &view() const { return m_view; }
    const QList<models::LogBin> &bins() const { return m_bins; }
    const models::LogWindow &window() const { return m_window; }
    void zoom(double factor);
    void showAll();

    // Counts and times of the bar at this place: local time, and UTC beside it.
    QString toolTipAt(int x) const;
    int xOf(UtcTime at) const;
    UtcTime timeAt(int x) const;
    QRect handle() const; // as wide as can be grabbed

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    // The user wants this window; it lies within the limits and begins with a whole minute.
    void windowChosen(tw::UtcTime from);
    // By now another span is seen, or by other steps: other bins are needed.
    void viewChanged();
    void tableRequested(); // Enter: the same in words

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void leaveEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Lanes // from the top
    {
        int marks = 0;
        int bars = 0;
        int floor = 0;
    };
    Lanes lanes() const;
    void changeView(const std::function<void(models::TimelineView &)> &change);
    UtcTime allowed(UtcTime from) const;
    void choose(UtcTime from);
    void paintGrid(QPainter &painter) const;
    void paintBars(QPainter &painter) const;
    void paintMarks(QPainter &painter) const;
    void paintHandle(QPainter &painter) const;
    void describe();
    const models::LogBin *binAt(int x) const;

    models::TimelineView m_view;
    QList<models::LogBin> m_bins;
    QList<models::TimelineBar> m_bars;
    models::LogWindow m_window;
    std::optional<UtcTime> m_dragged; // where the window would begin if the button were released now
    Duration m_grip{}; // of the window, under the pointer
    int m_hovered = -1; // x
};

} // namespace tw::ui
