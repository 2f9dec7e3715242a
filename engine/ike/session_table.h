#pragma once

#include "engine/ike/deadline_queue.h"
#include "engine/ike/session.h"
#include "engine/wire/ike_header.h"

#include <map>
#include <memory>
#include <set>
#include <unordered_map>

namespace tw::ike {

// All sessions of the engine, by the SPI that we gave each.
class SessionTable
{
public:
    // Half-open: a responder's, not authenticated yet. Anyone can make us keep one, which costs memory and
    // Diffie-Hellman. From these numbers on a peer must show a cookie first (RFC 7296, 2.6), which those who write from
    // addresses that are not theirs never see; honest peers by the dozen, say after our own restart, come below them.
    static constexpr std::size_t kCookieThreshold = 100;
    static constexpr std::size_t kCookieThresholdPerAddress = 5;
    // And there are only so many: beyond these bounds nobody is answered.
    static constexpr std::size_t kMaxHalfOpen = 1000;
    static constexpr std::size_t kMaxHalfOpenPerAddress = 20;

    struct Entry
    {
        std::unique_ptr<Session> session;
        std::set<api::ConnectionId> owners; // the connections that it serves; none yet, or none any more
        std::optional<TimePoint> establishedAt;
        std::optional<TimePoint> closeAt; // replaced by a newer one: a peer that does not delete it until then loses it
        std::optional<api::ConnectionId> probes; // it belongs to no connection, and only asks for this one
        IpAddress firstRemote; // of its first message
        bool isHalfOpen = false;
    };

    std::uint64_t freshSpi(RandomSource &random) const;
    bool mayAccept(const IpAddress &remote) const;
    bool wantsCookie(const IpAddress &remote) const;

    Entry &add(std::unique_ptr<Session> session, const IpAddress &remote);
    void remove(std::uint64_t localSpi);
    // Call after every step of the session: its deadline and its half-openness may have changed.
    void refresh(std::uint64_t localSpi);

    Entry *find(std::uint64_t localSpi);
    const Entry *find(std::uint64_t localSpi) const;
    // Whose message this is: both SPIs must be the session's, where it knows both. A repeated first request, which
    // cannot know our SPI, is found by the initiator's and the address.
    Entry *find(const wire::IkeHeader &header, const IpAddress &remote)
    {
        return const_cast<Entry *>(std::as_const(*this).find(header, remote));
    }
    const Entry *find(const wire::IkeHeader &header, const IpAddress &remote) const;

    std::size_t size() const { return m_entries.size(); }
    std::vector<std::uint64_t> all() const;

    std::optional<TimePoint> nextDeadline() const { return m_deadlines.next(); }
    std::vector<std::uint64_t> due(TimePoint now) const { return m_deadlines.due(now); }

private:
    using FirstKey = std::pair<IpAddress, std::uint64_t>; // the peer's address and its SPI

    void setHalfOpen(Entry &entry, bool isHalfOpen);
    std::size_t halfOpenOf(const IpAddress &remote) const;

    std::unordered_map<std::uint64_t, Entry> m_entries;
    std::map<FirstKey, std::uint64_t> m_byFirstMessage;
    std::map<IpAddress, std::size_t> m_halfOpenByAddress;
    std::size_t m_halfOpen = 0;
    DeadlineQueue<std::uint64_t> m_deadlines;
};

} // namespace tw::ike
