#include "engine/ike/proposal_choice.h"
#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"
#include "engine/wire/message.h"
#include "fuzz_check.h"

#include <algorithm>

// One payload by itself, behind an octet that names it, and what is made of it before anyone is authenticated: an offer
// is compared with what is configured, selectors are narrowed, names go into the log.
namespace {

using namespace tw;
using namespace tw::wire;
using fuzz::require;

constexpr api::IkeProposal kIke[] = {
    {api::Encryption::Aes256Cbc, api::Integrity::HmacSha256_128, api::Prf::HmacSha256, api::DhGroup::Modp2048},
    {api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::Prf::HmacSha1, api::DhGroup::Modp1024},
    {api::Encryption::Aes128Gcm16, api::Integrity::None, api::Prf::HmacSha256, api::DhGroup::Curve25519},
    {api::Encryption::TripleDesCbc, api::Integrity::HmacMd5_96, api::Prf::HmacMd5, api::DhGroup::Modp768},
};
constexpr api::EspProposal kEsp[] = {
    {api::Encryption::Aes128Cbc, api::Integrity::HmacSha1_96, api::DhGroup::None, false},
    {api::Encryption::Aes256Gcm16, api::Integrity::None, api::DhGroup::Modp2048, true},
    {api::Encryption::ChaCha20Poly1305, api::Integrity::None, api::DhGroup::None, false},
};

bool isPrintable(const std::string &text)
{
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

// Decodes, encodes and decodes again; hands on what was there.
template <typename T>
std::optional<T> survivor(ByteView body, Result<T> (*decode)(ByteView), Bytes (*encode)(const T &))
{
    auto decoded = decode(body);
    if (!decoded)
        return std::nullopt;
    const auto again = decode(encode(*decoded));
    require(again.has_value(), "what was encoded can be decoded");
    if constexpr (!std::is_same_v<T, TrafficSelectors>) // those of unknown types are dropped
        require(*again == *decoded, "a body survives a round trip");
    return std::move(*decoded);
}

template <typename Suite, std::size_t count>
void checkChoice(const std::optional<ike::ProposalChoice<Suite>> &choice, const Suite (&configured)[count])
{
    if (!choice)
        return;
    require(std::ranges::find(configured, choice->suite) != std::end(configured), "only what is configured is chosen");
    require(!encodeSaPayload({{choice->answer}}).empty(), "a choice can be said");
}

void tryOffer(ByteView body)
{
    const auto offer = survivor(body, decodeSaPayload, encodeSaPayload);
    if (!offer)
        return;
    require(isPrintable(ike::toString(*offer)), "an offer can be logged");
    const std::vector<api::IkeProposal> ike(std::begin(kIke), std::end(kIke));
    const std::vector<api::EspProposal> esp(std::begin(kEsp), std::end(kEsp));
    const Bytes spi{1, 2, 3, 4};
    if (const auto choice = ike::choose(ike, *offer)) {
        checkChoice<api::IkeProposal>(*choice, kIke);
        const auto verified = ike::verifyAnswer(ike, SaPayload{{choice->answer}});
        require(verified || choice->answer.number > ike.size(), "our own choice is an answer to what is configured");
    } else {
        require(isPrintable(choice.error().offered) && isPrintable(choice.error().differs), "a refusal can be logged");
    }
    if (const auto choice = ike::chooseFirstChild(esp, *offer, spi)) {
        checkChoice<api::EspProposal>(*choice, kEsp);
        require(choice->answer.spi == spi, "the answer carries our SPI");
        require(choice->peerSpi.size() == 4, "an ESP SA has an SPI of four octets");
    }
    checkChoice<api::IkeProposal>(ike::verifyAnswer(ike, *offer), kIke);
    checkChoice<api::EspProposal>(ike::verifyFirstChildAnswer(esp, *offer), kEsp);
}

void checkCover(const api::TrafficSelector &selector)
{
    const auto prefixes = api::coveringPrefixes(selector);
    require(!prefixes.empty() && prefixes.size() <= 256, "a range takes a few prefixes");
    require(prefixes.front().network() == selector.start && prefixes.back().last() == selector.end,
            "prefixes cover exactly the range");
    for (std::size_t i = 1; i < prefixes.size(); ++i)
        require(prefixes[i - 1].last() < prefixes[i].network(), "prefixes do not overlap");
}

void trySelectors(ByteView body)
{
    const auto offered = survivor(body, decodeTrafficSelectors, encodeTrafficSelectors);
    if (!offered)
        return;
    std::vector<api::TrafficSelector> configured;
    for (const char *text : {"10.1.0.0/16", "10.1.2.0/24", "0.0.0.0/0", "2001:db8::/32", "192.0.2.1/32"})
        configured.push_back(api::TrafficSelector::fromPrefix(IpPrefix::parse(text).value_or(IpPrefix{})));
    configured.front().protocol = 6;
    configured.front().startPort = 80;
    configured.front().endPort = 443;
    const auto narrowed = api::narrow(configured, offered->selectors);
    require(api::isWithin(narrowed, configured), "narrowing adds nothing to what is configured");
    require(api::isWithin(narrowed, offered->selectors), "narrowing adds nothing to what is offered");
    require(isPrintable(api::toString(offered->selectors)), "selectors can be logged");
    for (const api::TrafficSelector &selector : narrowed)
        checkCover(selector);
    for (const api::TrafficSelector &selector : offered->selectors) {
        require(selector.start <= selector.end, "a range begins before it ends");
        checkCover(selector);
        require(!selector.prefix() || selector.prefix()->last() == selector.end, "a prefix is the range");
    }
}

void tryNotify(ByteView body)
{
    const auto notify = survivor(body, decodeNotify, encodeNotify);
    if (!notify)
        return;
    require(isPrintable(notifyName(notify->type)) && isPrintable(notifyShortName(notify->type)), "a notify has a name");
    wantedGroup(*notify);
}

void tryIdentification(ByteView body)
{
    const auto identification = survivor(body, decodeIdentification, encodeIdentification);
    if (!identification)
        return;
    require(encodeIdentification(*identification) == toBytes(body), "AUTH covers the octets as they came");
    require(isPrintable(identification->identity.toString()), "an identity can be logged");
}

void tryAttributes(ByteView bytes)
{
    const auto attributes = decodeAttributes(bytes);
    if (!attributes)
        return;
    ByteWriter out;
    encodeAttributes(out, *attributes);
    require(std::move(out).finish() == toBytes(bytes), "attributes are encoded as they came");
}

void tryBody(PayloadType type, ByteView body)
{
    switch (type) {
    case PayloadType::Sa: tryOffer(body); break;
    case PayloadType::KeyExchange: survivor(body, decodeKeyExchange, encodeKeyExchange); break;
    case PayloadType::IdInitiator:
    case PayloadType::IdResponder: tryIdentification(body); break;
    case PayloadType::Certificate: survivor(body, decodeCertificate, encodeCertificate); break;
    case PayloadType::CertificateRequest: survivor(body, decodeCertificateRequest, encodeCertificateRequest); break;
    case PayloadType::Authentication: survivor(body, decodeAuthentication, encodeAuthentication); break;
    case PayloadType::Nonce: survivor(body, decodeNonce, encodeNonce); break;
    case PayloadType::Notify: tryNotify(body); break;
    case PayloadType::Delete:
        if (const auto deletion = survivor(body, decodeDeletePayload, encodeDeletePayload))
            require(deletion->childSpis().empty() || deletion->childSpis().size() == deletion->spis.size(),
                    "every SPI is a number, or none is");
        break;
    case PayloadType::VendorId: survivor(body, decodeVendorId, encodeVendorId); break;
    case PayloadType::TsInitiator:
    case PayloadType::TsResponder: trySelectors(body); break;
    case PayloadType::Configuration: survivor(body, decodeConfiguration, encodeConfiguration); break;
    case PayloadType::None: tryAttributes(body); break;
    default: break;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0 || size > tw::wire::kMaxIkeMessageSize)
        return 0;
    tryBody(tw::wire::PayloadType{data[0]}, {data + 1, size - 1});
    return 0;
}
