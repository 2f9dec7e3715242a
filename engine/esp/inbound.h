#pragma once

#include "engine/esp/burst.h"
#include "engine/esp/burst_crypto.h"
#include "engine/esp/coalescer.h"
#include "engine/esp/counters.h"
#include "engine/esp/early_packets.h"
#include "engine/esp/notice.h"
#include "engine/esp/sa_snapshot.h"

namespace tw::esp {

// What unprotect() gives. Owned by the caller and used again for every burst. Everything points into the receive
// buffers; what takeEarly() gives, into the Inbound until its next call.
struct InboundBatch
{
    std::vector<InnerRun> runs;
    std::vector<ByteView> slices;
    std::vector<IkeDatagram> ike; // from the NAT port, without the marker; for the IKE thread
    std::vector<Notice> notices;

    std::span<const ByteView> slicesOf(const InnerRun &run) const
    {
        return std::span(slices).subspan(run.firstSlice, run.sliceCount);
    }
    void clear();
};

// The inbound direction: datagram runs to inner runs. One object per data thread; not thread-safe but for drops().
class Inbound
{
public:
    explicit Inbound(BurstCrypto::Backend backend = BurstCrypto::Backend::Fastest) : m_crypto(backend) { }

    // Classifies each datagram of each run, decrypts ESP in place, and appends what comes out to `batch`, in order.
    // Keepalives vanish. Every other datagram is delivered, kept for takeEarly(), or dropped and counted (of the SA
    // whose SPI it carries, else in drops()). An inner packet outside the SA's selectors is dropped
    // (RFC 4301, 5.2), and so is one that carries a congestion mark it cannot have (RFC 6040). Neighbours of one flow
    // are joined as far as setCoalescing() allows, first it allows nothing.
    void unprotect(std::span<const DatagramRun> runs, const SaSnapshot &snapshot, InboundBatch &batch, TimePoint now);

    // To be called with every new snapshot, and now and then while earlyCount() > 0: packets whose SA was not known when
    // they came are taken now if it is, or dropped and counted if they have waited too long.
    void takeEarly(const SaSnapshot &snapshot, InboundBatch &batch, TimePoint now);
    std::size_t earlyCount() const { return m_early.count(); }

    // The edge could not give so many packets to the inside: SendFailed of the engine, since the SAs have counted them.
    void countWriteFailed(std::size_t packets) { m_drops.add(api::DropReason::SendFailed, packets); }

    // What the device takes joined, from the next burst on.
    void setCoalescing(const Coalescer::Limits &limits) { m_coalescer.setLimits(limits); }
    const Coalescer::Limits &coalescing() const { return m_coalescer.limits(); }

    const DropCount &drops() const { return m_drops; } // without a known SA; readable from any thread

private:
    // Where one call's packets go.
    struct Target
    {
        const SaSnapshot &snapshot;
        InboundBatch &batch;
        TimePoint now;
    };
    // What is known of an ESP packet while it waits to be opened with the rest of its burst.
    struct Pending
    {
        const SaEntry *sa;
        const DatagramRun *run;
    };

    void takeDatagram(MutableByteView datagram, const DatagramRun &run, const Target &target);
    void takeEsp(MutableByteView packet, const DatagramRun &run, const Target &target);
    void admit(const SaEntry &sa, MutableByteView packet, const DatagramRun &run);
    void openAll(const Target &target);
    void deliver(const OpenJob &job, const Pending &pending, const Target &target);
    void forgetPending(); // also what a burst left that ended by an exception

    BurstCrypto m_crypto;
    std::vector<OpenJob> m_jobs;
    std::vector<Pending> m_pending; // one for each job
    Coalescer m_coalescer;
    EarlyPackets m_early;
    std::vector<EarlyPackets::Early> m_taken; // what the batch points into
    DropCount m_drops;
};

} // namespace tw::esp
