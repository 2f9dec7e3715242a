#include "models/log/joined_text.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

constexpr char16_t kFirstCjk = 0x2e80; // and its punctuation

} // namespace

QString joinedSentences(const QStringList &sentences)
{
    QString text;
    for (const QString &sentence : sentences) {
        if (!text.isEmpty() && text.back().unicode() < kFirstCjk)
            text += u' ';
        text += sentence;
    }
    return text;
}

QString joinedItems(const QStringList &items)
{
    return items.join(QCoreApplication::translate("tw::models::JoinedText", ", ", "between the items of a list"));
}

} // namespace tw::models
