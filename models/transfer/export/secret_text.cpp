#include "models/transfer/export/secret_text.h"

#include <algorithm>
#include <utility>

namespace tw::models {

void SecretText::append(QByteArrayView utf8)
{
    for (const char c : utf8)
        push(c);
}

void SecretText::appendHex(ByteView secret)
{
    constexpr char kDigits[] = "0123456789abcdef";
    for (const std::uint8_t octet : secret) {
        push(kDigits[octet >> 4]);
        push(kDigits[octet & 15]);
    }
}

void SecretText::appendBase64(ByteView secret)
{
    constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < secret.size(); i += 3) {
        const std::size_t left = std::min<std::size_t>(3, secret.size() - i);
        std::uint32_t bits = 0;
        for (std::size_t j = 0; j < 3; ++j)
            bits = (bits << 8) | (j < left ? secret[i + j] : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            push(j <= left ? kDigits[(bits >> (18 - 6 * j)) & 63] : '=');
    }
}

SecretBytes SecretText::take()
{
    SecretBytes text(m_buffer.view().first(m_size));
    m_buffer.clear();
    m_size = 0;
    return text;
}

void SecretText::push(char c)
{
    if (m_size == m_buffer.size()) {
        constexpr std::size_t kFirst = 4096;
        SecretBytes larger(std::max(kFirst, 2 * m_buffer.size()));
        std::ranges::copy(m_buffer.view(), larger.bytes().begin());
        m_buffer = std::move(larger);
    }
    m_buffer.bytes()[m_size++] = static_cast<std::uint8_t>(c);
}

} // namespace tw::models
