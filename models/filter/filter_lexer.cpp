#include "models/filter/filter_lexer.h"

#include <algorithm>

namespace tw::models {

namespace {

bool isQuote(QChar c) { return c == u'"' || c == u'“' || c == u'”'; }
bool isColon(QChar c) { return c == u':' || c == u'：'; }
bool isMinus(QChar c) { return c == u'-' || c == u'－' || c == u'−'; }
bool isSeparator(QChar c) { return c == u',' || c == u'|' || c == u'，' || c == u'、'; }

class Lexer
{
public:
    Lexer(const QString &text, bool hasKeys) : m_text(text), m_hasKeys(hasKeys) { }

    QList<FilterToken> run()
    {
        QList<FilterToken> tokens;
        for (skipBlanks(); m_at < m_text.size(); skipBlanks())
            tokens.append(token());
        return tokens;
    }

private:
    QChar here() const { return m_at < m_text.size() ? m_text.at(m_at) : QChar(); }
    bool atBlank() const { return m_at >= m_text.size() || here().isSpace(); }

    void skipBlanks()
    {
        while (m_at < m_text.size() && here().isSpace())
            ++m_at;
    }

    FilterToken token()
    {
        FilterToken token;
        token.at = m_at;
        readNegation(token);
        if (!atBlank()) {
            token.key = key();
            if (token.hasKey())
                readValues(token);
            else
                token.values = {word(false)};
        }
        // Blanks behind a "not" that nothing follows are none of it.
        while (token.values.isEmpty() && m_text.at(m_at - 1).isSpace())
            --m_at;
        token.length = m_at - token.at;
        return token;
    }

    // "-", "not ", and several of them.
    void readNegation(FilterToken &token)
    {
        while (m_at < m_text.size()) {
            qsizetype length = 0;
            if (isMinus(here()))
                length = 1;
            else if (QStringView(m_text)
                             .sliced(m_at, std::min<qsizetype>(3, m_text.size() - m_at))
                             .compare(u"not", Qt::CaseInsensitive)
                         == 0
                     && (m_at + 3 == m_text.size() || m_text.at(m_at + 3).isSpace()))
                length = 3;
            if (length == 0)
                return;
            token.negation = m_text.sliced(m_at, length);
            token.isNegated = !token.isNegated;
            m_at += length;
            if (length > 1)
                skipBlanks();
            else if (atBlank())
                return; // "a - b": nothing is said of b
        }
    }

    // Letters before a colon. An IPv6 address has them too, and is none.
    FilterPiece key()
    {
        qsizetype end = m_at;
        while (end < m_text.size() && m_text.at(end).isLetter())
            ++end;
        if (!m_hasKeys || end == m_at || end == m_text.size() || !isColon(m_text.at(end)))
            return {};
        const auto isHex = [](QChar c) {
            return (c >= u'0' && c <= u'9') || (c.toLower() >= u'a' && c.toLower() <= u'f') || c == u':' || c == u'.'
                || c == u'/';
        };
        qsizetype wordEnd = end;
        while (wordEnd < m_text.size() && !m_text.at(wordEnd).isSpace())
            ++wordEnd;
        if (std::ranges::all_of(QStringView(m_text).sliced(m_at, wordEnd - m_at), isHex))
            return {};
        const FilterPiece piece{m_text.sliced(m_at, end - m_at), m_at, end - m_at};
        m_at = end + 1;
        return piece;
    }

    void readValues(FilterToken &token)
    {
        while (true) {
            token.values.append(word(true));
            if (m_at >= m_text.size() || !isSeparator(here()))
                break;
            ++m_at;
        }
        if (token.values.size() == 1 && token.values.first().length == 0)
            token.values.clear();
    }

    FilterPiece word(bool isValue)
    {
        FilterPiece piece;
        piece.at = m_at;
        if (isQuote(here())) {
            ++m_at;
            const qsizetype begin = m_at;
            while (m_at < m_text.size() && !isQuote(here()))
                ++m_at;
            piece.text = m_text.sliced(begin, m_at - begin);
            piece.isQuoted = true;
            piece.isClosed = m_at < m_text.size();
            m_at += piece.isClosed ? 1 : 0;
        } else {
            while (!atBlank() && !(isValue && isSeparator(here())))
                ++m_at;
            piece.text = m_text.sliced(piece.at, m_at - piece.at);
        }
        piece.length = m_at - piece.at;
        return piece;
    }

    const QString &m_text;
    bool m_hasKeys;
    qsizetype m_at = 0;
};

} // namespace

QList<FilterToken> lexFilter(const QString &text, bool hasKeys) { return Lexer(text, hasKeys).run(); }

QString quotedFilterValue(const QString &value)
{
    const bool isPlain = !value.isEmpty()
        && std::ranges::none_of(value,
                                [](QChar c) { return c.isSpace() || isQuote(c) || isColon(c) || isSeparator(c); })
        && !isMinus(value.front()) && value.compare(QLatin1StringView("not"), Qt::CaseInsensitive) != 0;
    if (isPlain)
        return value;
    QString inner = value;
    inner.removeIf([](QChar c) { return isQuote(c); });
    return u'"' + inner + u'"';
}

} // namespace tw::models
