#include "engine/wire/icmp_too_big.h"
#include "engine/wire/ip_header.h"
#include "fuzz_check.h"

// An inner packet, as it comes out of the TUN device or of a decrypted ESP packet.
namespace {

using namespace tw;
using namespace tw::wire;
using fuzz::require;

void tryTooBig(ByteView packet, const IpHeader &header)
{
    const IpAddress gateway =
        header.isV4() ? IpAddress::v4(192, 0, 2, 1) : IpAddress::parse("2001:db8::1").value_or(IpAddress{});
    const auto reply = buildTooBig(packet, 1400, gateway);
    if (!reply)
        return;
    const auto replied = decodeIpHeader(*reply);
    require(replied.has_value() && replied->totalLength == reply->size(), "an answer is a whole packet");
    require(replied->destination == header.source, "an answer goes to the source");
    require(reply->size() <= 1280, "an answer passes every link");
    const ByteView message = ByteView(*reply).subspan(replied->headerLength);
    const std::uint32_t sum =
        replied->isV4() ? 0 : pseudoHeaderSum(replied->source, replied->destination, replied->protocol, message.size());
    require(internetChecksum(message, sum) == 0, "an answer has a right checksum");
    require(!buildTooBig(*reply, 1400, gateway), "an answer is never answered");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const ByteView packet(data, size);
    Bytes mended = toBytes(packet);
    updateIpv4Checksum(mended);
    const auto header = decodeIpHeader(packet);
    if (!header)
        return 0;
    require(header->totalLength <= size, "a packet ends in its buffer");
    require(header->headerLength <= header->totalLength, "a header ends in its packet");
    require(!header->hasPorts || header->fragmentOffset == 0, "only a first fragment has ports");
    require(decodeIpHeader(packet.first(header->totalLength)) == header, "padding changes nothing");
    if (header->isV4())
        require(ipv4ChecksumIsRight(mended), "a checksum that was updated is right");
    tryTooBig(packet, *header);
    return 0;
}
