#include "models/search/command_search.h"

#include "models/search/fuzzy_match.h"

#include <algorithm>

namespace tw::models {

namespace {

constexpr qsizetype kMostRecent = 12;
constexpr int kHelp = -12; // who types the name of a page wants the page
constexpr int kRecent = 5; // less than the start of a word: typing beats habit

struct Ranked
{
    int score = 0;
    qsizetype recency = 0; // place among the recent ones
    SearchHit hit;
};

QList<int> shifted(const QList<int> &positions, qsizetype from, qsizetype end)
{
    QList<int> result;
    for (const int position : positions) {
        if (position >= from && position < end)
            result.append(static_cast<int>(position - from));
    }
    return result;
}

// The words in the title alone are worth more than those that needed the place: a letter there is matched by chance
// more easily.
bool isMet(const SearchEntry &entry, const QString &pattern, Ranked &ranked)
{
    constexpr int kForPlace = -24;
    if (const auto match = fuzzyMatch(pattern, entry.title)) {
        ranked.score = match->score;
        ranked.hit.inTitle = match->positions;
        return true;
    }
    if (!entry.english.isEmpty()) {
        if (const auto match = fuzzyMatch(pattern, entry.english)) {
            ranked.score = match->score;
            ranked.hit.inEnglish = match->positions;
            return true;
        }
    }
    // Only whole words of several: one word that begins in the place and ends in the title means nothing.
    if (!pattern.trimmed().contains(u' '))
        return false;
    const QString both = entry.place + u'\n' + entry.title;
    const auto match = fuzzyMatch(pattern, both);
    if (!match)
        return false;
    ranked.score = match->score + kForPlace;
    ranked.hit.inPlace = shifted(match->positions, 0, entry.place.size());
    ranked.hit.inTitle = shifted(match->positions, entry.place.size() + 1, both.size());
    return true;
}

} // namespace

QList<SearchHit> search(const QList<SearchEntry> &entries, const QString &pattern, const QStringList &recentKeys)
{
    QList<Ranked> ranked;
    for (qsizetype index = 0; index < entries.size(); ++index) {
        Ranked one;
        one.hit.index = index;
        if (!isMet(entries.at(index), pattern, one))
            continue;
        const qsizetype at = recentKeys.indexOf(entries.at(index).key);
        one.recency = at < 0 ? recentKeys.size() : at;
        if (at >= 0)
            one.score += kRecent;
        if (entries.at(index).isHelp)
            one.score += kHelp;
        ranked.append(one);
    }
    const bool isTyped = !pattern.trimmed().isEmpty();
    std::ranges::stable_sort(ranked, [&](const Ranked &a, const Ranked &b) {
        if (isTyped && a.score != b.score)
            return a.score > b.score;
        if (a.recency != b.recency)
            return a.recency < b.recency;
        // Of two that match alike, the shorter one is meant more exactly.
        return isTyped && entries.at(a.hit.index).title.size() < entries.at(b.hit.index).title.size();
    });
    QList<SearchHit> hits;
    for (const Ranked &one : ranked)
        hits.append(one.hit);
    return hits;
}

QStringList withChoice(const QStringList &recentKeys, const QString &key)
{
    QStringList keys = recentKeys;
    keys.removeAll(key);
    keys.prepend(key);
    return keys.mid(0, kMostRecent);
}

} // namespace tw::models
