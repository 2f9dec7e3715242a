#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;

namespace tw::ui {

// What a page shows while it has nothing to list: what it is for, and the action that fills it.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString &iconName, QWidget *parent = nullptr);

    void setTexts(const QString &title, const QString &text);
    // A button that follows the action's text, icon and enabled state. The first one is the default.
    void addAction(QAction *action);

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateIcon();

    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QHBoxLayout *m_buttons;
};

} // namespace tw::ui
