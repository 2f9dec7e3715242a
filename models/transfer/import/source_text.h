#pragma once

#include "models/transfer/import/peer_reading.h"

#include <QStringList>

namespace tw::models {

// A text from outside, found to be text: UTF-8 without control characters, and of a size that can be looked through. It
// may hold a key, and is wiped.
class SourceText
{
public:
    static std::expected<SourceText, ReadFault> from(ByteView utf8);
    ~SourceText();
    SourceText(SourceText &&other) noexcept = default;
    SourceText &operator=(SourceText &&) = delete;

    const QStringList &lines() const { return m_lines; }

private:
    SourceText() = default;

    QStringList m_lines;
};

void wipeText(QString &text);
// Octets of a key from a text; the text is wiped.
SecretBytes takeKey(QString &text);
// As strongSwan and Libreswan write secrets: 0s and base64, 0x and hexadecimal, else the text itself. Nothing where the
// digits are wrong; the text is wiped.
std::optional<SecretBytes> takeEncodedKey(QString &text);
bool isPlaceholder(QStringView text);

// One statement of a console's configuration: its words, behind those of the lines that it stands under.
struct Statement
{
    int line;
    QStringList words;
};

struct Dialect
{
    char16_t comment;
    bool nests; // what is indented deeper belongs to the line before
    char16_t quote = 0; // encloses a word; 0: nothing does
    bool hasEscapes = false; // a backslash within quotes
};

std::expected<QList<Statement>, ReadFault> statementsOf(const SourceText &text, const Dialect &dialect);
// The words of one line.
std::expected<QStringList, ReadFault> wordsOf(const QString &line, int number, const Dialect &dialect);

} // namespace tw::models
