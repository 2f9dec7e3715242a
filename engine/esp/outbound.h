#pragma once

#include "engine/esp/burst.h"
#include "engine/esp/burst_crypto.h"
#include "engine/esp/counters.h"
#include "engine/esp/notice.h"
#include "engine/esp/sa_snapshot.h"
#include "engine/esp/waiting_packets.h"

#include <map>

namespace tw::esp {

// What protect() gives. Owned by the caller and used again for every burst, so that its memory is there already.
struct OutboundBatch
{
    std::vector<Train> trains; // point into the SendArena
    std::vector<Bytes> toInside; // finished IP packets for the TUN: "packet too big". Rare, rate-limited
    std::vector<Notice> notices;

    void clear();
};

// The outbound direction: inner packets to trains of ESP packets. One object per data thread; not thread-safe but for
// drops(). Several may send by the same SAs, each in a lane of its own.
class Outbound
{
public:
    // `lane`: of every SA in the snapshots, which have as many as SaDatabase was told. `shares`: of the memory for packets
    // that wait for an SA, as many as there are objects like this one.
    explicit Outbound(BurstCrypto::Backend backend = BurstCrypto::Backend::Fastest, std::size_t lane = 0,
                      std::size_t shares = 1)
        : m_lane(lane), m_crypto(backend), m_waiting(shares)
    { }

    // Takes the packets of `burst` in order, as many as `arena` has room for, and says how many: the caller sends the
    // trains, clears arena and batch, and goes on with the rest. Every packet taken is in a train, waits for an SA, or
    // was dropped and counted (of the SA where one is known, else in drops()). Appends to `batch`.
    //
    // Superpackets are cut on the way and checksums completed (see Segmenter); the SA is looked up once for all that a
    // superpacket stands for, and everything is counted as the packets that leave.
    //
    // A packet to the outer address of its own tunnel's peer never enters it, whatever the selectors say (0.0.0.0/0
    // contains it): our own ESP packets would be routed into the tunnel, round and round. It counts as NoPolicy.
    std::size_t protect(std::span<InnerPacket> burst, const SaSnapshot &snapshot, SendArena &arena,
                        OutboundBatch &batch, TimePoint now);

    // After a new snapshot: what waited and now has an SA leaves, in order; what waited too long or whose connection
    // went is dropped. False: the arena was full, send and call again. Call it before the next protect(), so that a
    // flow keeps its order, and once a second while waitingCount() > 0.
    bool flushWaiting(const SaSnapshot &snapshot, SendArena &arena, OutboundBatch &batch, TimePoint now);

    std::size_t waitingCount() const { return m_waiting.count(); }
    const BurstCrypto &crypto() const { return m_crypto; }

    // The edge could not send (part of) a train: counted as SendFailed of its SA, or of the engine if that is gone.
    void countSendFailed(const Train &train, const SaSnapshot &snapshot, std::size_t segments);

    const DropCount &drops() const { return m_drops; } // without a known SA; readable from any thread

private:
    // Where one call's packets go.
    struct Target
    {
        const SaSnapshot &snapshot;
        SendArena &arena;
        OutboundBatch &batch;
        TimePoint now;
    };
    enum class Taken : std::uint8_t { Done, ArenaFull, NoSa };

    // What is known of a packet that is laid out, while it waits to be sealed with the rest of its burst.
    struct Laid
    {
        const SaEntry *sa;
        OutboundLane *lane;
        std::uint8_t tos;
        std::size_t innerSize;
        const ProbeWatch *watch; // nullptr: nobody watches it
    };

    Taken protectOne(const InnerPacket &packet, const wire::IpHeader &header, const Target &target);
    void sealAll(const Target &target);
    void numberAll(const Target &target);
    void forgetLaid(); // also what a burst left that ended by an exception
    void awaitSa(const InnerPacket &packet, const FlowKey &flow, const Target &target);
    void noticeWithoutSa(const InnerPacket &packet, const Policy *policy, const Target &target);
    void answerTooBig(ByteView inner, const IpAddress &replyFrom, std::size_t mtu, const Target &target);

    std::size_t m_lane;
    BurstCrypto m_crypto;
    std::vector<SealJob> m_jobs;
    std::vector<Laid> m_laid; // one for each job
    WaitingPackets m_waiting;
    DropCount m_drops;
    std::map<api::ConnectionId, TimePoint> m_needChildSaid;
    std::optional<TimePoint> m_tooBigSecond; // start of the second in which m_tooBigCount answers were given
    int m_tooBigCount = 0;
};

} // namespace tw::esp
