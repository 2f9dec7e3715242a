#include "engine/ikev2/reassembly.h"

namespace tw::ikev2 {

Reassembly::Verdict Reassembly::judge(const wire::IkeHeader &header, wire::Fragment fragment) const
{
    if (fragment.total > kMaxFragments)
        return Verdict::TooMany;
    if (!isOfThisMessage(header) || fragment.total > m_pieces.size())
        return Verdict::Wanted;
    if (fragment.total < m_pieces.size())
        return Verdict::Known;
    return m_pieces[fragment.number - 1u] ? Verdict::Known : Verdict::Wanted;
}

std::optional<Reassembly::Whole> Reassembly::add(const wire::IkeHeader &header, ByteView datagram, PlainText plain)
{
    const wire::Fragment fragment = *plain.fragment;
    // A sender that found its fragments too large for the path begins anew with smaller ones (RFC 7383, 2.5.2).
    if (!isOfThisMessage(header) || fragment.total != m_pieces.size()) {
        *this = {};
        m_id = header.messageId;
        m_exchange = header.exchange;
        m_pieces.resize(fragment.total);
        m_missing = fragment.total;
    }
    m_size += plain.chain.size();
    if (m_size > kMaxSize) {
        *this = {};
        return std::nullopt;
    }
    m_sizeOnWire += datagram.size();
    if (fragment.number == 1) {
        m_first = plain.first; // the others' says nothing (RFC 7383, 2.5)
        m_firstDatagram = toBytes(datagram);
    }
    m_pieces[fragment.number - 1u] = std::move(plain.chain);
    if (--m_missing > 0)
        return std::nullopt;

    Whole whole{{m_first, {}, std::nullopt}, std::move(m_firstDatagram), m_sizeOnWire};
    whole.plain.chain.reserve(m_size);
    for (const auto &piece : m_pieces)
        append(whole.plain.chain, *piece);
    *this = {};
    return whole;
}

} // namespace tw::ikev2
