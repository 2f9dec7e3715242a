#pragma once

#include "models/log/log_histogram.h"

#include <QDialog>

class QTableWidget;

namespace tw::ui {

// The timeline in words: each hour in which something was logged, or of which nothing was recorded, the newest first.
// What is chosen becomes the window.
class TimelineTable final : public QDialog
{
    Q_OBJECT

public:
    explicit TimelineTable(QWidget *parent = nullptr);

    void setBins(const QList<models::LogBin> &bins, Duration step);
    QTableWidget *table() const { return m_table; }

Q_SIGNALS:
    void timeChosen(tw::UtcTime from);

private:
    QTableWidget *m_table;
};

} // namespace tw::ui
