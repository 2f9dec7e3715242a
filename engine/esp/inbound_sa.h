#pragma once

#include "engine/esp/counters.h"
#include "engine/esp/esp_cipher.h"
#include "engine/esp/notice.h"
#include "engine/esp/replay_window.h"

#include <expected>
#include <memory>
#include <optional>

namespace tw::esp {

// What was in an authentic packet.
struct OpenedPacket
{
    MutableByteView inner; // in place; empty for a dummy packet (RFC 4303, 2.6)
    std::uint8_t nextHeader = 0;
    bool isNewest = false; // no authentic packet before had a higher sequence number
};

// The receiving half of an SA pair. All but the counters belongs to the data thread of the inbound direction.
class InboundSa
{
public:
    static Result<std::shared_ptr<InboundSa>> make(const api::EspProposal &proposal, const crypto::EspKeys &keys,
                                                   std::uint32_t replayWindow);

    // The order of RFC 4303, 3.4.3, in two halves, between which opener() does its work for many packets at once.
    // Before: whether the packet's number may be new; gives the whole number. Changes nothing.
    std::optional<std::uint64_t> admit(ByteView espPacket) const; // nothing: Replayed, or no ESP packet
    EspOpener &opener() { return m_opener; }
    // After, once the ICV is known to be right: replay window, padding, next header. `plain` is what opener() gave.
    // Gives why the packet must be dropped. Counts neither packets nor drops: whether the packet is delivered is for the
    // caller to find out.
    std::expected<OpenedPacket, api::DropReason> finish(std::uint64_t sequence, MutableByteView plain);

    // Written by the data thread, read by anyone.
    Counter packets;
    Counter bytes; // inner
    DropCount drops;
    LastSeen lastSeen;

    // At most one notice of PeerMoved in kNoticeInterval; of the data thread.
    std::optional<TimePoint> lastMoveNotice;

private:
    InboundSa(EspOpener opener, ReplayWindow window) : m_opener(std::move(opener)), m_window(std::move(window)) { }

    EspOpener m_opener;
    ReplayWindow m_window;
};

} // namespace tw::esp
