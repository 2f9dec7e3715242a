#include "engine/edge/key_tables.h"

#include <algorithm>
#include <optional>
#include <span>

namespace tw::edge {

namespace {

using api::Encryption;
using api::Integrity;

struct Word
{
    std::string_view text;
    bool isNewer = false; // than Wireshark 4.0, or nowhere at all
};

// A line of a known size, which is wiped wherever it lies.
class Line
{
public:
    void add(std::string_view text)
    {
        std::ranges::copy(asBytes(text), m_text.bytes().subspan(m_size).begin());
        m_size += text.size();
    }
    void addHex(ByteView bytes)
    {
        constexpr std::string_view kDigits = "0123456789abcdef";
        for (const std::uint8_t byte : bytes) {
            m_text.bytes()[m_size++] = static_cast<std::uint8_t>(kDigits[byte >> 4]);
            m_text.bytes()[m_size++] = static_cast<std::uint8_t>(kDigits[byte & 15]);
        }
    }
    template <typename Number>
    void addHex(Number number)
    {
        std::array<std::uint8_t, sizeof number> bytes;
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::uint8_t>(number >> (8 * (bytes.size() - 1 - i)));
        addHex(ByteView(bytes));
    }
    void addQuoted(std::string_view text)
    {
        add("\"");
        add(text);
        add("\"");
    }
    SecretBytes finish() &&
    {
        add("\n");
        return SecretBytes(m_text.view().first(m_size));
    }

private:
    static constexpr std::size_t kLongest = 2048; // the longest keys have 64 octets, and there are four
    SecretBytes m_text{kLongest};
    std::size_t m_size = 0;
};

Word ikeWord(Encryption encryption)
{
    switch (encryption) {
    case Encryption::Aes128Cbc: return {"AES-CBC-128 [RFC3602]"};
    case Encryption::Aes192Cbc: return {"AES-CBC-192 [RFC3602]"};
    case Encryption::Aes256Cbc: return {"AES-CBC-256 [RFC3602]"};
    case Encryption::TripleDesCbc: return {"3DES [RFC2451]"};
    case Encryption::Aes128Gcm16: return {"AES-GCM-128 with 16 octet ICV [RFC5282]"};
    case Encryption::Aes192Gcm16: return {"AES-GCM-192 with 16 octet ICV [RFC5282]"};
    case Encryption::Aes256Gcm16: return {"AES-GCM-256 with 16 octet ICV [RFC5282]"};
    case Encryption::DesCbc: return {"DES-CBC [RFC2405]", true};
    case Encryption::ChaCha20Poly1305: return {"ChaCha20 with Poly1305 [RFC7634]", true};
    }
    return {};
}

Word ikeWord(Integrity integrity)
{
    switch (integrity) {
    case Integrity::None: return {"NONE [RFC4306]"};
    case Integrity::HmacMd5_96: return {"HMAC_MD5_96 [RFC2403]"};
    case Integrity::HmacSha1_96: return {"HMAC_SHA1_96 [RFC2404]"};
    case Integrity::HmacSha256_128: return {"HMAC_SHA2_256_128 [RFC4868]"};
    case Integrity::HmacSha384_192: return {"HMAC_SHA2_384_192 [RFC4868]"};
    case Integrity::HmacSha512_256: return {"HMAC_SHA2_512_256 [RFC4868]"};
    }
    return {};
}

Word espWord(Encryption encryption)
{
    switch (encryption) {
    case Encryption::Aes128Cbc:
    case Encryption::Aes192Cbc:
    case Encryption::Aes256Cbc: return {"AES-CBC [RFC3602]"};
    case Encryption::DesCbc: return {"DES-CBC [RFC2405]"};
    case Encryption::TripleDesCbc: return {"TripleDES-CBC [RFC2451]"};
    case Encryption::Aes128Gcm16:
    case Encryption::Aes192Gcm16:
    case Encryption::Aes256Gcm16: return {"AES-GCM with 16 octet ICV [RFC4106]"};
    case Encryption::ChaCha20Poly1305: return {"ChaCha20 with Poly1305 [RFC7634]", true};
    }
    return {};
}

Word espWord(Integrity integrity)
{
    switch (integrity) {
    case Integrity::None: return {"NULL"};
    case Integrity::HmacMd5_96: return {"HMAC-MD5-96 [RFC2403]"};
    case Integrity::HmacSha1_96: return {"HMAC-SHA-1-96 [RFC2404]"};
    case Integrity::HmacSha256_128: return {"HMAC-SHA-256-128 [RFC4868]"};
    case Integrity::HmacSha384_192: return {"HMAC-SHA-384-192 [RFC4868]"};
    case Integrity::HmacSha512_256: return {"HMAC-SHA-512-256 [RFC4868]"};
    }
    return {};
}

// What the table cannot say would spoil all of it, and so stands there as a remark.
void begin(Line &line, const Word &word)
{
    if (word.isNewer)
        line.add("# not in Wireshark 4.0: ");
}

KeyLine lineOf(const api::Ikev1Key &key)
{
    Line line;
    line.addHex(key.initiatorCookie);
    line.add(",");
    line.addHex(key.key.view());
    return {KeyTable::Ikev1, std::move(line).finish()};
}

KeyLine lineOf(const api::Ikev2Keys &keys)
{
    const Word encryption = ikeWord(keys.proposal.encryption);
    Line line;
    begin(line, encryption);
    line.addHex(keys.initiatorSpi);
    line.add(",");
    line.addHex(keys.responderSpi);
    for (const SecretBytes *key : {&keys.ei, &keys.er}) {
        line.add(",");
        line.addHex(key->view());
    }
    line.add(",");
    line.addQuoted(encryption.text);
    for (const SecretBytes *key : {&keys.ai, &keys.ar}) {
        line.add(",");
        line.addHex(key->view());
    }
    line.add(",");
    line.addQuoted(ikeWord(keys.proposal.integrity).text);
    return {KeyTable::Ikev2, std::move(line).finish(), encryption.isNewer};
}

void addQuotedKey(Line &line, const SecretBytes &key)
{
    line.add(",\"");
    if (!key.isEmpty())
        line.add("0x");
    line.addHex(key.view());
    line.add("\"");
}

// Any address: a NAT shows each side others, and the SPI says enough.
KeyLine lineOf(const api::EspKey &key)
{
    const Word encryption = espWord(key.proposal.encryption);
    Line line;
    begin(line, encryption);
    line.addQuoted(key.outer == IpFamily::V4 ? "IPv4" : "IPv6");
    line.add(",\"*\",\"*\",\"0x");
    line.addHex(key.spi);
    line.add("\",");
    line.addQuoted(encryption.text);
    addQuotedKey(line, key.encryption);
    line.add(",");
    line.addQuoted(espWord(key.proposal.integrity).text);
    addQuotedKey(line, key.integrity);
    // Later versions have two fields more; 4.0 says that it does not want them, so they stand only where they matter.
    if (key.proposal.extendedSequenceNumbers)
        line.add(",\"64-bit\",\"0\"");
    return {KeyTable::Esp, std::move(line).finish(), encryption.isNewer};
}

} // namespace

KeyLine keyLine(const api::CapturedKey &key)
{
    return std::visit([](const auto &one) { return lineOf(one); }, key);
}

std::string_view keyPreferences()
{
    return "esp.enable_encryption_decode: TRUE\n"
           "esp.enable_authentication_check: TRUE\n";
}

} // namespace tw::edge
