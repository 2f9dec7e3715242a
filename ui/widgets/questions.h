#pragma once

#include <QString>
#include <QStringList>

#include <optional>

class QFontMetrics;
class QWidget;

// The few questions and refusals that need a box of their own: all look alike, all name the object.
//
// They fit on the screen whatever they name. A name may be of 128 letters without a blank: in a sentence it is broken
// anywhere, in a list its middle is left out and the tooltip has the whole. Of a long list the first stand there, and
// how many more there are.
namespace tw::ui {

// `question` names what would be done to which object, `consequence` says what follows, `concerns` lists the objects
// where they are several. The button carries the verb ("Delete"), and Cancel is the default: Enter alone destroys
// nothing.
bool confirmed(QWidget *parent, const QString &title, const QString &question, const QString &consequence,
               const QString &verb, const QStringList &concerns = {});

// Which of the verbs was chosen; nothing: neither.
std::optional<int> chosen(QWidget *parent, const QString &title, const QString &question, const QString &consequence,
                          const QStringList &verbs, const QStringList &concerns = {});

// The list of what is concerned, as the boxes show it.
QString concernsList(const QStringList &concerns, const QFontMetrics &metrics);

// Why something was not done, and what it concerns, as a list where that is longer than a sentence.
void refuse(QWidget *parent, const QString &title, const QString &reason, const QStringList &concerns = {});

} // namespace tw::ui
