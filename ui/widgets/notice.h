#pragma once

#include "ui/theme/tone.h"
#include "ui/widgets/announcing_frame.h"

#include <QTimer>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace tw::ui {

// A line at the lower edge of its parent, above the content and moving nothing: what just happened, with one thing to do
// about it. It goes by itself, but not while the mouse or the focus is on it.
class Notice final : public AnnouncingFrame
{
    Q_OBJECT

public:
    enum class Stay { AWhile, UntilClosed };
    static constexpr int kAWhileMs = 12'000;

    explicit Notice(QWidget *parent);

    // `button` empty: there is nothing to do. The notice goes when it is pressed.
    void showNotice(Tone tone, const QString &text, const QString &button = {}, std::function<void()> act = {},
                    Stay stay = Stay::AWhile);
    QString text() const { return m_fullText; }
    QPushButton *button() const { return m_button; }
    void retranslate();

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    void updateColors();

    Tone m_tone = Tone::Neutral;
    Stay m_stay = Stay::AWhile;
    QString m_fullText;
    std::function<void()> m_act;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_button;
    QToolButton *m_close;
    QTimer m_timer{this};
};

} // namespace tw::ui
