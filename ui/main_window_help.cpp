// F1: the guide, at what has the focus.

#include "ui/help/help_book.h"
#include "ui/help/help_window.h"
#include "ui/main_window.h"
#include "ui/palette/command_palette.h"
#include "ui/theme/language.h"
#include "ui/theme/symbolic_icon.h"

#include <QStackedWidget>

namespace tw::ui {

// From the menu, the tool bar or the sidebar it is the page that is meant.
void MainWindow::showHelp()
{
    QWidget *focus = focusWidget();
    HelpWindow::openFor(focus && m_stack->isAncestorOf(focus) ? focus : m_stack->currentWidget());
}

QList<PaletteEntry> MainWindow::helpEntries()
{
    QList<PaletteEntry> entries;
    const bool isEnglish = currentLanguage() == QStringLiteral("en");
    const HelpBook english = isEnglish ? HelpBook() : HelpBook::inLanguage(QStringLiteral("en"));
    const HelpBook book = HelpBook::inLanguage(currentLanguage());
    for (const HelpSection &section : book.sections()) {
        const int source = english.indexOf(section.topic);
        entries.append({.search = {QStringLiteral("help:") + section.topic, section.title,
                                   source < 0 ? QString() : english.sections().at(source).title, tr("Help"), true},
                        .keys = {},
                        .icon = symbolicIcon(QStringLiteral("help")),
                        .run = [this, topic = section.topic] { HelpWindow::openFor(this)->showTopic(topic); }});
    }
    return entries;
}

} // namespace tw::ui
