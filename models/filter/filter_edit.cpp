#include "models/filter/filter_edit.h"

#include "models/filter/filter_lexer.h"

#include <algorithm>
#include <optional>

namespace tw::models {

namespace {

constexpr qsizetype kMostItems = 40;

QList<FilterToken> tokensOf(const QString &text, const FilterVocabulary &vocabulary)
{
    return lexFilter(text, !vocabulary.keys.isEmpty());
}

bool means(const QString &typed, const FilterChoice &choice, const FilterVocabulary &vocabulary)
{
    QList<FilterWord> words = vocabulary.states;
    if (choice.key == FilterKey::Weak)
        words = {vocabulary.yes, vocabulary.no};
    return std::ranges::any_of(words,
                               [&](const FilterWord &word) { return word.word == choice.word && word.is(typed); });
}

bool isOfKey(const FilterToken &token, FilterKey key, const FilterVocabulary &vocabulary)
{
    const FilterVocabulary::Key *found = token.hasKey() ? vocabulary.find(token.key.text) : nullptr;
    return found && found->key == key;
}

struct Place
{
    FilterToken token;
    qsizetype value = 0;
};

std::optional<Place> find(const QString &text, const FilterChoice &choice, bool negated,
                          const FilterVocabulary &vocabulary)
{
    for (const FilterToken &token : tokensOf(text, vocabulary)) {
        if (!isOfKey(token, choice.key, vocabulary) || token.isNegated != negated)
            continue;
        for (qsizetype value = 0; value < token.values.size(); ++value) {
            if (means(token.values.at(value).text, choice, vocabulary))
                return Place{token, value};
        }
    }
    return std::nullopt;
}

// The value with the separator beside it; the whole term with the blanks behind it, where nothing is left.
QString without(QString text, const Place &place)
{
    const QList<FilterPiece> &values = place.token.values;
    if (values.size() == 1) {
        text.remove(place.token.at, place.token.length);
        qsizetype blanks = 0;
        while (place.token.at + blanks < text.size() && text.at(place.token.at + blanks).isSpace())
            ++blanks;
        text.remove(place.token.at, blanks);
        return place.token.at >= text.size() ? text.trimmed() : text;
    }
    const FilterPiece &value = values.at(place.value);
    const qsizetype begin = place.value == 0 ? value.at : values.at(place.value - 1).end();
    const qsizetype end = place.value == 0 ? values.at(1).at : value.end();
    return text.remove(begin, end - begin);
}

QString withChoice(QString text, const FilterChoice &choice, const FilterVocabulary &vocabulary)
{
    const QList<FilterToken> tokens = tokensOf(text, vocabulary);
    for (const FilterToken &token : tokens) {
        if (!isOfKey(token, choice.key, vocabulary) || token.isNegated || token.values.isEmpty())
            continue;
        if (choice.key == FilterKey::State)
            return text.insert(token.end(),
                               (token.values.last().length == 0 ? QString() : QStringLiteral(",")) + choice.word);
        return text.replace(token.values.first().at, token.end() - token.values.first().at, choice.word);
    }
    if (!tokens.isEmpty() && !tokens.last().values.isEmpty() && !tokens.last().values.last().isClosed)
        text += u'"';
    if (!text.isEmpty() && !text.back().isSpace())
        text += u' ';
    return text + vocabulary.word(choice.key).word + u':' + choice.word;
}

bool begins(const FilterWord &word, const QString &typed)
{
    return word.word.startsWith(typed, Qt::CaseInsensitive) || word.shown.startsWith(typed, Qt::CaseInsensitive);
}

void offerKeys(FilterSuggestions &to, const QString &typed, const FilterVocabulary &vocabulary)
{
    for (const FilterVocabulary::Key &key : vocabulary.keys) {
        if (begins(key.word, typed))
            to.items.append({key.word.word + u':', key.word.explanation});
    }
}

void offerWords(FilterSuggestions &to, const QString &typed, const QList<FilterWord> &words)
{
    for (const FilterWord &word : words) {
        if (!word.isOffered || !begins(word, typed))
            continue;
        QStringList says{word.shown == word.word ? QString() : word.shown, word.explanation};
        says.removeAll(QString());
        to.items.append({word.word, says.join(QStringLiteral(" · "))});
    }
}

// Names are known by any part of them, and a gateway by its address.
void offerNames(FilterSuggestions &to, const QString &typed, const QList<FilterNames::Name> &names)
{
    for (const FilterNames::Name &name : names) {
        if (to.items.size() == kMostItems)
            return;
        if (name.insert.contains(typed, Qt::CaseInsensitive) || name.explanation.contains(typed, Qt::CaseInsensitive))
            to.items.append({quotedFilterValue(name.insert), name.explanation});
    }
}

void offerValues(FilterSuggestions &to, const QString &typed, FilterKey key, const FilterVocabulary &vocabulary,
                 const FilterNames &names)
{
    switch (key) {
    case FilterKey::State: offerWords(to, typed, vocabulary.states); break;
    case FilterKey::Weak: offerWords(to, typed, {vocabulary.yes, vocabulary.no}); break;
    case FilterKey::Region: offerNames(to, typed, names.regions); break;
    case FilterKey::Gateway: offerNames(to, typed, names.gateways); break;
    case FilterKey::Net: break;
    }
}

} // namespace

bool hasChoice(const QString &text, const FilterChoice &choice, const FilterVocabulary &vocabulary)
{
    return find(text, choice, false, vocabulary).has_value();
}

QString withToggledChoice(const QString &text, const FilterChoice &choice, const FilterVocabulary &vocabulary)
{
    if (const auto place = find(text, choice, false, vocabulary))
        return without(text, *place);
    QString changed = text;
    while (const auto forbidden = find(changed, choice, true, vocabulary))
        changed = without(changed, *forbidden);
    return withChoice(changed, choice, vocabulary);
}

QString withoutTermAt(const QString &text, qsizetype at, const FilterVocabulary &vocabulary)
{
    QString rest = text;
    for (const FilterToken &token : tokensOf(text, vocabulary)) {
        if (token.at <= at && at < token.end())
            return rest.remove(token.at, token.length);
    }
    return rest;
}

FilterSuggestions suggestionsAt(const QString &text, qsizetype cursor, const FilterVocabulary &vocabulary,
                                const FilterNames &names)
{
    FilterSuggestions made{cursor, 0, {}};
    const QList<FilterToken> tokens = tokensOf(text, vocabulary);
    const auto token = std::ranges::find_if(
        tokens, [cursor](const FilterToken &one) { return one.at <= cursor && cursor <= one.end(); });
    if (token == tokens.end() || (token->values.isEmpty() && !token->hasKey())) {
        offerKeys(made, {}, vocabulary);
        return made;
    }
    const FilterPiece *piece = nullptr;
    for (const FilterPiece &value : token->values) {
        if (value.at <= cursor)
            piece = &value;
    }
    if (token->hasKey() && cursor <= token->key.end())
        return made; // in the key itself, which has its colon already
    if (piece) {
        made.at = piece->at;
        made.length = piece->length;
    }
    const QString typed = piece ? piece->text : QString();
    const FilterVocabulary::Key *key = token->hasKey() ? vocabulary.find(token->key.text) : nullptr;
    if (!token->hasKey() && piece && !piece->isQuoted && cursor == piece->end())
        offerKeys(made, typed, vocabulary);
    else if (key)
        offerValues(made, typed, key->key, vocabulary, names);
    // What stands there in full already needs no offer.
    if (made.items.size() == 1 && made.items.first().insert == text.mid(made.at, made.length))
        made.items.clear();
    return made;
}

} // namespace tw::models
