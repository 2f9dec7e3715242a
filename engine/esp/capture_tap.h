#pragma once

#include "engine/api/capture_channel.h"
#include "engine/esp/burst.h"
#include "engine/esp/sa_snapshot.h"

#include <memory>
#include <vector>

namespace tw::esp {

// What a capture of one connection gets of the data path: copies of ESP packets as they are on the wire, and of keepalives.
// IKE messages are not its business, though they come by the same port. Never waits and allocates nothing. Immutable, so
// that every data thread may have it.
class CaptureTap
{
public:
    // `peers`: from where packets of no SA that is known, and keepalives, are taken to be the connection's.
    CaptureTap(api::ConnectionId connection, std::shared_ptr<api::CaptureChannel> channel,
               std::vector<IpAddress> peers);

    // Before the runs are decrypted in place.
    void inbound(std::span<const DatagramRun> runs, const SaSnapshot &snapshot, api::CaptureTime at) const;
    // So many of the train's packets were sent; `number` is that of the thread among those that send.
    void outbound(const Train &train, std::size_t sent, const SaSnapshot &snapshot, std::size_t number,
                  api::CaptureTime at) const;

private:
    bool isWanted(ByteView datagram, const DatagramRun &run, const SaSnapshot &snapshot) const;

    api::ConnectionId m_connection;
    std::shared_ptr<api::CaptureChannel> m_channel;
    std::vector<IpAddress> m_peers;
};

} // namespace tw::esp
