#pragma once

#include <QString>

namespace tw::models {

// Names, identities and documents come from others: a line break in one must not forge a line, nor an escape sequence
// reach a terminal. Such characters become "\x0a".
QString printableText(const QString &text);

} // namespace tw::models
