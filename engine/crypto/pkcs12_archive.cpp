#include "engine/crypto/pkcs12_archive.h"

#include "engine/crypto/certificate_content.h"

#include <algorithm>

namespace tw::crypto {

using api::CredentialsFault;

namespace {

template <typename T>
using Read = std::expected<T, CredentialsFault>;

using Pkcs8 = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Releaser<PKCS8_PRIV_KEY_INFO_free>>;

struct StackReleaser
{
    void operator()(STACK_OF(PKCS7) * safes) const { sk_PKCS7_pop_free(safes, PKCS7_free); }
    void operator()(STACK_OF(PKCS12_SAFEBAG) * bags) const { sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free); }
};
using Safes = std::unique_ptr<STACK_OF(PKCS7), StackReleaser>;
using Bags = std::unique_ptr<STACK_OF(PKCS12_SAFEBAG), StackReleaser>;

class Opener
{
public:
    Opener(const SecretBytes &passphrase, PassphraseBudget &budget)
        : m_terminated(passphrase.size() + 1),
          m_size(static_cast<int>(passphrase.size())),
          m_fault(passphrase.isEmpty() ? CredentialsFault::PassphraseNeeded : CredentialsFault::WrongPassphrase),
          m_budget(budget)
    {
        std::ranges::copy(passphrase.view(), m_terminated.bytes().begin());
        m_text = reinterpret_cast<const char *>(m_terminated.view().data());
    }

    Read<ArchiveContent> open(const PKCS12 *archive)
    {
        if (auto verified = verify(archive); !verified)
            return std::unexpected(verified.error());
        const Safes safes(PKCS12_unpack_authsafes(archive));
        if (!safes)
            return std::unexpected(CredentialsFault::Malformed);
        for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i) {
            if (auto added = addSafe(sk_PKCS7_value(safes.get(), i)); !added)
                return std::unexpected(added.error());
        }
        return std::move(m_content);
    }

private:
    // No passphrase and an empty one are two things to PKCS#12, and the programs that write it do not agree which is
    // meant by "none": whichever the MAC says.
    Read<void> verify(const PKCS12 *archive)
    {
        if (!PKCS12_mac_present(archive)) {
            if (m_size == 0)
                m_text = nullptr;
            return {};
        }
        const ASN1_INTEGER *rounds = nullptr;
        PKCS12_get0_mac(nullptr, nullptr, nullptr, &rounds, archive);
        const auto isRight = [&](const char *text) {
            // The library only looks at it, whatever its declaration says.
            return PKCS12_verify_mac(const_cast<PKCS12 *>(archive), text, m_size) == 1;
        };
        if (!m_budget.spend(rounds))
            return std::unexpected(CredentialsFault::TooSlow);
        if (m_size == 0 && isRight(nullptr)) {
            m_text = nullptr;
            return {};
        }
        if (m_size == 0 && !m_budget.spend(rounds))
            return std::unexpected(CredentialsFault::TooSlow);
        return isRight(m_text) ? Read<void>{} : std::unexpected(m_fault);
    }

    Read<void> addSafe(PKCS7 *safe)
    {
        if (PKCS7_type_is_data(safe)) {
            const Bags bags(PKCS12_unpack_p7data(safe));
            return bags ? addBags(bags.get()) : std::unexpected(CredentialsFault::Malformed);
        }
        if (!PKCS7_type_is_encrypted(safe) || !safe->d.encrypted)
            return {}; // sealed for somebody's public key
        if (!m_budget.spend(safe->d.encrypted->enc_data->algorithm))
            return std::unexpected(CredentialsFault::TooSlow);
        const Bags bags(PKCS12_unpack_p7encdata(safe, m_text, m_size));
        return bags ? addBags(bags.get()) : std::unexpected(m_fault);
    }

    Read<void> addBags(const STACK_OF(PKCS12_SAFEBAG) * bags)
    {
        for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); ++i) {
            if (auto added = addBag(sk_PKCS12_SAFEBAG_value(bags, i)); !added)
                return added;
        }
        return {};
    }

    Read<void> addBag(const PKCS12_SAFEBAG *bag)
    {
        switch (PKCS12_SAFEBAG_get_nid(bag)) {
        case NID_keyBag: return addKey(PKCS12_SAFEBAG_get0_p8inf(bag));
        case NID_pkcs8ShroudedKeyBag: return addSealedKey(bag);
        case NID_certBag: return addCertificate(bag);
        case NID_safeContentsBag: {
            const STACK_OF(PKCS12_SAFEBAG) *bags = PKCS12_SAFEBAG_get0_safes(bag);
            return bags ? addBags(bags) : std::unexpected(CredentialsFault::Malformed);
        }
        default: return {}; // revocation lists, secrets: not what is looked for
        }
    }

    Read<void> addKey(const PKCS8_PRIV_KEY_INFO *info)
    {
        PublicKey key(info ? EVP_PKCS82PKEY(info) : nullptr);
        if (!key)
            return std::unexpected(CredentialsFault::Malformed);
        m_content.keys.push_back(std::move(key));
        return {};
    }

    Read<void> addSealedKey(const PKCS12_SAFEBAG *bag)
    {
        const X509_SIG *sealed = PKCS12_SAFEBAG_get0_pkcs8(bag);
        if (!sealed)
            return std::unexpected(CredentialsFault::Malformed);
        const X509_ALGOR *sealing = nullptr;
        X509_SIG_get0(sealed, &sealing, nullptr);
        if (!m_budget.spend(sealing))
            return std::unexpected(CredentialsFault::TooSlow);
        const Pkcs8 info(PKCS12_decrypt_skey(bag, m_text, m_size));
        return info ? addKey(info.get()) : std::unexpected(m_fault);
    }

    Read<void> addCertificate(const PKCS12_SAFEBAG *bag)
    {
        if (PKCS12_SAFEBAG_get_bag_nid(bag) != NID_x509Certificate)
            return {};
        const X509Certificate certificate(PKCS12_SAFEBAG_get1_cert(bag));
        std::uint8_t *encoded = nullptr;
        const int size = certificate ? i2d_X509(certificate.get(), &encoded) : 0;
        if (size <= 0)
            return std::unexpected(CredentialsFault::Malformed);
        m_content.certificates.emplace_back(encoded, encoded + size);
        OPENSSL_free(encoded);
        return {};
    }

    SecretBytes m_terminated; // with a zero behind it, for the functions that want a C string
    const char *m_text; // null: no passphrase at all
    int m_size;
    CredentialsFault m_fault; // where it does not open
    PassphraseBudget &m_budget;
    ArchiveContent m_content;
};

} // namespace

Read<ArchiveContent> openArchive(const PKCS12 *archive, const SecretBytes &passphrase, PassphraseBudget &budget)
{
    return Opener(passphrase, budget).open(archive);
}

} // namespace tw::crypto
