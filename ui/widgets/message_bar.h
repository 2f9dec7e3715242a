#pragma once

#include "ui/theme/tone.h"
#include "ui/widgets/announcing_frame.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace tw::ui {

// A line across the window that says what is wrong and what to do: never a modal box for what the user can work around.
class MessageBar final : public AnnouncingFrame
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget *parent = nullptr);

    // Shows the bar. `command`, where given, is shown in a fixed font with a button that copies it.
    void showMessage(Tone tone, const QString &text, const QString &command = {});
    // With a button that takes the bar away: for what happened once.
    void setClosable(bool closable);
    // With a button for what can be done about it; an empty text takes it away.
    void setAction(const QString &text);
    QString text() const;
    QString command() const;
    void retranslate();

Q_SIGNALS:
    void actionChosen();
    void closed(); // by its button

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void updateColors();
    void makeRoom();

    Tone m_tone = Tone::Warning;
    QLabel *m_icon;
    QLabel *m_text;
    QLabel *m_command;
    QPushButton *m_copy;
    QPushButton *m_action;
    QToolButton *m_close;
};

} // namespace tw::ui
