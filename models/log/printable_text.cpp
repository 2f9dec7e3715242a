#include "models/log/printable_text.h"

namespace tw::models {

QString printableText(const QString &text)
{
    QString safe;
    safe.reserve(text.size());
    for (const QChar c : text) {
        // Separators and the marks that turn the reading direction deceive as line breaks do.
        const bool isPlain = c.isPrint() && c.category() != QChar::Separator_Line
            && c.category() != QChar::Separator_Paragraph && c.category() != QChar::Other_Format;
        if (isPlain || c.isSurrogate())
            safe += c;
        else
            safe += QStringLiteral("\\x%1").arg(static_cast<uint>(c.unicode()), 2, 16, QLatin1Char('0'));
    }
    return safe;
}

} // namespace tw::models
