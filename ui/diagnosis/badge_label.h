#pragma once

#include "ui/widgets/badge_delegate.h"

#include <QWidget>

class QLabel;

namespace tw::ui {

// A sign and its word beside it, in the tone of both: what something is, for whoever sees colours and whoever does not.
class BadgeLabel final : public QWidget
{
    Q_OBJECT

public:
    explicit BadgeLabel(QWidget *parent = nullptr);

    // A badge without an icon shows the word alone; an empty text hides it.
    void setBadge(const Badge &badge, const QString &text);
    QString text() const;
    const Badge &badge() const { return m_badge; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void render();

    Badge m_badge;
    QLabel *m_icon;
    QLabel *m_text;
};

} // namespace tw::ui
