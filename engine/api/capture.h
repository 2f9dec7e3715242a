#pragma once

#include "engine/api/event.h"
#include "engine/base/secret_bytes.h"

#include <chrono>
#include <cstdint>
#include <variant>

// What the capture of a connection is about: its datagrams, and the keys that open them.
namespace tw::api {

// The wall clock's, to the nanosecond, as captures have it.
using CaptureTime = std::chrono::sys_time<std::chrono::nanoseconds>;

struct CaptureOrder
{
    ConnectionId connection;
    bool keys = false; // of SAs that begin while the capture is on, each when it has ended
    bool liveKeys = false; // at once instead: whoever has them can read, and forge, what is still to come
};

// One datagram as it was on the wire, without the headers of IP and UDP, which follow from the rest.
struct CapturedDatagram
{
    CaptureTime at{};
    Direction direction = Direction::In;
    Endpoint local; // ports count only with UDP
    Endpoint remote;
    std::uint8_t tos = 0;
    bool udp = true; // else: protocol 50
    bool ike = false; // else: ESP, or a keepalive
    ByteView payload; // behind the UDP header, with the non-ESP marker where there is one
};

struct Ikev1Key
{
    std::uint64_t initiatorCookie = 0;
    Encryption encryption{};
    SecretBytes key; // the cipher's, for both directions
};

// Names as in RFC 7296, 2.14. With an AEAD suite ei and er end in the salt, and ai and ar are empty.
struct Ikev2Keys
{
    std::uint64_t initiatorSpi = 0;
    std::uint64_t responderSpi = 0;
    IkeProposal proposal;
    SecretBytes ei;
    SecretBytes er;
    SecretBytes ai;
    SecretBytes ar;
};

// One direction of a child SA.
struct EspKey
{
    std::uint32_t spi = 0; // in its packets
    IpFamily outer = IpFamily::V4;
    EspProposal proposal;
    SecretBytes encryption; // ends in the salt with an AEAD suite
    SecretBytes integrity;
};

using CapturedKey = std::variant<Ikev1Key, Ikev2Keys, EspKey>;

// What a capture that is over must tell of the keys that it has not.
struct CaptureTotals
{
    std::uint64_t keysWithheld = 0; // of SAs that still stood
    std::uint64_t sasBefore = 0; // child SAs that stood when it began: their keys are gone
    bool isRefused = false; // another capture was on

    friend bool operator==(const CaptureTotals &, const CaptureTotals &) = default;
};

} // namespace tw::api
