#pragma once

#include <QString>

class QFont;
class QPrinter;

namespace tw::ui {

// Prints a text in the fixed font, long lines wrapped, with its title and the page at the head of every page. It goes to
// the printer directly: a text document would keep copies of what may be secret. False where the printer refused.
bool printText(QPrinter &printer, const QString &title, const QString &text, const QFont &base);

} // namespace tw::ui
