#pragma once

#include "models/live/traffic_history.h"

#include <QTableView>

class QComboBox;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace tw::models {
class TrafficTableModel;
}

namespace tw::ui {

class TrafficChart;

// The twin of the chart: the same points as rows, which the keyboard and a screen reader can reach.
class TrafficTable final : public QTableView
{
    Q_OBJECT

public:
    explicit TrafficTable(QWidget *parent = nullptr);

    models::TrafficTableModel *rows() const { return m_rows; }
    void copySelection() const;
    void retranslate();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    models::TrafficTableModel *m_rows;
    QAction *m_copy;
};

// The traffic of one connection, or of several together: what flows now, and the last minutes, hour or day as a chart
// or a table. Follows the history once a second while it is seen.
class TrafficPanel final : public QWidget
{
    Q_OBJECT

public:
    // `history` must outlive the panel.
    explicit TrafficPanel(const models::TrafficHistory &history, QWidget *parent = nullptr);

    void setConnections(const QStringList &ids);
    // Words in the place of the traffic: why none is shown. Empty: it is shown.
    void setExplanation(const QString &text);

    models::TrafficRange range() const;
    void setRange(models::TrafficRange range);
    void showTable(bool table);
    // The range, and whether it is the table: opaque, to be kept until the next start.
    QByteArray saveState() const;
    void restoreState(const QByteArray &state); // of none, or a broken one, nothing changes
    TrafficChart *chart() const { return m_chart; }
    TrafficTable *table() const { return m_table; }
    QString message() const; // the words that are shown instead; empty where the traffic is shown

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    struct Legend
    {
        QLabel *line;
        QLabel *text;
    };

    Legend makeLegend();
    void refresh();
    void updateLegend();
    void retranslate();

    const models::TrafficHistory &m_history;
    QStringList m_connections;
    QString m_explanation;
    Legend m_in;
    Legend m_out;
    QComboBox *m_range;
    QToolButton *m_asChart;
    QToolButton *m_asTable;
    QWidget *m_bar;
    QStackedWidget *m_stack;
    TrafficChart *m_chart;
    TrafficTable *m_table;
    QLabel *m_message;
};

} // namespace tw::ui
