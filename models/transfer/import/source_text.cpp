#include "models/transfer/import/source_text.h"

#include "models/transfer/export/exporter.h"

#include <QStringDecoder>

#include <algorithm>
#include <cstring>

namespace tw::models {

namespace {

constexpr qsizetype kMostWordsAbove = 24;

bool isBlank(QChar c) { return c == u' ' || c == u'\t'; }

// The embeddings, overrides, isolates and marks of the bidirectional algorithm (UAX #9, 2).
bool turnsDirection(QChar c)
{
    const char16_t code = c.unicode();
    return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0x200e || code == 0x200f
        || code == 0x061c;
}

int indentOf(const QString &line)
{
    int indent = 0;
    for (const QChar c : line) {
        if (!isBlank(c))
            break;
        indent += c == u'\t' ? 8 - indent % 8 : 1;
    }
    return indent;
}

} // namespace

std::expected<SourceText, ReadFault> SourceText::from(ByteView utf8)
{
    const auto fault = [](int line, const char *reason, const QStringList &args = {}) {
        return std::unexpected(ReadFault{line, {reason, args}});
    };
    if (utf8.size() > kMaxPeerText)
        return fault(0, QT_TRANSLATE_NOOP("Peer", "The text is longer than %1 bytes."),
                     {QString::number(kMaxPeerText)});
    SourceText text;
    QByteArrayView all(reinterpret_cast<const char *>(utf8.data()), static_cast<qsizetype>(utf8.size()));
    if (all.startsWith("\xEF\xBB\xBF"))
        all = all.sliced(3);
    int number = 0;
    while (!all.isEmpty()) {
        ++number;
        if (number > kMaxPeerLines)
            return fault(number, QT_TRANSLATE_NOOP("Peer", "The text has more than %1 lines."),
                         {QString::number(kMaxPeerLines)});
        const qsizetype end = all.indexOf('\n');
        QByteArrayView line = end < 0 ? all : all.first(end);
        all = end < 0 ? QByteArrayView() : all.sliced(end + 1);
        if (line.endsWith('\r'))
            line.chop(1);
        if (line.size() > kMaxPeerLine)
            return fault(number, QT_TRANSLATE_NOOP("Peer", "The line is longer than %1 bytes."),
                         {QString::number(kMaxPeerLine)});
        for (const char c : line) {
            if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f)
                return fault(number, QT_TRANSLATE_NOOP("Peer", "The line holds a control character: this is no text."));
        }
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        QString decoded = decoder(line);
        if (decoder.hasError())
            return fault(number, QT_TRANSLATE_NOOP("Peer", "The line is not UTF-8."));
        // Who reads the text would see other words than we do.
        if (std::ranges::any_of(decoded, turnsDirection))
            return fault(
                number,
                QT_TRANSLATE_NOOP("Peer",
                                  "The line holds a character that turns the direction of the text, so that it "
                                  "is not what it looks like."));
        text.m_lines.append(std::move(decoded));
    }
    return text;
}

SourceText::~SourceText()
{
    for (QString &line : m_lines)
        wipeText(line);
}

void wipeText(QString &text)
{
    wipe(MutableByteView(reinterpret_cast<std::uint8_t *>(text.data()),
                         static_cast<std::size_t>(text.size()) * sizeof(QChar)));
    text.clear();
}

SecretBytes takeKey(QString &text)
{
    QByteArray utf8 = text.toUtf8();
    const MutableByteView octets(reinterpret_cast<std::uint8_t *>(utf8.data()), static_cast<std::size_t>(utf8.size()));
    SecretBytes key{ByteView(octets)};
    wipe(octets);
    wipeText(text);
    return key;
}

std::optional<SecretBytes> takeEncodedKey(QString &text)
{
    const bool isBase64 = text.startsWith(QLatin1String("0s"), Qt::CaseInsensitive);
    if (!isBase64 && !text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive))
        return takeKey(text);
    QByteArray digits = QStringView(text).sliced(2).toLatin1();
    wipeText(text);
    QByteArray octets;
    bool isRight = false;
    if (isBase64) {
        auto decoded = QByteArray::fromBase64Encoding(digits, QByteArray::AbortOnBase64DecodingErrors);
        isRight = decoded.decodingStatus == QByteArray::Base64DecodingStatus::Ok;
        octets = std::move(decoded.decoded);
    } else {
        digits.replace('_', QByteArrayView());
        octets = QByteArray::fromHex(digits);
        isRight = digits.size() % 2 == 0 && octets.size() == digits.size() / 2;
    }
    const auto view = [](QByteArray &array) {
        return MutableByteView(reinterpret_cast<std::uint8_t *>(array.data()), static_cast<std::size_t>(array.size()));
    };
    SecretBytes key{ByteView(view(octets))};
    wipe(view(octets));
    wipe(view(digits));
    if (!isRight || key.isEmpty())
        return std::nullopt;
    return key;
}

bool isPlaceholder(QStringView text) { return text == QLatin1String(kKeyPlaceholder); }

std::expected<QStringList, ReadFault> wordsOf(const QString &line, int number, const Dialect &dialect)
{
    QStringList words;
    for (qsizetype i = 0; i < line.size();) {
        if (isBlank(line[i])) {
            ++i;
            continue;
        }
        QString word;
        bool isQuoted = false;
        for (; i < line.size() && (isQuoted || !isBlank(line[i])); ++i) {
            // Quotes begin a word, or follow "=": elsewhere the character is one like any other.
            if (dialect.quote != 0 && line[i] == QChar(dialect.quote)
                && (isQuoted || word.isEmpty() || word.endsWith(u'='))) {
                isQuoted = !isQuoted;
                if (!isQuoted) {
                    ++i;
                    break;
                }
                continue;
            }
            if (isQuoted && dialect.hasEscapes && line[i] == u'\\' && i + 1 < line.size())
                ++i;
            word += line[i];
        }
        if (isQuoted)
            return std::unexpected(ReadFault{number, {QT_TRANSLATE_NOOP("Peer", "A quotation is not closed."), {}}});
        words << word;
    }
    return words;
}

std::expected<QList<Statement>, ReadFault> statementsOf(const SourceText &text, const Dialect &dialect)
{
    struct Level
    {
        int indent;
        QStringList words;
    };
    QList<Statement> statements;
    QList<Level> levels;
    int number = 0;
    for (const QString &line : text.lines()) {
        ++number;
        const QString trimmed = line.trimmed();
        if (trimmed.isEmpty() || trimmed.startsWith(QChar(dialect.comment)))
            continue;
        auto words = wordsOf(line, number, dialect);
        if (!words)
            return std::unexpected(words.error());
        if (!dialect.nests) {
            statements.append({number, std::move(*words)});
            continue;
        }
        const int indent = indentOf(line);
        while (!levels.isEmpty() && levels.last().indent >= indent)
            levels.removeLast();
        if (levels.size() >= kMaxPeerDepth)
            return std::unexpected(
                ReadFault{number, {QT_TRANSLATE_NOOP("Peer", "The line is nested too deeply."), {}}});
        QStringList joined = (levels.isEmpty() ? QStringList() : levels.last().words) + *words;
        // No line that others stand under needs more words, and every line below would carry them all.
        levels.append({indent, joined.first(std::min<qsizetype>(kMostWordsAbove, joined.size()))});
        statements.append({number, std::move(joined)});
    }
    return statements;
}

} // namespace tw::models
