#include "engine/wire/udp_encapsulation.h"

#include "engine/wire/esp_header.h"

#include <algorithm>

namespace tw::wire {

NatPortDatagram classifyNatPort(ByteView datagram)
{
    if (datagram.size() == 1 && datagram.front() == kNatKeepalive.front())
        return {NatPortKind::Keepalive, datagram};
    if (datagram.size() < kNonEspMarkerSize)
        return {NatPortKind::Runt, datagram};
    if (std::ranges::equal(datagram.first(kNonEspMarkerSize), kNonEspMarker))
        return {NatPortKind::Ike, datagram.subspan(kNonEspMarkerSize)};
    return {datagram.size() < kEspHeaderSize ? NatPortKind::Runt : NatPortKind::Esp, datagram};
}

Bytes withNonEspMarker(ByteView ikeMessage)
{
    Bytes datagram;
    datagram.reserve(kNonEspMarkerSize + ikeMessage.size());
    append(datagram, kNonEspMarker);
    append(datagram, ikeMessage);
    return datagram;
}

} // namespace tw::wire
