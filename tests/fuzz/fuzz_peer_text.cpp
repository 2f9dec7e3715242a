#include "fuzz_check.h"
#include "models/transfer/export/exporter.h"
#include "models/transfer/import/peer_reading.h"

#include <QString>

// Configurations of other devices, as they are pasted and dropped: the first octet names the reader, a zero octet ends the
// text, and what follows is the second file. Whatever is understood is bounded, and its words hold nothing else.
namespace {

using namespace tw;
using fuzz::require;

void checkReading(const models::PeerReading &reading)
{
    require(reading.ignored.size() <= models::kMaxIgnoredLines, "what is ignored is bounded");
    require(!reading.hasIkeSuite || !reading.ikeOffers.empty(), "a suite is one of the offers");
    require(!reading.hasEspSuite || !reading.espOffers.empty(), "a suite is one of the offers");
    require(reading.ikeOffers.size() <= 64 && reading.espOffers.size() <= 64, "offers are bounded");
    require(!reading.hasIkeSuite || reading.view.ike.group != api::DhGroup::None, "phase 1 has a group");
    require(!reading.hasIkeSuite || reading.view.ike.hash != api::Integrity::None, "phase 1 has a hash");
    require(!reading.hasEspSuite
                || (reading.view.esp.hash == api::Integrity::None) == api::isAead(reading.view.esp.encryption),
            "phase 2 is authenticated, once");
    require(!reading.key || !reading.key->isEmpty(), "a key that is there has octets");
    models::ConnectionDraft draft;
    models::takeOver(reading.view, draft);
    // What was read may break any rule of the form, and the exporters' own checks bear that.
    for (const models::PeerFormatInfo &info : models::peerFormats())
        (void)models::exportBlockers(info.format, reading.view, reading.key ? &*reading.key : nullptr);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::size_t kLongest = 16384;
    if (size == 0 || size > kLongest)
        return 0;
    const ByteView input(data + 1, size - 1);
    std::size_t end = 0;
    while (end < input.size() && input[end] != 0)
        ++end;
    const ByteView text = input.first(end);
    const ByteView secrets = end < input.size() ? input.subspan(end + 1) : ByteView();
    const auto format = static_cast<models::PeerFormat>(data[0] % models::peerFormats().size());
    (void)models::recognisePeerFormat(text);
    const models::ReadResult read = models::readPeer(format, text, secrets);
    if (!read) {
        require(!read.error().reason.english().isEmpty(), "a fault has words");
        return 0;
    }
    require(!read->empty() && read->size() <= static_cast<std::size_t>(models::kMaxPeerConnections) + 2,
            "connections are bounded, and there is one");
    for (const models::PeerReading &reading : *read)
        checkReading(reading);
    return 0;
}
