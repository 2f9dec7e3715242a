#include "engine/edge/capture.h"

#include "engine/edge/data_plane.h"
#include "engine/edge/system_clock.h"

#include <utility>

namespace tw::edge {

Capture::~Capture()
{
    if (m_desk)
        m_desk->finish(); // its writer waits for that
}

bool Capture::begin(const api::StartCapture &command, std::uint64_t sasBefore)
{
    if (m_desk) {
        command.channel->close({.isRefused = true});
        return false;
    }
    m_desk.emplace(command.order, command.channel, m_natPort, sasBefore);
    if (const IpAddress peer = m_data.peerOf(command.order.connection); !peer.isUnspecified())
        m_desk->learnPeer(peer);
    m_data.setSentListener([this](const ike::Send &message) { m_desk->sent(message, captureNow(), engineNow()); });
    publishTap();
    return true;
}

void Capture::publishTap()
{
    m_publishedPeers = m_desk->peers().size();
    m_data.setCapture(
        std::make_shared<const esp::CaptureTap>(m_desk->connection(), m_desk->channel(), m_desk->peers()));
}

void Capture::end()
{
    if (!m_desk)
        return;
    m_data.setCapture(nullptr);
    m_data.setSentListener({});
    m_desk->finish();
    m_desk.reset();
}

void Capture::received(const ike::Datagram &message)
{
    if (m_desk)
        m_desk->received(message, captureNow(), engineNow());
}

void Capture::installed(const crypto::ChildSa &sa)
{
    if (m_desk)
        m_desk->installed(sa);
}

void Capture::removed(crypto::EspSpi inboundSpi)
{
    if (m_desk)
        m_desk->removed(inboundSpi);
}

void Capture::made(ike::ExposeIkeKeys keys)
{
    if (m_desk)
        m_desk->made(std::move(keys));
}

void Capture::settle(const ike::Supervisor &supervisor)
{
    if (!m_desk)
        return;
    m_desk->settle(supervisor, engineNow());
    if (m_desk->peers().size() != m_publishedPeers)
        publishTap();
}

} // namespace tw::edge
