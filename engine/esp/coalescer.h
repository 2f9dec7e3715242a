#pragma once

#include "engine/esp/burst.h"
#include "engine/wire/ip_header.h"

#include <array>
#include <optional>
#include <vector>

namespace tw::esp {

// Joins the inner packets of a burst into superpackets, each of which walks the kernel's stack once: neighbours of one
// TCP flow, and datagrams of one UDP flow. Only such packets are joined as segmentation would make again, octet for
// octet but for the IPv4 identification of packets that may not be fragmented, which means nothing (RFC 6864). The
// order inside a flow is kept.
//
// What is joined counts as checked: the kernel will not look at its checksums any more, so they are looked at here.
class Coalescer
{
public:
    // What the device takes.
    struct Limits
    {
        bool tcp = false;
        bool udp = false;
    };

    void setLimits(const Limits &limits) { m_limits = limits; }
    const Limits &limits() const { return m_limits; }

    // `packet` is a whole IP packet of `header.totalLength` octets and stays where it is until flush(), which may
    // rewrite its headers.
    void add(MutableByteView packet, const wire::IpHeader &header);

    // Appends what was added, in order, and forgets it. Each run is one write.
    void flush(std::vector<InnerRun> &runs, std::vector<ByteView> &slices);
    void forget(); // as if nothing had been added

private:
    static constexpr std::size_t kOpenFlows = 16;
    static constexpr std::size_t kMaxPackets = 64; // of a run: what the kernel takes of UDP, and of slices in one write
    static constexpr std::size_t kMaxRun = 65535; // octets: the length field of IPv4

    // A packet of TCP or UDP.
    struct Candidate
    {
        MutableByteView packet;
        bool isV4 = true;
        bool isTcp = true;
        bool isJoinable = false; // to what stands before
        bool isLast = false; // nothing may be joined behind: TCP's PSH
        bool isVerified = false; // its own checksums are right
        std::size_t transport = 0; // where its header begins
        std::size_t headers = 0; // octets of IP and transport headers
        std::size_t payload = 0; // octets behind
    };
    struct Run
    {
        Candidate first;
        std::size_t lastPiece = 0; // in m_pieces
        std::size_t firstPiece = 0;
        std::size_t packets = 1;
        std::size_t size = 0; // octets of all of it
        bool isOpen = false; // more may be joined
        bool isLast = false; // the last packet said so
    };
    // A slice behind the first packet of its run, and where the next one is.
    struct Piece
    {
        ByteView slice;
        std::size_t next = 0;
    };

    std::optional<Candidate> candidateOf(MutableByteView packet, const wire::IpHeader &header) const;
    static bool isSameFlow(const Candidate &a, const Candidate &b);
    static bool verify(Candidate &candidate);
    static bool isContinuedBy(const Run &run, const Candidate &next);
    void join(Run &run, const Candidate &next);
    static Offload finishHeaders(const Run &run);

    Limits m_limits;
    std::vector<Run> m_runs; // in order
    std::vector<Piece> m_pieces;
    std::array<std::size_t, kOpenFlows> m_open{}; // indices of m_runs, of the flows seen last
    std::size_t m_openCount = 0;
    std::size_t m_openNext = 0; // the place that is given away next
};

} // namespace tw::esp
