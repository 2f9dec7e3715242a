#pragma once

#include "engine/esp/burst_crypto.h"

#include <functional>
#include <string>
#include <vector>

namespace tw::esp {

// Which suites the multi-buffer library may do. Hand-written assembly chooses its own path for each CPU, so what was
// tested on one says little about another: every program tries it against OpenSSL once, before it trusts it with a
// packet.
class MultiBufferVerdict
{
public:
    // Of this machine; the first call tests. Any thread.
    static const MultiBufferVerdict &here();

    // What is tested. Of a suite that it gets wrong, both the cipher and the hash are refused.
    struct Candidate
    {
        std::function<void(std::span<SealJob>)> seal;
        std::function<void(std::span<OpenJob>)> open;
    };
    static MultiBufferVerdict of(const Candidate &candidate);

    bool allows(api::Encryption encryption) const;
    bool allows(api::Integrity integrity) const;

    // See BurstCrypto::description().
    const std::string &description() const { return m_description; }

private:
    MultiBufferVerdict() = default;

    std::vector<api::Encryption> m_refusedEncryption;
    std::vector<api::Integrity> m_refusedIntegrity;
    std::string m_description;
};

} // namespace tw::esp
