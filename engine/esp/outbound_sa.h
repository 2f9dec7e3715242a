#pragma once

#include "engine/esp/counters.h"
#include "engine/esp/esp_cipher.h"
#include "engine/esp/notice.h"

#include <memory>
#include <optional>

namespace tw::esp {

// Without ESN, sequence numbers may never come round (RFC 4303, 3.3.3). At two million packets a second the last eighth
// lasts more than four minutes: time for a rekey, even over a bad path.
inline constexpr std::uint64_t kLastSequence = 0xffffffff;
inline constexpr std::uint64_t kSequenceLow = 0xe0000000;

// The sending half of an SA pair. All but the counters belongs to the data thread of the outbound direction.
class OutboundSa
{
public:
    static Result<std::shared_ptr<OutboundSa>> make(EspSpi spi, const api::EspProposal &proposal,
                                                    const crypto::EspKeys &keys);

    // The ESP packet that an inner packet of this size becomes.
    std::size_t sealedSize(std::size_t innerSize) const { return m_sealer.layout().sealedSize(innerSize); }

    // An ESP packet that is laid out: everything is there but the inner packet, the IV and the ICV.
    struct Laid
    {
        MutableByteView packet;
        MutableByteView inner; // to be filled
        std::uint64_t sequence = 0;
    };
    // Begins the packet of an inner packet of `innerSize` octets at the front of `out`, which must have room for
    // sealedSize(). Its sequence number is spent, whatever becomes of it: none is ever used twice. Nothing once all are
    // spent (SequenceExhausted). The caller fills `inner` and has it sealed with sealer(). Counts nothing.
    std::optional<Laid> lay(std::size_t innerSize, std::uint8_t nextHeader, MutableByteView out);
    EspSealer &sealer() { return m_sealer; }

    bool isSequenceLow() const { return m_sequence >= m_low; }
    std::uint64_t lastSequence() const { return m_sequence; }
    // Goes on behind `sequence`, never back; for tests that cannot send four thousand million packets.
    void skipTo(std::uint64_t sequence);

    // Written by the data thread, read by anyone.
    Counter packets;
    Counter bytes; // inner
    DropCount drops;

    // At most one notice of SequenceLow in kNoticeInterval; of the data thread.
    std::optional<TimePoint> lastLowNotice;

private:
    OutboundSa(EspSpi spi, EspSealer sealer, bool extended);

    EspSpi m_spi;
    EspSealer m_sealer;
    std::uint64_t m_sequence = 0; // the last one used
    std::uint64_t m_last;
    std::uint64_t m_low;
};

} // namespace tw::esp
