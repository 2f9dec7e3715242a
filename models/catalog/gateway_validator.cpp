#include "models/catalog/gateway_validator.h"

#include "models/catalog/address_rules.h"

#include <algorithm>

namespace tw::models {

namespace {

constexpr qsizetype kMinName = 2;
constexpr qsizetype kMaxName = 128;
constexpr qsizetype kMaxDescription = 256;
constexpr qsizetype kMaxRegionId = 64;
constexpr qsizetype kMaxHostName = 253; // RFC 1035, 2.3.4, as text
constexpr qsizetype kMaxLabel = 63;
constexpr NumberRange kAsnRange{1, 4294967295};

bool isAsciiLetter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }
bool isAsciiDigit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool isChinese(char32_t c) { return QChar::script(c) == QChar::Script_Han; }

ValidationIssue issue(Field field, Reason reason, const QStringList &args = {})
{
    return {field, reason, args, {}, Severity::Error, {}};
}

template <typename Object>
bool isNameTaken(const Object &draft, const QList<Object> &others)
{
    return std::ranges::any_of(others, [&](const Object &other) {
        return other.id != draft.id && other.regionId == draft.regionId && other.name == draft.name;
    });
}

// What both kinds of gateway have in common; trims as it goes.
template <typename Gateway>
ValidationIssues checkCommon(Gateway &gateway, const QList<Gateway> &others, const QList<Region> &regions)
{
    gateway.name = gateway.name.trimmed();
    gateway.description = gateway.description.trimmed();
    ValidationIssues issues = checkName(gateway.name) + checkDescription(gateway.description);
    if (isNameTaken(gateway, others))
        issues.append(issue(Field::Name, Reason::NameTaken, {gateway.name}));
    if (gateway.regionId.isEmpty())
        issues.append(issue(Field::RegionId, Reason::RegionMissing));
    else if (std::ranges::none_of(regions, [&](const Region &region) { return region.id == gateway.regionId; }))
        issues.append(issue(Field::RegionId, Reason::RegionUnknown, {gateway.regionId}));
    return issues;
}

// An address of this side, into canonical form.
std::optional<ValidationIssue> checkOwnAddress(Field field, QString &text)
{
    const auto address = parseAddress(text);
    if (!address)
        return issue(field, Reason::AddressBad, {text});
    const bool isBroadcast = *address == IpAddress::v4(255, 255, 255, 255);
    if (address->isUnspecified() || address->isMulticast() || isBroadcast)
        return issue(field, Reason::AddressUnusable, {text});
    text = toQString(*address);
    return std::nullopt;
}

std::optional<ValidationIssue> checkPeerAddress(QString &text, Purpose purpose)
{
    if (text.isEmpty())
        return issue(Field::IpAddress, Reason::AddressMissing);
    const auto address = parseAddress(text);
    if (!address) {
        if (!isHostName(text))
            return issue(Field::IpAddress, Reason::PeerAddressBad, {text});
        text = (text.endsWith(u'.') ? text.chopped(1) : text).toLower();
        return std::nullopt;
    }
    const bool isExcepted = purpose == Purpose::Rehearsal && address->isLoopback();
    const auto range = forbiddenPeerRange(*address);
    if (range && !isExcepted)
        return issue(Field::IpAddress, Reason::PeerAddressForbidden, {text, *range});
    text = toQString(*address);
    return std::nullopt;
}

} // namespace

ValidationIssues checkName(const QString &name)
{
    const QList<uint> characters = name.toUcs4();
    if (characters.isEmpty())
        return {issue(Field::Name, Reason::NameMissing)};
    for (const QLatin1String scheme : {QLatin1String("http://"), QLatin1String("https://")}) {
        if (name.startsWith(scheme, Qt::CaseInsensitive))
            return {issue(Field::Name, Reason::NameIsUrl)};
    }

    ValidationIssues issues;
    if (characters.size() < kMinName || characters.size() > kMaxName)
        issues.append(issue(Field::Name, Reason::NameLength));
    if (!isAsciiLetter(characters.first()) && !isChinese(characters.first()))
        issues.append(issue(Field::Name, Reason::NameStart));
    const auto bad = std::ranges::find_if_not(characters, [](char32_t c) {
        return isAsciiLetter(c) || isAsciiDigit(c) || isChinese(c) || c == U'-' || c == U'_';
    });
    if (bad != characters.end()) {
        const char32_t character = *bad;
        issues.append(issue(Field::Name, Reason::NameCharacter, {QString::fromUcs4(&character, 1)}));
    }
    return issues;
}

ValidationIssues checkDescription(const QString &description)
{
    const qsizetype length = description.toUcs4().size();
    if (length == 0 || (length >= kMinName && length <= kMaxDescription))
        return {};
    return {issue(Field::Description, Reason::DescriptionLength)};
}

bool isHostName(const QString &text)
{
    const QString name = text.endsWith(u'.') ? text.chopped(1) : text;
    if (name.isEmpty() || name.size() > kMaxHostName)
        return false;
    const QStringList labels = name.split(u'.');
    const bool areLabelsGood = std::ranges::all_of(labels, [](const QString &label) {
        const bool areCharactersGood = std::ranges::all_of(
            label, [](QChar c) { return isAsciiLetter(c.unicode()) || isAsciiDigit(c.unicode()) || c == u'-'; });
        return areCharactersGood && !label.isEmpty() && label.size() <= kMaxLabel && !label.startsWith(u'-')
            && !label.endsWith(u'-');
    });
    // "10.0.0.256" and "10.1.2" are slips of an address, not names: RFC 1123, 2.1.
    const bool endsInNumber = std::ranges::all_of(labels.last(), [](QChar c) { return isAsciiDigit(c.unicode()); });
    return areLabelsGood && !endsInNumber;
}

std::expected<VpnGateway, ValidationIssues> validate(const VpnGateway &draft, const QList<VpnGateway> &others,
                                                     const QList<Region> &regions)
{
    VpnGateway gateway = draft;
    ValidationIssues issues = checkCommon(gateway, others, regions);

    gateway.internetIp = gateway.internetIp.trimmed();
    if (gateway.internetIp.isEmpty())
        issues.append(issue(Field::InternetIp, Reason::AddressMissing));
    else if (const auto bad = checkOwnAddress(Field::InternetIp, gateway.internetIp))
        issues.append(*bad);

    gateway.localAddress = gateway.localAddress.trimmed();
    if (!gateway.localAddress.isEmpty()) {
        if (const auto bad = checkOwnAddress(Field::LocalAddress, gateway.localAddress))
            issues.append(*bad);
    }
    if (!issues.isEmpty())
        return std::unexpected(issues);
    return gateway;
}

std::expected<CustomerGateway, ValidationIssues> validate(const CustomerGateway &draft,
                                                          const QList<CustomerGateway> &others,
                                                          const QList<Region> &regions, Purpose purpose)
{
    CustomerGateway gateway = draft;
    ValidationIssues issues = checkCommon(gateway, others, regions);

    gateway.ipAddress = gateway.ipAddress.trimmed();
    if (const auto bad = checkPeerAddress(gateway.ipAddress, purpose)) {
        issues.append(*bad);
    } else {
        const auto other = std::ranges::find_if(others, [&](const CustomerGateway &o) {
            return o.id != gateway.id && o.regionId == gateway.regionId && o.ipAddress == gateway.ipAddress;
        });
        if (other != others.end())
            issues.append(issue(Field::IpAddress, Reason::PeerAddressTaken, {gateway.ipAddress, other->name}));
    }

    gateway.asn = gateway.asn.trimmed();
    if (!gateway.asn.isEmpty()) {
        if (const auto number = readNumber(Field::Asn, gateway.asn, kAsnRange))
            gateway.asn = QString::number(*number);
        else
            issues.append(issue(Field::Asn, Reason::AsnBad, {gateway.asn}));
    }
    if (!issues.isEmpty())
        return std::unexpected(issues);
    return gateway;
}

std::expected<Region, ValidationIssues> validate(const Region &draft, const QList<Region> &others)
{
    Region region{draft.id.trimmed(), draft.name.trimmed(), {}, true};
    ValidationIssues issues;
    const bool isIdGood = !region.id.isEmpty() && region.id.size() <= kMaxRegionId
        && isAsciiLetter(region.id[0].unicode()) && std::ranges::all_of(region.id, [](QChar c) {
               return isAsciiLetter(c.unicode()) || isAsciiDigit(c.unicode()) || c == u'-';
           });
    if (!isIdGood)
        issues.append(issue(Field::RegionId, Reason::RegionIdBad, {region.id}));

    // A site's name is free text, "Data centre 2 (Hamburg)": the cloud's own names have blanks and brackets too.
    const qsizetype length = region.name.toUcs4().size();
    if (length == 0)
        issues.append(issue(Field::Name, Reason::NameMissing));
    else if (length < kMinName || length > kMaxName)
        issues.append(issue(Field::Name, Reason::NameLength));
    const bool isTaken = std::ranges::any_of(others, [&](const Region &other) {
        return other.id != region.id && (other.name == region.name || other.chineseName == region.name);
    });
    if (isTaken && length > 0)
        issues.append(issue(Field::Name, Reason::NameTaken, {region.name}));
    if (!issues.isEmpty())
        return std::unexpected(issues);
    return region;
}

} // namespace tw::models
