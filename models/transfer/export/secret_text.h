#pragma once

#include "engine/base/secret_bytes.h"

#include <QByteArrayView>
#include <QString>

namespace tw::models {

// A text that grows and may hold a key: what it outgrows is wiped, and it ends as SecretBytes.
class SecretText
{
public:
    void append(QByteArrayView utf8);
    void append(const QString &text) { append(QByteArrayView(text.toUtf8())); }
    // The octets of a key in these digits, through nothing that is not wiped.
    void appendHex(ByteView secret);
    void appendBase64(ByteView secret);

    std::size_t size() const { return m_size; }
    SecretBytes take();

private:
    void push(char c);

    SecretBytes m_buffer;
    std::size_t m_size = 0;
};

} // namespace tw::models
