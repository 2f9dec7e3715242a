#include "engine/crypto/password_envelope.h"

#include "engine/crypto/library.h"

#include <algorithm>
#include <array>
#include <climits>

#include <openssl/pem.h>
// Behind it, since it declares its own part of PEM only then.
#include <openssl/cms.h>

namespace tw::crypto {

using api::EnvelopeFault;

namespace {

using Bio = std::unique_ptr<BIO, Releaser<BIO_free_all>>;
using Message = std::unique_ptr<CMS_ContentInfo, Releaser<CMS_ContentInfo_free>>;
using Rounds = std::unique_ptr<PBKDF2PARAM, Releaser<PBKDF2PARAM_free>>;

constexpr unsigned kFlags = CMS_BINARY | CMS_PARTIAL | CMS_STREAM;
// Where the recipient stands; the content, which comes last, is ciphertext and as long as it likes.
constexpr std::size_t kLongestHead = 4096;

std::unexpected<EnvelopeFault> refuse(EnvelopeFault fault)
{
    dropLibraryErrors();
    return std::unexpected(fault);
}

Bio reading(ByteView content) { return Bio(BIO_new_mem_buf(content.data(), static_cast<int>(content.size()))); }

ByteView contentOf(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    if (size <= 0)
        return {};
    return {reinterpret_cast<const std::uint8_t *>(data), static_cast<std::size_t>(size)};
}

// For the library, which takes it over and wipes it when the recipient goes.
unsigned char *copyOf(const SecretBytes &passphrase)
{
    auto *copy = static_cast<unsigned char *>(OPENSSL_malloc(std::max<std::size_t>(passphrase.size(), 1)));
    if (copy)
        std::ranges::copy(passphrase.view(), copy);
    return copy;
}

// How many rounds the file asks for. There is no way to ask the library, so the parameters are looked for behind the name
// of the function (1.2.840.113549.1.5.12) in the head as the library itself would write it. -1: none are found.
std::int64_t roundsOf(ByteView head)
{
    constexpr std::array<std::uint8_t, 11> kPbkdf2 = {0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0c};
    std::int64_t most = -1;
    for (auto rest = head; !rest.empty();) {
        const auto found = std::ranges::search(rest, kPbkdf2);
        if (found.empty())
            break;
        rest = ByteView(found.end(), rest.end());
        const unsigned char *at = rest.data();
        const Rounds parameters(d2i_PBKDF2PARAM(nullptr, &at, static_cast<long>(rest.size())));
        std::int64_t rounds = INT64_MAX;
        if (!parameters || ASN1_INTEGER_get_int64(&rounds, parameters->iter) != 1 || rounds < 1)
            rounds = INT64_MAX;
        most = std::max(most, rounds);
    }
    dropLibraryErrors();
    return most;
}

class Envelope final : public api::PasswordEnvelope
{
public:
    explicit Envelope(int rounds) : m_rounds(rounds) { }

    std::optional<Bytes> seal(ByteView content, const SecretBytes &passphrase) const override
    {
        const auto failed = [] {
            dropLibraryErrors();
            return std::nullopt;
        };
        if (content.size() > INT_MAX || passphrase.isEmpty())
            return failed();
        const Bio input = reading(content);
        const Message message(CMS_encrypt(nullptr, nullptr, EVP_aes_256_gcm(), kFlags));
        unsigned char *handed = copyOf(passphrase);
        if (!message || !input || !handed
            || !CMS_add0_recipient_password(message.get(), m_rounds, NID_id_alg_PWRI_KEK, NID_id_pbkdf2, handed,
                                            static_cast<ossl_ssize_t>(passphrase.size()), EVP_aes_256_cbc())) {
            OPENSSL_clear_free(handed, passphrase.size());
            return failed();
        }
        const Bio output(BIO_new(BIO_s_mem()));
        if (!output || CMS_final(message.get(), input.get(), nullptr, CMS_BINARY) != 1
            || PEM_write_bio_CMS(output.get(), message.get()) != 1)
            return failed();
        const ByteView text = contentOf(output.get());
        return Bytes(text.begin(), text.end());
    }

    std::expected<SecretBytes, EnvelopeFault> open(ByteView envelope, const SecretBytes &passphrase) const override
    {
        if (envelope.size() > INT_MAX)
            return refuse(EnvelopeFault::NotAnEnvelope);
        const Bio input = reading(envelope);
        const Message message(input ? PEM_read_bio_CMS(input.get(), nullptr, nullptr, nullptr) : nullptr);
        if (!message)
            return refuse(EnvelopeFault::NotAnEnvelope);
        // Without a tag nobody could tell what was changed on the way.
        if (OBJ_obj2nid(CMS_get0_type(message.get())) != NID_id_smime_ct_authEnvelopedData)
            return refuse(EnvelopeFault::Unsupported);
        auto *recipients = CMS_get0_RecipientInfos(message.get());
        if (sk_CMS_RecipientInfo_num(recipients) != 1
            || CMS_RecipientInfo_type(sk_CMS_RecipientInfo_value(recipients, 0)) != CMS_RECIPINFO_PASS)
            return refuse(EnvelopeFault::Unsupported);
        if (const auto bad = tooSlow(message.get()))
            return refuse(*bad);

        SecretBytes copy = passphrase.clone(); // the library wants one that it may write to
        if (CMS_decrypt_set1_password(message.get(), copy.bytes().data(), static_cast<ossl_ssize_t>(copy.size())) != 1)
            return refuse(EnvelopeFault::WrongPassphrase);
        const Bio output(BIO_new(BIO_s_mem())); // which wipes what it outgrows
        if (!output || CMS_decrypt(message.get(), nullptr, nullptr, nullptr, output.get(), CMS_BINARY) != 1)
            return refuse(EnvelopeFault::WrongPassphrase);
        dropLibraryErrors();
        return SecretBytes(contentOf(output.get()));
    }

private:
    static std::optional<EnvelopeFault> tooSlow(CMS_ContentInfo *message)
    {
        unsigned char *der = nullptr;
        const int size = i2d_CMS_ContentInfo(message, &der);
        if (size <= 0)
            return EnvelopeFault::Unsupported;
        const std::unique_ptr<unsigned char, decltype([](unsigned char *memory) { OPENSSL_free(memory); })> owned(der);
        const std::int64_t rounds =
            roundsOf(ByteView(der, std::min<std::size_t>(static_cast<std::size_t>(size), kLongestHead)));
        if (rounds < 0)
            return EnvelopeFault::Unsupported;
        return rounds > kMaxEnvelopeRounds ? std::optional(EnvelopeFault::TooSlow) : std::nullopt;
    }

    int m_rounds;
};

} // namespace

const api::PasswordEnvelope &passwordEnvelope()
{
    static const Envelope envelope(kEnvelopeRounds);
    return envelope;
}

std::unique_ptr<const api::PasswordEnvelope> passwordEnvelopeOf(int rounds)
{
    return std::make_unique<const Envelope>(rounds);
}

} // namespace tw::crypto
