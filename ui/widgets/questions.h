#pragma once

#include <QString>
#include <QStringList>

#include <optional>

class QWidget;

// The few questions and refusals that need a box of their own: all look alike, all name the object.
namespace tw::ui {

// `question` names what would be done to which object, `consequence` says what follows. The button carries the verb
// ("Delete"), and Cancel is the default: Enter alone destroys nothing.
bool confirmed(QWidget *parent, const QString &title, const QString &question, const QString &consequence,
               const QString &verb);

// Which of the verbs was chosen; nothing: neither.
std::optional<int> chosen(QWidget *parent, const QString &title, const QString &question, const QString &consequence,
                          const QStringList &verbs);

// Why something was not done, and what it concerns, as a list where that is longer than a sentence.
void refuse(QWidget *parent, const QString &title, const QString &reason, const QStringList &concerns = {});

} // namespace tw::ui
