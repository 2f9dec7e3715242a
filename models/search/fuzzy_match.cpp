#include "models/search/fuzzy_match.h"

#include <QStringList>

#include <algorithm>
#include <vector>

namespace tw::models {

namespace {

// What a matched letter is worth.
constexpr int kLetter = 4;
constexpr int kInARow = 12; // right after the one before it
constexpr int kWordStart = 10;
constexpr int kTextStart = 6;
constexpr int kGap = -1; // each letter between two matched ones, as far as kMostGap
constexpr int kMostGap = 8;

constexpr qsizetype kLongestPattern = 64; // more is no search any more
constexpr qsizetype kLongestText = 512;

constexpr int kNever = -1'000'000;

bool isHan(QChar letter) { return letter.script() == QChar::Script_Han; }

bool isWordStart(const QString &text, qsizetype at)
{
    const QChar here = text.at(at);
    if (at == 0 || isHan(here))
        return true;
    const QChar before = text.at(at - 1);
    return (here.isLetterOrNumber() && !before.isLetterOrNumber()) || (here.isUpper() && before.isLower())
        || (here.isDigit() != before.isDigit());
}

// What one letter of the text is worth where it matches.
int worthOf(const QString &text, qsizetype at)
{
    return kLetter + (isWordStart(text, at) ? kWordStart : 0) + (at == 0 ? kTextStart : 0);
}

// The letters in a row, wherever they are.
std::optional<FuzzyMatch> matchInARow(const QString &word, const QString &text, const QString &folded)
{
    std::optional<FuzzyMatch> best;
    for (qsizetype at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
        FuzzyMatch match{static_cast<int>(word.size() - 1) * kInARow, {}};
        for (qsizetype j = at; j < at + word.size(); ++j) {
            match.score += worthOf(text, j);
            match.positions.append(static_cast<int>(j));
        }
        if (!best || match.score > best->score)
            best = match;
    }
    return best;
}

// The letters apart, but not anywhere: each begins a word of the text, or goes on in the word in which the one before it
// stands. In a long name any four letters can be found in some order. By dynamic programming: best[i][j] is the best
// score of word[0..i] with word[i] at text[j].
std::optional<FuzzyMatch> matchApart(const QString &word, const QString &text, const QString &folded)
{
    const qsizetype m = word.size();
    const qsizetype n = folded.size();
    if (m > n)
        return std::nullopt;
    QList<int> wordOf; // which word of the text each letter stands in
    for (qsizetype j = 0; j < n; ++j)
        wordOf.append((j == 0 ? 0 : wordOf.last()) + (isWordStart(text, j) ? 1 : 0));
    const auto cell = [n](qsizetype i, qsizetype j) { return static_cast<std::size_t>(i * n + j); };
    std::vector<int> best(static_cast<std::size_t>(m * n), kNever);
    std::vector<int> from(static_cast<std::size_t>(m * n), -1);
    for (qsizetype i = 0; i < m; ++i) {
        for (qsizetype j = i; j < n; ++j) {
            if (folded.at(j) != word.at(i))
                continue;
            const bool starts = isWordStart(text, j);
            if (i == 0) {
                best[cell(0, j)] = starts ? worthOf(text, j) : kNever;
                continue;
            }
            for (qsizetype k = i - 1; k < j; ++k) {
                const int before = best[cell(i - 1, k)];
                if (before == kNever || (!starts && wordOf.at(k) != wordOf.at(j)))
                    continue;
                const auto gap = static_cast<int>(std::min<qsizetype>(j - k - 1, kMostGap));
                const int score = before + worthOf(text, j) + (gap == 0 ? kInARow : gap * kGap);
                if (score > best[cell(i, j)]) {
                    best[cell(i, j)] = score;
                    from[cell(i, j)] = static_cast<int>(k);
                }
            }
        }
    }
    qsizetype end = -1;
    for (qsizetype j = 0; j < n; ++j) {
        if (best[cell(m - 1, j)] != kNever && (end < 0 || best[cell(m - 1, j)] > best[cell(m - 1, end)]))
            end = j;
    }
    if (end < 0)
        return std::nullopt;
    FuzzyMatch match{best[cell(m - 1, end)], {}};
    for (qsizetype i = m - 1, j = end; i >= 0; --i) {
        match.positions.prepend(static_cast<int>(j));
        j = from[cell(i, j)];
    }
    return match;
}

std::optional<FuzzyMatch> matchWord(const QString &word, const QString &text, const QString &folded)
{
    auto together = matchInARow(word, text, folded);
    auto apart = matchApart(word, text, folded);
    return together && (!apart || together->score >= apart->score) ? together : apart;
}

// Letter by letter, so that positions stay those of the text; what folds into several letters stays as it is.
QString foldedCase(const QString &text)
{
    QString folded = text;
    for (QChar &letter : folded)
        letter = letter.toCaseFolded();
    return folded;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString &pattern, const QString &text)
{
    const QString shown = text.left(kLongestText);
    const QString folded = foldedCase(shown);
    FuzzyMatch sum;
    for (const QString &word : pattern.left(kLongestPattern).split(u' ', Qt::SkipEmptyParts)) {
        const auto match = matchWord(foldedCase(word), shown, folded);
        if (!match)
            return std::nullopt;
        sum.score += match->score;
        sum.positions += match->positions;
    }
    std::ranges::sort(sum.positions);
    sum.positions.erase(std::ranges::unique(sum.positions).begin(), sum.positions.end());
    return sum;
}

} // namespace tw::models
