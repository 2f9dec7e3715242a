#pragma once

#include "models/log/log_window.h"

#include <QWidget>

class QCalendarWidget;
class QComboBox;
class QDateTimeEdit;
class QLabel;
class QMenu;
class QToolButton;

namespace tw::ui {

// Which minutes are shown: a window of one to ten whole minutes with its neighbours, a calendar over the days that are
// kept, and Now, which follows what happens. Any time can be typed; the page says where it is not kept.
class RangeBar final : public QWidget
{
    Q_OBJECT

public:
    explicit RangeBar(QWidget *parent = nullptr);

    // What the calendar offers.
    void setKept(const QDateTime &oldest, const QDateTime &newest);
    // Days of which something is to be seen, for the calendar: drawn bold and in red.
    void setTroubledDays(const QList<QDate> &days);
    // What is shown. Following: it ends now.
    void setWindow(const models::LogWindow &window, bool following);
    std::chrono::minutes length() const;
    void setLength(std::chrono::minutes length);
    void setCanStepForward(bool can);

    QToolButton *nowButton() const { return m_now; }
    QToolButton *previousButton() const { return m_previous; }
    QToolButton *nextButton() const { return m_next; }
    QDateTimeEdit *fromEdit() const { return m_from; }
    QCalendarWidget *calendar() const { return m_calendar; }
    QComboBox *lengthBox() const { return m_length; }

Q_SIGNALS:
    void nowRequested(bool on);
    void stepRequested(int windows);
    void windowRequested(const QDateTime &from); // UTC, a whole minute
    void lengthChanged();

protected:
    void changeEvent(QEvent *event) override;

private:
    void chooseDay(QDate day);
    void askFor(const QDateTime &from);
    void retranslate();

    QToolButton *m_now;
    QLabel *m_fromLabel;
    QToolButton *m_previous;
    QDateTimeEdit *m_from;
    QToolButton *m_days;
    QMenu *m_calendarMenu;
    QCalendarWidget *m_calendar;
    QComboBox *m_length;
    QToolButton *m_next;
    QList<QDate> m_troubledDays;
    models::LogWindow m_window;
};

} // namespace tw::ui
