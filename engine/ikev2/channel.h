#pragma once

#include "engine/ikev2/reassembly.h"
#include "engine/ikev2/turn.h"

// The protected messages of one IKE SA: sealed and opened, in fragments where they must be (RFC 7383), and reported.
namespace tw::ikev2 {

// The two directions of an IKE SA's SK payloads.
struct Channel
{
    MessageSealer sealer;
    MessageOpener opener;
    // Both announced that they can (RFC 7383, 2.3). An IKE SA that replaces another goes on as that one did.
    bool isFragmenting = false;
    Reassembly requests{}; // of the peer
    Reassembly responses{};
    Bytes firstFragment{}; // of the request that was opened last; empty where it came whole
};

// Seals a message, in fragments where it is too long, and reports it as sent; the caller sends the octets. An empty
// result: the library failed.
Datagrams sealReported(Channel &channel, const wire::IkeHeader &header, std::span<const wire::Payload> payloads,
                       Turn &turn);

// Opens and parses a message with an SK payload, or the fragment that completes one, and reports it as received, or as
// dropped. A failure that is not authentic, which a fragment before the last one is, too: there is nothing to do.
std::expected<wire::Payloads, OpenFailure> openReported(Channel &channel, const wire::IkeHeader &header,
                                                        ByteView datagram, Turn &turn);

// By which a repetition of the request that was just opened, of which `datagram` is the last part, will be recognised.
Bytes recognitionOf(Channel &channel, ByteView datagram);

} // namespace tw::ikev2
