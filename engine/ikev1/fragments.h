#pragma once

#include "engine/base/result.h"
#include "engine/ike/actions.h"
#include "engine/wire/isakmp_payloads.h"

#include <map>
#include <optional>
#include <vector>

// Messages that are too long for one packet, cut into fragments by what Cisco began and others took over
// (wire::IsakmpFragment). Peers say by a vendor id that they take them. No RFC has it.
namespace tw::ikev1 {

// Messages of at most `limit` octets that hold `message` piece by piece; each has its cookies, and is in clear. Their
// exchange is main mode's and their message id 0 whatever those of the whole are: that is how strongSwan sends them to
// everybody. InvalidArgument for what is no message, a limit that leaves no room, and for more than 255 fragments.
Result<std::vector<Bytes>> splitMessage(ByteView message, std::size_t limit, std::uint16_t id);

// Cuts what is to be sent and does not fit into one datagram; for peers that take fragments. `lastId`: of the last
// message that was cut.
void cutLongMessages(ike::Actions &actions, std::uint16_t natPort, std::uint16_t &lastId);

// Puts the message of one peer together again from fragments in any order. Nothing authenticates a fragment: whatever
// comes together goes the way of any other datagram, and a forged one can only spoil the message it is mixed into, whose
// sender repeats it.
class FragmentAssembly
{
public:
    // No honest message comes near.
    static constexpr std::size_t kMaxFragments = 64;
    static constexpr std::size_t kMaxSize = 32 * 1024;

    // The whole message once nothing is missing, and nothing of it is left then. A fragment of another id, or one that
    // contradicts what is here already, begins a new message: strongSwan gives all its messages the same id. One beyond
    // the limits is dropped with everything that is here.
    std::optional<Bytes> add(const wire::IsakmpFragment &fragment);

    bool isEmpty() const { return m_pieces.empty(); }

private:
    bool contradicts(const wire::IsakmpFragment &fragment) const;
    void clear();

    std::uint16_t m_id = 0;
    std::optional<std::uint8_t> m_last; // the number of the last one, once it is here
    std::map<std::uint8_t, Bytes> m_pieces; // by number
    std::size_t m_size = 0;
};

} // namespace tw::ikev1
