#include "tests/support/ikev1_transcript.h"

#include <stdexcept>

namespace tw::test {

namespace {

constexpr std::string_view kInitiator = "192.0.2.2[";
constexpr std::string_view kWhole = "whole ";
constexpr std::string_view kFragment = "fragment ";
constexpr std::string_view kChild = "child ";

Bytes bytesOrNone(const VectorRecord &record, const std::string &field)
{
    return record.has(field) ? record.bytes(field) : Bytes{};
}

Ikev1Datagram datagramOf(const VectorRecord &record, std::string title)
{
    return {std::move(title),
            record.text("from").starts_with(kInitiator),
            record.text("payloads"),
            bytesOrNone(record, "bytes"),
            {},
            bytesOrNone(record, "iv"),
            bytesOrNone(record, "plain"),
            bytesOrNone(record, "hash")};
}

} // namespace

Ikev1Transcript readIkev1Transcript(const std::string &name)
{
    const auto records = readVectors("transcript_ikev1_" + name + ".txt");
    if (records.front().name() != "keys")
        throw std::runtime_error(name + ": the keys do not come first");
    Ikev1Transcript transcript{records.front(), {}, {}};
    for (const VectorRecord &record : records) {
        const std::string &title = record.name();
        if (title.starts_with(kChild))
            transcript.children.push_back(record);
        else if (title.starts_with(kFragment))
            transcript.datagrams.back().fragments.push_back(record.bytes("bytes"));
        else if (title.starts_with(kWhole))
            transcript.datagrams.push_back(datagramOf(record, title.substr(kWhole.size())));
        else if (title != "keys")
            transcript.datagrams.push_back(datagramOf(record, title));
    }
    if (transcript.children.empty() || transcript.datagrams.size() < 6)
        throw std::runtime_error(name + ": too little was recorded");
    return transcript;
}

} // namespace tw::test
