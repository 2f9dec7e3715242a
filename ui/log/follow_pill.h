#pragma once

#include <QPushButton>

namespace tw::ui {

class LogView;

// How many lines came below while the view held still; pressing it, or End in the view, goes to them.
class FollowPill final : public QPushButton
{
    Q_OBJECT

public:
    explicit FollowPill(LogView *view, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showLines(int lines);
    void retranslate();

    LogView *m_view;
};

} // namespace tw::ui
