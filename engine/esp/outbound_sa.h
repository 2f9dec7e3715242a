#pragma once

#include "engine/esp/counters.h"
#include "engine/esp/esp_cipher.h"
#include "engine/esp/notice.h"

#include <atomic>
#include <limits>
#include <memory>
#include <span>
#include <vector>

namespace tw::esp {

// Without ESN, sequence numbers may never come round (RFC 4303, 3.3.3). At two million packets a second the last eighth
// lasts more than four minutes: time for a rekey, even over a bad path.
inline constexpr std::uint64_t kLastSequence = 0xffffffff;
inline constexpr std::uint64_t kSequenceLow = 0xe0000000;

// Sequence numbers, one behind the other, that belong to whoever reserved them.
struct SequenceRange
{
    std::uint64_t first = 0;
    std::size_t count = 0;
};

// What one outbound data thread has of an SA for itself: all that its packets need and no other thread may touch.
struct alignas(kCacheLine) OutboundLane
{
    explicit OutboundLane(EspSealer itsSealer) : sealer(std::move(itsSealer)) { }

    // A packet of one SA among thousands is laid out while what will seal it comes from memory.
    void prefetch() const
    {
        __builtin_prefetch(&packets);
        __builtin_prefetch(reinterpret_cast<const std::uint8_t *>(&packets) + kCacheLine);
    }

    // Counters are read by anyone. These stand in the cache line where the sealer begins.
    Counter packets;
    Counter bytes; // inner
    EspSealer sealer;
    DropCount drops;
};

// The sending half of an SA pair. Several data threads may send by it at once, each with a lane of its own: the same keys,
// and one row of sequence numbers for all. A number decides about the IV (see EspSealer), so that the lanes cannot meet
// there either.
class alignas(kCacheLine) OutboundSa
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
    // ever given twice. For many packets at once, since all threads that send by this SA meet here; from all of them, or
    // from the one that there is where there is one lane.
    SequenceRange reserve(std::size_t count);
    bool isSequenceLow() const { return lastSequence() >= (m_extended ? limit() : kSequenceLow); }
    std::uint64_t lastSequence() const { return m_last.load(std::memory_order_relaxed); }
    // Goes on behind `sequence`, never back; for tests that cannot send four thousand million packets.
    void skipTo(std::uint64_t sequence);
    // Whether it is time to say that the numbers run low: for one thread once in kNoticeInterval, as long as they do.
    bool isLowNoticeDue(TimePoint now);

    OutboundLane &lane(std::size_t number) { return number == 0 ? m_firstLane : m_otherLanes[number - 1]; }
    // Of all lanes; from any thread.
    std::uint64_t packets() const;
    std::uint64_t bytes() const; // inner
    void addDropsTo(api::DropCounters &sum) const;

private:
    OutboundSa(EspSpi spi, const api::EspProposal &proposal, std::span<EspSealer> sealers);

    std::uint64_t limit() const { return m_extended ? std::numeric_limits<std::uint64_t>::max() : kLastSequence; }

    // In one cache line, and the first lane right behind: a packet of one SA among thousands must fetch all of it. That
    // several threads write into that line, once a burst each, costs them less.
    PacketLayout m_layout;
    std::vector<OutboundLane> m_otherLanes; // never moved
    std::atomic<std::uint64_t> m_last = 0; // the last number that was given
    EspSpi m_spi;
    bool m_extended;
    OutboundLane m_firstLane;
    LastSeen m_lowNotice;
};

} // namespace tw::esp
