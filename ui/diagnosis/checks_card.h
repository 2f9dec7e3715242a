#pragma once

#include "models/diagnosis/checks.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace tw::ui {

class Card;
class TextLabel;
class WordTable;

// The cloud's one-click diagnosis: its checks, each with a sign and a word, and a button that measures what has to be.
class ChecksCard final : public QWidget
{
    Q_OBJECT

public:
    explicit ChecksCard(QWidget *parent = nullptr);

    void setChecks(const QList<models::Check> &checks);
    // `hint`: what the button waits for; empty where it can be pressed.
    void setRunning(bool isRunning, const QString &hint);
    WordTable *table() const { return m_table; }
    QPushButton *runButton() const { return m_run; }

Q_SIGNALS:
    void runRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QList<models::Check> m_checks;
    bool m_isRunning = false;
    QString m_hint;
    Card *m_card;
    WordTable *m_table;
    TextLabel *m_note;
    QPushButton *m_run;
};

} // namespace tw::ui
