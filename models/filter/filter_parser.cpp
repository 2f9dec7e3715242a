#include "models/filter/filter_parser.h"

#include "models/catalog/address_rules.h"
#include "models/filter/filter_lexer.h"

#include <algorithm>
#include <array>

namespace tw::models {

namespace {

using Kind = FilterFault::Kind;
template <typename T>
using Parsed = std::expected<T, FilterFault>;

// A whole network, or one address; host bits are nobody's business here.
std::optional<IpPrefix> readNet(const QString &text)
{
    if (const auto prefix = parsePrefix(text))
        return IpPrefix(prefix->network(), prefix->length());
    if (const auto address = parseAddress(text))
        return IpPrefix(*address, static_cast<int>(address->size()) * 8);
    return std::nullopt;
}

// Whether something can be typed on behind it that makes a network of it.
bool mayBecomeNet(const QString &text)
{
    constexpr std::array kRests = {"0", ".0", ".0.0", ".0.0.0", "0.0", "0.0.0", "0.0.0.0", ":", "::", ":0"};
    return std::ranges::any_of(
        kRests, [&text](const char *rest) { return readNet(text + QLatin1StringView(rest)).has_value(); });
}

bool mayBecome(const QString &typed, const FilterWord &word)
{
    return word.word.startsWith(typed, Qt::CaseInsensitive) || word.shown.startsWith(typed, Qt::CaseInsensitive);
}

class Parser
{
public:
    Parser(const QString &text, const FilterVocabulary &vocabulary) : m_text(text), m_vocabulary(vocabulary) { }

    Parsed<ListFilter> run() const
    {
        ListFilter filter;
        for (const FilterToken &token : lexFilter(m_text, !m_vocabulary.keys.isEmpty())) {
            auto term = read(token);
            if (!term)
                return std::unexpected(term.error());
            if (const auto *free = std::get_if<TextTerm>(&term->what); free && free->folded.isEmpty())
                continue; // two quotation marks with nothing between
            filter.terms.append(*std::move(term));
        }
        return filter;
    }

private:
    Parsed<FilterTerm> read(const FilterToken &token) const
    {
        if (token.values.isEmpty() && !token.hasKey())
            return std::unexpected(
                FilterFault{Kind::NothingToNegate, {}, token.negation, token.at, token.length, isLast(token.end())});
        for (const FilterPiece &value : token.values) {
            if (!value.isClosed)
                return std::unexpected(FilterFault{Kind::UnclosedQuote, {}, value.text, value.at, value.length, true});
        }
        if (!token.hasKey())
            return FilterTerm{token.isNegated, TextTerm{token.values.first().text.toCaseFolded()}};

        const FilterVocabulary::Key *key = m_vocabulary.find(token.key.text);
        if (!key)
            return fault(Kind::UnknownKey, token.key);
        const auto missing =
            std::ranges::find_if(token.values, [](const FilterPiece &one) { return one.text.isEmpty(); });
        if (token.values.isEmpty() || missing != token.values.end())
            return std::unexpected(FilterFault{Kind::ValueMissing, key->key, token.key.text, token.key.at,
                                               token.end() - token.key.at, isLast(token.end())});
        return keyed(token, key->key);
    }

    Parsed<FilterTerm> keyed(const FilterToken &token, FilterKey key) const
    {
        switch (key) {
        case FilterKey::State: return states(token);
        case FilterKey::Region: return FilterTerm{token.isNegated, RegionTerm{folded(token)}};
        case FilterKey::Gateway: return gateways(token);
        case FilterKey::Weak: return weakness(token);
        case FilterKey::Net: return nets(token);
        }
        return FilterTerm{};
    }

    Parsed<FilterTerm> states(const FilterToken &token) const
    {
        StateTerm term;
        for (const FilterPiece &value : token.values) {
            const QList<FilterWord> &all = m_vocabulary.states;
            const auto found =
                std::ranges::find_if(all, [&value](const FilterWord &one) { return one.is(value.text); });
            if (found == all.end())
                return fault(Kind::UnknownState, value, std::ranges::any_of(all, [&value](const FilterWord &one) {
                                 return mayBecome(value.text, one);
                             }));
            term.words.append(found->word);
        }
        return FilterTerm{token.isNegated, term};
    }

    Parsed<FilterTerm> gateways(const FilterToken &token) const
    {
        GatewayTerm term;
        for (const FilterPiece &value : token.values) {
            if (const auto net = readNet(value.text))
                term.addresses.append(*net);
            else
                term.folded.append(value.text.toCaseFolded());
        }
        return FilterTerm{token.isNegated, term};
    }

    Parsed<FilterTerm> weakness(const FilterToken &token) const
    {
        WeakTerm term;
        for (const FilterPiece &value : token.values) {
            if (m_vocabulary.yes.is(value.text))
                term.acceptsWeak = true;
            else if (m_vocabulary.no.is(value.text))
                term.acceptsOthers = true;
            else
                return fault(Kind::NotYesOrNo, value,
                             mayBecome(value.text, m_vocabulary.yes) || mayBecome(value.text, m_vocabulary.no));
        }
        return FilterTerm{token.isNegated, term};
    }

    Parsed<FilterTerm> nets(const FilterToken &token) const
    {
        NetTerm term;
        for (const FilterPiece &value : token.values) {
            const auto net = readNet(value.text);
            if (!net)
                return fault(Kind::NotANetwork, value, mayBecomeNet(value.text));
            term.nets.append(*net);
        }
        return FilterTerm{token.isNegated, term};
    }

    static QStringList folded(const FilterToken &token)
    {
        QStringList texts;
        for (const FilterPiece &value : token.values)
            texts.append(value.text.toCaseFolded());
        return texts;
    }

    // Nothing but blanks behind it.
    bool isLast(qsizetype end) const { return QStringView(m_text).sliced(end).trimmed().isEmpty(); }

    std::unexpected<FilterFault> fault(Kind kind, const FilterPiece &piece, bool mayGrow = false) const
    {
        return std::unexpected(FilterFault{
            kind, {}, piece.text, piece.at, piece.length, mayGrow && !piece.isQuoted && piece.end() == m_text.size()});
    }

    const QString &m_text;
    const FilterVocabulary &m_vocabulary;
};

} // namespace

std::expected<ListFilter, FilterFault> parseFilter(const QString &text, const FilterVocabulary &vocabulary)
{
    return Parser(text, vocabulary).run();
}

} // namespace tw::models
