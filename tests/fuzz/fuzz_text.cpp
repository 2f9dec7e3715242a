#include "engine/api/event.h"
#include "engine/api/identity.h"
#include "engine/api/proposal.h"
#include "engine/api/traffic_selector.h"
#include "fuzz_check.h"

// Text that comes from outside as text: addresses, prefixes, identities and names of algorithms, as a user types them and
// as documents hold them. What is understood is printed in one form, and that form means the same.
namespace {

using namespace tw;
using fuzz::require;

void tryAddresses(std::string_view text)
{
    if (const auto address = IpAddress::parse(text)) {
        require(IpAddress::parse(address->toString()) == address, "an address survives its text");
        require(IpAddress::fromBytes(address->bytes()) == address, "an address survives its octets");
    }
    if (const auto prefix = IpPrefix::parse(text)) {
        require(IpPrefix::parse(prefix->toString()) == prefix, "a prefix survives its text");
        require(prefix->network() <= prefix->last(), "a prefix begins before it ends");
        require(prefix->contains(prefix->address()) && prefix->contains(prefix->network()), "a prefix holds its own");
        const auto selector = api::TrafficSelector::fromPrefix(*prefix);
        require(selector.prefix() && selector.prefix()->network() == prefix->network(), "a selector is its prefix");
        require(api::coveringPrefixes(selector).size() == 1, "a prefix covers itself");
    }
}

void tryIdentity(std::string_view text)
{
    constexpr std::size_t kLongest = 100;
    constexpr std::size_t kLongestName = 255; // of a distinguished name, which may hold blanks
    const auto identity = api::Identity::parse(text);
    if (!identity)
        return;
    const bool isName = identity->type == api::Identity::Type::DerDn;
    require(text.size() <= (isName ? kLongestName : kLongest), "an identity is short");
    require(isName || text.find(' ') == std::string_view::npos,
            "an identity that is no distinguished name has no blanks");
    const std::string printed = identity->toString();
    require(printed.find('\n') == std::string::npos && printed.find('\0') == std::string::npos, "it can be logged");
    if (identity->isAddress())
        require(IpAddress::fromBytes(identity->data).has_value(), "an address has its octets");
}

void tryNames(std::string_view text)
{
    if (const auto name = api::parseEncryption(text))
        require(api::shortName(*name) == text, "an encryption has one name");
    if (const auto name = api::parseIntegrity(text))
        require(api::shortName(*name) == text, "an integrity has one name");
    if (const auto name = api::parsePrf(text))
        require(api::shortName(*name) == text, "a PRF has one name");
    if (const auto name = api::parseDhGroup(text))
        require(api::shortName(*name) == text, "a group has one name");
    if (const auto name = api::parseEvent(text))
        require(api::eventName(*name) == text, "an event has one name");
    if (const auto name = api::parseDetail(text))
        require(api::detailName(*name) == text, "a detail has one name");
    if (const auto name = api::parseFailure(text))
        require(api::failureName(*name) == text, "a failure has one name");
    const Bytes octets = fromHex(text);
    require(fromHex(toHex(octets)) == octets, "octets survive their digits");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::size_t kLongest = 1024;
    if (size > kLongest)
        return 0;
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    tryAddresses(text);
    tryIdentity(text);
    tryNames(text);
    return 0;
}
