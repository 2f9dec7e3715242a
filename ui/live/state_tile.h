#pragma once

#include "ui/live/state_look.h"

#include <QAbstractButton>

namespace tw::ui {

// How many connections are in a state: its sign, the number, the word. A click leads to them.
class StateTile final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit StateTile(const Badge &badge, QWidget *parent = nullptr);

    void setCount(int count);
    int count() const { return m_count; }
    void setWord(const QString &word);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QFont numberFont() const;
    void updateName();

    Badge m_badge;
    int m_count = 0;
};

} // namespace tw::ui
