#include "engine/ikev1/fragments.h"

#include "engine/ike/datagram_size.h"
#include "engine/wire/isakmp_message.h"
#include "engine/wire/payload_chain.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace tw::ikev1 {

namespace {

constexpr std::size_t kFragmentFieldsSize = 4; // id, number, flags
constexpr std::size_t kAroundPiece = wire::kIkeHeaderSize + wire::kPayloadHeaderSize + kFragmentFieldsSize;

} // namespace

Result<std::vector<Bytes>> splitMessage(ByteView message, std::size_t limit, std::uint16_t id)
{
    const auto header = wire::decodeIkeHeader(message);
    if (!header || limit <= kAroundPiece)
        return fail(Fault::InvalidArgument, "fragment");
    const std::size_t room = limit - kAroundPiece;
    const std::size_t total = (message.size() + room - 1) / room;
    if (total > std::numeric_limits<std::uint8_t>::max())
        return fail(Fault::InvalidArgument, "fragment count");

    wire::IsakmpMessage part;
    part.header.initiatorSpi = header->initiatorSpi;
    part.header.responderSpi = header->responderSpi;
    part.header.exchange = wire::ExchangeType::IdentityProtection;
    std::vector<Bytes> parts;
    for (std::size_t at = 0; at < message.size(); at += room) {
        wire::IsakmpFragment fragment{id, static_cast<std::uint8_t>(parts.size() + 1), 0,
                                      toBytes(message.subspan(at, std::min(room, message.size() - at)))};
        if (fragment.number == total)
            fragment.flags = wire::IsakmpFragment::kLastFlag;
        part.content = wire::IsakmpPayloads{{wire::PayloadType::FragmentV1, std::move(fragment)}};
        auto bytes = wire::encodeIsakmpMessage(part);
        if (!bytes)
            return std::unexpected(bytes.error());
        parts.push_back(std::move(*bytes));
    }
    return parts;
}

void cutLongMessages(ike::Actions &actions, std::uint16_t natPort, std::uint16_t &lastId)
{
    ike::Actions cut;
    for (ike::Action &action : actions) {
        const auto *send = std::get_if<ike::Send>(&action);
        const std::size_t limit = send ? ike::largestMessage(send->local, natPort) : 0;
        const bool isLong = send && send->message.size() > limit;
        const auto parts = isLong ? splitMessage(send->message, limit, ++lastId) : std::vector<Bytes>{};
        if (!isLong || !parts) {
            cut.push_back(std::move(action));
            continue;
        }
        for (const Bytes &part : *parts)
            cut.push_back(ike::Send{send->local, send->remote, part});
    }
    actions = std::move(cut);
}

bool FragmentAssembly::contradicts(const wire::IsakmpFragment &fragment) const
{
    if (m_pieces.empty())
        return false;
    if (fragment.id != m_id)
        return true;
    const auto known = m_pieces.find(fragment.number);
    if (known != m_pieces.end() && known->second != fragment.data)
        return true;
    if (fragment.isLast())
        return m_pieces.rbegin()->first > fragment.number || (m_last && *m_last != fragment.number);
    return m_last && fragment.number >= *m_last;
}

void FragmentAssembly::clear() { *this = {}; }

std::optional<Bytes> FragmentAssembly::add(const wire::IsakmpFragment &fragment)
{
    if (contradicts(fragment))
        clear();
    if (m_pieces.contains(fragment.number))
        return std::nullopt;
    if (fragment.number == 0 || fragment.number > kMaxFragments || m_size + fragment.data.size() > kMaxSize) {
        clear();
        return std::nullopt;
    }
    m_id = fragment.id;
    if (fragment.isLast())
        m_last = fragment.number;
    m_size += fragment.data.size();
    m_pieces.emplace(fragment.number, fragment.data);
    if (!m_last || m_pieces.size() < *m_last)
        return std::nullopt;
    Bytes message;
    message.reserve(m_size);
    for (const auto &[number, piece] : m_pieces)
        append(message, piece);
    clear();
    return message;
}

} // namespace tw::ikev1
