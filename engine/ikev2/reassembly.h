#pragma once

#include "engine/ikev2/protected_message.h"

#include <optional>
#include <vector>

namespace tw::ikev2 {

// Puts a message together again from fragments that came in any order, some of them more than once (RFC 7383, 2.6). One
// message at a time: a window of one has no use for more. Only authentic fragments are kept, and only so many of them,
// since in IKE_AUTH "authentic" says no more than that the sender took part in the key exchange.
class Reassembly
{
public:
    // No honest message comes near, not even one with a chain of certificates in fragments of 576 octets.
    static constexpr std::size_t kMaxFragments = 64;
    static constexpr std::size_t kMaxSize = 32 * 1024; // of the plain text

    // Whether a fragment is worth decrypting.
    enum class Verdict {
        Wanted,
        Known, // it, or one of the same message in more and thus smaller fragments, is here already
        TooMany,
    };
    Verdict judge(const wire::IkeHeader &header, wire::Fragment fragment) const;

    struct Whole
    {
        PlainText plain;
        Bytes firstDatagram; // a repeated request is recognised by its first fragment
        std::size_t sizeOnWire = 0;
    };
    // Takes a fragment that was wanted and proved authentic. Nothing: some are missing still, or it was too large and
    // nothing of the message is left.
    std::optional<Whole> add(const wire::IkeHeader &header, ByteView datagram, PlainText plain);

    bool isEmpty() const { return m_pieces.empty(); }

private:
    bool isOfThisMessage(const wire::IkeHeader &header) const
    {
        return !m_pieces.empty() && header.messageId == m_id && header.exchange == m_exchange;
    }

    wire::MessageId m_id;
    wire::ExchangeType m_exchange{};
    std::vector<std::optional<Bytes>> m_pieces; // one for each fragment
    std::size_t m_missing = 0;
    std::size_t m_size = 0;
    std::size_t m_sizeOnWire = 0;
    wire::PayloadType m_first = wire::PayloadType::None;
    Bytes m_firstDatagram;
};

} // namespace tw::ikev2
