#pragma once

#include "engine/ike/capture_desk.h"

#include <optional>

namespace tw::edge {

class DataPlane;

// The capture that is on, if one is, as the IKE thread serves it: it stamps IKE messages with the time, and gives the data
// threads their tap. While none is on, every call is a question whether one is.
class Capture
{
public:
    Capture(DataPlane &data, std::uint16_t natPort) : m_data(data), m_natPort(natPort) { }
    ~Capture();
    Capture(const Capture &) = delete;
    Capture &operator=(const Capture &) = delete;

    // Refused, by a channel that is closed at once, where one is on.
    bool begin(const api::StartCapture &command, std::uint64_t sasBefore);
    void end();
    api::ConnectionId connection() const { return m_desk ? m_desk->connection() : api::ConnectionId(); }

    // Before the supervisor hears of it.
    void received(const ike::Datagram &message);
    void installed(const crypto::ChildSa &sa);
    void removed(crypto::EspSpi inboundSpi);
    void made(ike::ExposeIkeKeys keys);
    // After everything of a round is done, and sent.
    void settle(const ike::Supervisor &supervisor);

private:
    void publishTap();

    DataPlane &m_data;
    std::uint16_t m_natPort;
    std::optional<ike::CaptureDesk> m_desk;
    std::size_t m_publishedPeers = 0;
};

} // namespace tw::edge
