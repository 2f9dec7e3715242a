#pragma once

#include <QListWidget>

namespace tw::ui {

// The list of pages at the window's left.
class Sidebar final : public QListWidget
{
    Q_OBJECT

public:
    explicit Sidebar(QWidget *parent = nullptr);

    void addPage(const QString &iconName);
    void setTitles(const QStringList &titles); // in the order in which the pages were added

protected:
    void changeEvent(QEvent *event) override;

private:
    void fitWidth();
};

} // namespace tw::ui
