#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QLabel;
class QPushButton;
class QToolButton;

namespace tw::ui {

class Card;

// The way to a first tunnel, for whoever opens the program for the first time: what each step is for, which are done, and
// the action of the next one. Beside it a pair of gateways to try everything with.
class FirstSteps final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kSteps = 4; // VPN gateway, customer gateway, connection, rehearsal

    explicit FirstSteps(QWidget *parent = nullptr);

    // One for each step, in order.
    void setActions(const QList<QAction *> &actions);
    // How many of the steps are done: those from the front.
    void setDone(int steps);
    int done() const { return m_done; }
    QPushButton *button(int step) const { return m_rows.at(step).button; }
    QPushButton *demoButton() const { return m_demo; }
    QToolButton *closeButton() const { return m_close; }

Q_SIGNALS:
    void demoRequested();
    void closed();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Row
    {
        QLabel *icon;
        QLabel *title;
        QLabel *text;
        QPushButton *button;
    };

    void update();
    void retranslate();

    int m_done = 0;
    Card *m_card;
    QLabel *m_heading;
    QList<Row> m_rows;
    QLabel *m_demoText;
    QPushButton *m_demo;
    QToolButton *m_close;
};

} // namespace tw::ui
