#pragma once

#include <QDialog>
#include <QList>
#include <QString>

namespace tw::ui {

// What the keyboard does, a line for each. The list is long: it scrolls, and the dialog fits on a small screen.
class KeysDialog final : public QDialog
{
    Q_OBJECT

public:
    struct Line
    {
        QString keys;
        QString what;
    };

    explicit KeysDialog(const QList<Line> &lines, QWidget *parent = nullptr);
};

} // namespace tw::ui
