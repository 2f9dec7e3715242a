#pragma once

#include <QWidget>

class QLabel;

namespace tw::models {
class Catalog;
class ClockWatch;
} // namespace tw::models

namespace tw::ui {

class IconLabel;

// Of the status bar: whether the machine's clock can be relied on. Hidden where nobody watches it.
class ClockIndicator final : public QWidget
{
    Q_OBJECT

public:
    // Both must outlive it; `clock` nullptr: nobody watches it.
    ClockIndicator(const models::ClockWatch *clock, const models::Catalog &catalog, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    const models::ClockWatch *m_clock;
    const models::Catalog &m_catalog;
    IconLabel *m_icon;
    QLabel *m_state;
};

} // namespace tw::ui
