#pragma once

#include "models/search/command_search.h"

#include <QFrame>
#include <QIcon>
#include <QPointer>

#include <functional>

class QLabel;
class QLineEdit;
class QListView;

namespace tw::models {
class Settings;
}

namespace tw::ui {

class PaletteModel;

// One thing that can be chosen: an action of the window, an object, a setting.
struct PaletteEntry
{
    models::SearchEntry search;
    QString keys; // "Ctrl+N", as the platform writes it
    QIcon icon;
    std::function<void()> run;
};

// Everything that the window can do and everything it holds, found by a few letters, without the mouse. Opens over the
// upper part of its parent and goes when something was chosen, with Esc, and when the focus leaves it.
class CommandPalette final : public QFrame
{
    Q_OBJECT

public:
    // `source` is asked each time it opens: what cannot be done now is not listed.
    CommandPalette(models::Settings &settings, std::function<QList<PaletteEntry>()> source, QWidget *parent);
    ~CommandPalette() override;

    void open();
    void dismiss(); // the focus goes back to where it was

    QLineEdit *edit() const { return m_edit; }
    QListView *list() const { return m_list; }

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    void search();
    void moveBy(int rows);
    void choose(int row);
    void updateColors();
    void retranslate();

    models::Settings &m_settings;
    std::function<QList<PaletteEntry>()> m_source;
    QLineEdit *m_edit;
    QListView *m_list;
    QLabel *m_nothing;
    PaletteModel *m_model;
    QPointer<QWidget> m_before; // had the focus
};

} // namespace tw::ui
