#pragma once

#include <QToolButton>

namespace tw::models {
class CaptureController;
}

namespace tw::ui {

// Of the status bar: whether a capture is on, of what, and how much came. A click opens it.
class CaptureIndicator final : public QToolButton
{
    Q_OBJECT

public:
    explicit CaptureIndicator(const models::CaptureController *capture, QWidget *parent = nullptr);

    void setResultSeen();

protected:
    void changeEvent(QEvent *event) override;

private:
    void follow();

    const models::CaptureController *m_capture;
    bool m_isResultSeen = false;
};

} // namespace tw::ui
