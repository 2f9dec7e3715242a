#pragma once

#include <QList>
#include <QString>
#include <QStringList>

// What a command palette lists for what was typed.
namespace tw::models {

struct SearchEntry
{
    QString key; // stable over languages and starts: "action:Quit", "object:vco-..."
    QString title; // as shown, without mnemonic
    QString english; // the same in English where the interface is in another language; else empty
    QString place; // "View > Theme", "IPsec connection, China (Hangzhou)"
    bool isHelp = false; // gives way to what does something and matches as well
};

struct SearchHit
{
    qsizetype index = 0; // of the entry
    QList<int> inTitle; // letters that matched
    QList<int> inEnglish;
    QList<int> inPlace;
};

// The entries that the pattern means, best first. Those that were chosen lately come first where nothing is typed, and
// before others that match as well. A pattern can be met by the title or by the English one; its words may stand in the
// place too ("theme dark").
QList<SearchHit> search(const QList<SearchEntry> &entries, const QString &pattern, const QStringList &recentKeys);

// `key` first, without repetition, and no more than are worth remembering.
QStringList withChoice(const QStringList &recentKeys, const QString &key);

} // namespace tw::models
