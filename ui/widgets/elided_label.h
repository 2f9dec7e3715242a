#pragma once

#include <QLabel>

namespace tw::ui {

// One line with "…" in its middle where it does not fit: names that differ at their end stay apart. The whole is its
// tooltip then.
class ElidedLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QString shown() const;
};

} // namespace tw::ui
