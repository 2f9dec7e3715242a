#pragma once

#include "engine/esp/counters.h"
#include "engine/esp/esp_cipher.h"
#include "engine/esp/notice.h"

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

namespace tw::esp {

// Without ESN, sequence numbers may never come round (RFC 4303, 3.3.3). At two million packets a second the last eighth
// lasts more than four minutes: time for a rekey, even over a bad path.
inline constexpr std::uint64_t kLastSequence = 0xffffffff;
inline constexpr std::uint64_t kSequenceLow = 0xe0000000;

// Sequence numbers, one behind the other, that belong to whoever reserved them.
struct SequenceRange
{
    std::uint64_t next = 0;
    std::size_t count = 0;

    // Nothing once all are spent.
    std::optional<std::uint64_t> take()
    {
        if (count == 0)
            return std::nullopt;
        --count;
        return next++;
    }
};

// What one outbound data thread has of an SA for itself: all that its packets need and no other thread may touch.
struct alignas(kCacheLine) OutboundLane
{
    explicit OutboundLane(EspSealer itsSealer) : sealer(std::move(itsSealer)) { }

    EspSealer sealer;
    // Of the burst in hand: how many packets have no number yet, and the numbers for them. Nothing between bursts.
    std::size_t unnumbered = 0;
    SequenceRange numbers;

    // Read by anyone.
    Counter packets;
    Counter bytes; // inner
    DropCount drops;
};

// The sending half of an SA pair. Several data threads may send by it at once, each with a lane of its own: the same keys,
// and one row of sequence numbers for all. A number decides about the IV (see EspSealer), so that the lanes cannot meet
// there either.
class OutboundSa
{
public:
    static Result<std::shared_ptr<OutboundSa>> make(EspSpi spi, const api::EspProposal &proposal,
                                                    const crypto::EspKeys &keys, std::size_t lanes = 1);

    // The ESP packet that an inner packet of this size becomes.
    std::size_t sealedSize(std::size_t innerSize) const { return m_layout.sealedSize(innerSize); }

    // An ESP packet that is laid out: everything is there but its number, the inner packet, the IV and the ICV.
    struct Laid
    {
        MutableByteView packet;
        MutableByteView inner; // to be filled
    };
    // Begins the packet of an inner packet of `innerSize` octets at the front of `out`, which must have room for
    // sealedSize(). The caller fills `inner`, numbers the packet and has it sealed by the sealer of its lane. Counts
    // nothing.
    Laid lay(std::size_t innerSize, std::uint8_t nextHeader, MutableByteView out) const;
    void number(MutableByteView packet, std::uint64_t sequence) const; // writes the ESP header

    // Numbers for so many packets, or for as many as there are left. They are spent, whatever becomes of them: none is
    // ever given twice. From any thread; once a burst, since all that send by this SA meet here.
    SequenceRange reserve(std::size_t count);
    bool isSequenceLow() const { return lastSequence() >= m_low; }
    std::uint64_t lastSequence() const { return m_last.load(std::memory_order_relaxed); }
    // Goes on behind `sequence`, never back; for tests that cannot send four thousand million packets.
    void skipTo(std::uint64_t sequence);
    // Whether it is time to say that the numbers run low: for one thread once in kNoticeInterval, as long as they do.
    bool isLowNoticeDue(TimePoint now);

    std::size_t laneCount() const { return m_lanes.size(); }
    OutboundLane &lane(std::size_t number) { return m_lanes[number]; }
    // Of all lanes; from any thread.
    std::uint64_t packets() const;
    std::uint64_t bytes() const; // inner
    void addDropsTo(api::DropCounters &sum) const;

private:
    OutboundSa(EspSpi spi, const api::EspProposal &proposal, std::vector<EspSealer> sealers);

    EspSpi m_spi;
    PacketLayout m_layout;
    std::uint64_t m_limit;
    std::uint64_t m_low;
    std::vector<OutboundLane> m_lanes; // one block of memory, never moved
    // Away from what every packet reads.
    alignas(kCacheLine) std::atomic<std::uint64_t> m_last = 0; // the last number that was given
    LastSeen m_lowNotice;
};

} // namespace tw::esp
