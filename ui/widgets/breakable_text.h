#pragma once

#include <QFontMetrics>
#include <QString>

class QObject;

// Where a label that wraps may end a line. A name may be of 128 letters without a blank, and a label that cannot break
// it cuts it off, or holds its window apart.
namespace tw::ui {

// As wide as that fits wherever text wraps.
inline constexpr int kLettersOnLine = 44;

// A line may end within what is wider than that; all else is left as it is.
QString breakable(const QString &text, const QFontMetrics &metrics);

// No line ends within it.
QString unbreakable(const QString &text);

// What was selected in such a label and copied is free of the signs that say where a line may end: nobody would see them
// in the configuration that an address is pasted into. For as long as `owner` lives.
void keepClipboardPlain(QObject *owner);

} // namespace tw::ui
