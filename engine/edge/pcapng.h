#pragma once

#include "engine/api/capture.h"

#include <string_view>

// The blocks of a pcapng file (draft-ietf-opsawg-pcapng), as far as a capture needs them: one section with one interface
// of raw IP packets, in this machine's byte order. Each function appends one block.
namespace tw::edge::pcapng {

void addSection(Bytes &out, std::string_view comment, std::string_view program);
void addInterface(Bytes &out, std::string_view name);

// As an IP packet, its headers made out of what is known: identification, time to live and flags are not, and stand as
// this system sends them. Checksums are right. False, and nothing is appended: too long for IP.
bool addPacket(Bytes &out, const api::CapturedDatagram &datagram);

struct Statistics
{
    api::CaptureTime begun;
    api::CaptureTime ended;
    std::uint64_t received = 0; // with those that were dropped
    std::uint64_t dropped = 0;
    std::string_view comment;
};
void addStatistics(Bytes &out, const Statistics &statistics);

} // namespace tw::edge::pcapng
