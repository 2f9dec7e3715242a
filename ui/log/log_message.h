#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QPushButton;

namespace tw::ui {

// What stands in an empty log: why it is empty, and what leads on. Lies upon the table, whose header stays in sight.
class LogMessage final : public QWidget
{
    Q_OBJECT

public:
    explicit LogMessage(QWidget *parent);

    void setText(const QString &text);
    QString text() const;
    // The button of the action; nullptr: none.
    void setAction(QAction *action);
    QPushButton *button() const { return m_button; }

private:
    QLabel *m_text;
    QPushButton *m_button;
    QAction *m_action = nullptr;
};

} // namespace tw::ui
