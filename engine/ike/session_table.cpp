#include "engine/ike/session_table.h"

#include <algorithm>

namespace tw::ike {

std::uint64_t SessionTable::freshSpi(RandomSource &random) const
{
    for (;;) {
        const std::uint64_t spi = random.next64();
        if (spi != 0 && !m_entries.contains(spi))
            return spi;
    }
}

bool SessionTable::mayAccept(const IpAddress &remote) const
{
    return m_halfOpen < kMaxHalfOpen && halfOpenOf(remote) < kMaxHalfOpenPerAddress;
}

bool SessionTable::wantsCookie(const IpAddress &remote) const
{
    return m_halfOpen >= kCookieThreshold || halfOpenOf(remote) >= kCookieThresholdPerAddress;
}

SessionTable::Entry &SessionTable::add(std::unique_ptr<Session> session, const IpAddress &remote)
{
    const std::uint64_t spi = session->localSpi();
    if (!session->weInitiated())
        m_byFirstMessage[{remote, session->remoteSpi()}] = spi;
    Entry &entry = m_entries[spi];
    entry.session = std::move(session);
    entry.firstRemote = remote;
    refresh(spi);
    return entry;
}

void SessionTable::remove(std::uint64_t localSpi)
{
    const auto found = m_entries.find(localSpi);
    if (found == m_entries.end())
        return;
    setHalfOpen(found->second, false);
    if (!found->second.session->weInitiated())
        m_byFirstMessage.erase({found->second.firstRemote, found->second.session->remoteSpi()});
    m_deadlines.set(localSpi, std::nullopt);
    m_entries.erase(found);
}

void SessionTable::refresh(std::uint64_t localSpi)
{
    Entry *entry = find(localSpi);
    if (!entry)
        return;
    const SessionStage stage = entry->session->view().stage;
    // One that was refused and lingers is as much a stranger's as one that goes on trying.
    setHalfOpen(*entry,
                !entry->session->weInitiated() && !entry->establishedAt
                    && (stage == SessionStage::Negotiating || stage == SessionStage::Lingering));
    auto deadline = entry->session->nextDeadline();
    if (entry->closeAt)
        deadline = deadline ? std::min(*deadline, *entry->closeAt) : *entry->closeAt;
    m_deadlines.set(localSpi, deadline);
}

SessionTable::Entry *SessionTable::find(std::uint64_t localSpi)
{
    const auto found = m_entries.find(localSpi);
    return found == m_entries.end() ? nullptr : &found->second;
}

const SessionTable::Entry *SessionTable::find(std::uint64_t localSpi) const
{
    const auto found = m_entries.find(localSpi);
    return found == m_entries.end() ? nullptr : &found->second;
}

const SessionTable::Entry *SessionTable::find(const wire::IkeHeader &header, const IpAddress &remote) const
{
    const std::uint64_t initiator = header.initiatorSpi.value();
    const std::uint64_t responder = header.responderSpi.value();
    if (const Entry *entry = find(initiator); entry && entry->session->weInitiated()) {
        const std::uint64_t known = entry->session->remoteSpi();
        return known == 0 || known == responder ? entry : nullptr;
    }
    if (const Entry *entry = find(responder); entry && !entry->session->weInitiated())
        return entry->session->remoteSpi() == initiator ? entry : nullptr;
    if (responder != 0)
        return nullptr;
    const auto first = m_byFirstMessage.find({remote, initiator});
    return first == m_byFirstMessage.end() ? nullptr : find(first->second);
}

std::vector<std::uint64_t> SessionTable::all() const
{
    std::vector<std::uint64_t> spis;
    spis.reserve(m_entries.size());
    for (const auto &[spi, entry] : m_entries)
        spis.push_back(spi);
    std::ranges::sort(spis); // the table's own order depends on the library, a simulation must not
    return spis;
}

std::size_t SessionTable::halfOpenOf(const IpAddress &remote) const
{
    const auto found = m_halfOpenByAddress.find(remote);
    return found == m_halfOpenByAddress.end() ? 0 : found->second;
}

void SessionTable::setHalfOpen(Entry &entry, bool isHalfOpen)
{
    if (entry.isHalfOpen == isHalfOpen)
        return;
    entry.isHalfOpen = isHalfOpen;
    if (isHalfOpen) {
        ++m_halfOpen;
        ++m_halfOpenByAddress[entry.firstRemote];
        return;
    }
    --m_halfOpen;
    if (--m_halfOpenByAddress[entry.firstRemote] == 0)
        m_halfOpenByAddress.erase(entry.firstRemote);
}

} // namespace tw::ike
