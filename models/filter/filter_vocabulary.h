#pragma once

#include "engine/api/status.h"
#include "models/live/gateway_status.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

// The words of a list's filter: its keys, and the words that some keys take. The English ones always count, and beside
// them those of the user's language, so that a filter which was kept means the same after the language changed.
namespace tw::models {

enum class FilterKey { State, Region, Gateway, Weak, Net };

struct FilterWord
{
    QString word; // English and stable: "failed"
    QString shown; // in the user's language: "失败"; the word itself in English
    QString explanation; // for the completion: what it is, in the user's language
    bool isOffered = true; // else it is understood, and nothing is said about it

    bool is(const QString &typed) const;
};

struct FilterVocabulary
{
    struct Key
    {
        FilterKey key;
        FilterWord word;
    };

    QList<Key> keys; // none: every word is free text
    QList<FilterWord> states;
    FilterWord yes;
    FilterWord no;

    const Key *find(const QString &typed) const; // nullptr: no key of this list
    const FilterWord &word(FilterKey key) const; // which the list has
};

// Made anew when the language changes.
FilterVocabulary connectionVocabulary();
FilterVocabulary vpnGatewayVocabulary();
FilterVocabulary customerGatewayVocabulary();

// The words of `states` that hold for a row.
QStringList stateWords(api::ConnectionState state); // "failed", "phase1failed"
QStringList stateWords(GatewayState state); // "usable"

} // namespace tw::models
