#include "models/catalog/connection_validator.h"

#include "models/catalog/address_rules.h"
#include "models/catalog/certificate_rules.h"
#include "models/catalog/gateway_validator.h"
#include "models/catalog/ike_rules.h"
#include "models/catalog/subnet_rules.h"
#include "models/catalog/validation_index.h"

#include <algorithm>

namespace tw::models {

namespace {

constexpr NumberRange kLifetime{1, 86400};
constexpr NumberRange kHealthInterval{1, 3600};
constexpr NumberRange kHealthRetry{1, 100};
constexpr NumberRange kReplayWindow{0, 4096};
// From what IPv4 lets every host expect (RFC 791) to the jumbo frames that Ethernet carries.
constexpr NumberRange kMtu{576, 9000};
constexpr NumberRange kMss{536, 8960};
constexpr qint64 kMinIpv6Mtu = 1280; // RFC 8200, 5
constexpr int kIpv4TcpHeaders = 40; // RFC 9293, 3.7.1
constexpr int kIpv6TcpHeaders = 60;

// One run over a draft: the rules of each group in the order of the form, and then the config.
class Validation
{
public:
    Validation(const ConnectionDraft &draft, const PresharedKey &key, const ValidationContext &context)
        : m_draft(tidied(draft)),
          m_key(key),
          m_context(context),
          m_index(context.index ? context.index
                                : std::make_shared<const ValidationIndex>(context.vpnGateways, context.customerGateways,
                                                                          context.connections))
    { }

    ValidationIssues run(); // in the order of the form
    ValidConnection result() const; // only where run() found no error

private:
    void checkGeneral();
    void checkGateways();
    void checkSubnets();
    void checkIke();
    void checkHealth();
    void checkNumbers();
    void number(Field field, NumberRange range);
    void healthAddress(Field field, const SubnetList &subnets);
    void add(Field field, Reason reason, const QStringList &args = {}, std::optional<Field> crossing = {},
             const QList<Mend> &mends = {});
    std::optional<IpAddress> peerAddress() const;
    bool hasIpv6Subnets() const;

    ConnectionDraft m_draft;
    const PresharedKey &m_key;
    const ValidationContext &m_context;
    const std::shared_ptr<const ValidationIndex> m_index;
    Gateways m_gateways;
    ChosenCertificates m_chosen;
    SubnetList m_local;
    SubnetList m_remote;
    ValidationIssues m_issues;
};

ValidationIssues Validation::run()
{
    checkGateways();
    checkGeneral();
    checkSubnets();
    checkIke();
    checkHealth();
    checkNumbers();
    std::ranges::stable_sort(m_issues, {}, &ValidationIssue::field);
    return m_issues;
}

void Validation::add(Field field, Reason reason, const QStringList &args, std::optional<Field> crossing,
                     const QList<Mend> &mends)
{
    m_issues.append({field, reason, args, crossing, Severity::Error, mends});
}

void Validation::checkGeneral()
{
    m_issues += checkName(m_draft.name);
    m_issues += checkDescription(m_draft.description);
    if (m_index->isNameTaken(m_draft))
        add(Field::Name, Reason::NameTaken, {m_draft.name});
}

void Validation::checkGateways()
{
    m_gateways.vpn = m_index->vpnGateways.find(m_context.vpnGateways, m_draft.vpnGatewayId);
    m_gateways.customer = m_index->customerGateways.find(m_context.customerGateways, m_draft.customerGatewayId);
    if (m_draft.regionId.isEmpty() && m_gateways.vpn)
        m_draft.regionId = m_gateways.vpn->regionId;
    const auto check = [&](Field field, const QString &id, const auto *gateway) {
        if (id.isEmpty())
            add(field, Reason::GatewayMissing);
        else if (!gateway)
            add(field, Reason::GatewayUnknown, {id});
        else if (!m_draft.regionId.isEmpty() && gateway->regionId != m_draft.regionId) // without: its gateway is wrong
            add(field, Reason::GatewayOfOtherRegion, {gateway->name});
    };
    check(Field::VpnGateway, m_draft.vpnGatewayId, m_gateways.vpn);
    check(Field::CustomerGateway, m_draft.customerGatewayId, m_gateways.customer);

    const Connection *past =
        m_draft.id.isEmpty() ? nullptr : m_index->connections.find(m_context.connections, m_draft.id);
    if (past) {
        if (past->draft.vpnGatewayId != m_draft.vpnGatewayId)
            add(Field::VpnGateway, Reason::GatewayFixed);
        if (past->draft.customerGatewayId != m_draft.customerGatewayId)
            add(Field::CustomerGateway, Reason::GatewayFixed);
    }

    const auto peer = peerAddress();
    const auto local = m_gateways.vpn ? parseAddress(m_gateways.vpn->localAddress) : std::nullopt;
    if (peer && local && peer->family() != local->family())
        add(Field::CustomerGateway, Reason::AddressFamiliesDiffer, {toQString(*local), toQString(*peer)},
            Field::VpnGateway);
}

void Validation::checkSubnets()
{
    m_local = readSubnets(Field::LocalSubnet, m_draft.localSubnet);
    m_remote = readSubnets(Field::RemoteSubnet, m_draft.remoteSubnet);
    for (const SubnetList *list : {&m_local, &m_remote}) {
        m_issues += list->issues;
        if (list->prefixes.size() > 1 && m_draft.ikeVersion == QLatin1String("ikev1"))
            add(list->side, Reason::SubnetsNeedIkeV2, {}, Field::IkeVersion,
                {{Field::IkeVersion, QStringLiteral("ikev2")}});
    }
    m_issues += checkBetweenSides(m_local, m_remote);
    m_issues += checkAgainstOthers(m_local, m_remote, m_draft.id, *m_index);
    m_issues += checkReach(m_remote, peerAddress(), m_context.machine);
}

void Validation::checkIke()
{
    const auto choice = [&](Field field, const QString &word, const QStringList &allowed) {
        if (const auto bad = checkChoice(field, word, allowed))
            m_issues.append(*bad);
    };
    choice(Field::AuthMethod, m_draft.authMethod, {QStringLiteral("psk"), QStringLiteral("certificate")});
    m_chosen = chooseCertificates(m_draft, m_context.certificates);
    const EffectiveIds ids = effectiveIds(m_draft, m_gateways);
    if (usesCertificates(m_draft))
        m_issues += checkCertificates(m_draft, ids, m_context.certificates, m_context.now);
    else
        m_issues += checkPresharedKey(m_key);
    choice(Field::IkeVersion, m_draft.ikeVersion, {QStringLiteral("ikev1"), QStringLiteral("ikev2")});
    choice(Field::IkeMode, m_draft.ikeMode, {QStringLiteral("main"), QStringLiteral("aggressive")});
    choice(Field::EnableNatTraversal, m_draft.natTraversal,
           {QStringLiteral("automatic"), QStringLiteral("forced"), QStringLiteral("off")});
    m_issues += checkAlgorithms(m_draft);
    m_issues += checkIds(m_draft, ids);
    const qsizetype other = m_index->sharing(m_draft);
    if (other >= 0)
        m_issues += checkSharing(m_draft, m_key, m_gateways, m_context.connections.at(other), m_context);
}

void Validation::checkHealth()
{
    if (!m_draft.healthCheck)
        return;
    healthAddress(Field::HealthCheckDip, m_remote);
    healthAddress(Field::HealthCheckSip, m_local);
}

void Validation::healthAddress(Field field, const SubnetList &subnets)
{
    const QString text = draftText(m_draft, field);
    if (text.isEmpty())
        return add(field, Reason::HealthAddressMissing, {}, subnets.side);
    const auto address = parseAddress(text);
    if (!address)
        return add(field, Reason::HealthAddressBad, {text}, subnets.side);
    const bool isInside =
        std::ranges::any_of(subnets.prefixes, [&](const IpPrefix &prefix) { return prefix.contains(*address); });
    if (!isInside)
        add(field, Reason::HealthAddressOutside, {text, subnets.text()}, subnets.side);
}

void Validation::number(Field field, NumberRange range)
{
    if (const auto value = readNumber(field, draftText(m_draft, field), range))
        setDraftText(m_draft, field, QString::number(*value)); // without leading zeros
    else
        m_issues.append(value.error());
}

void Validation::checkNumbers()
{
    number(Field::IkeLifetime, kLifetime);
    number(Field::IpsecLifetime, kLifetime);
    number(Field::AntiReplayWindow, kReplayWindow);
    if (m_draft.enableEsn && m_draft.replayWindow == QLatin1String("0"))
        add(Field::EnableEsn, Reason::EsnNeedsWindow, {}, Field::AntiReplayWindow,
            {{Field::AntiReplayWindow, ConnectionDraft().replayWindow}});
    if (m_draft.healthCheck) {
        number(Field::HealthCheckInterval, kHealthInterval);
        number(Field::HealthCheckRetry, kHealthRetry);
    }
    if (!m_draft.mtu.isEmpty()) {
        number(Field::Mtu, kMtu);
        const int mtu = m_draft.mtu.toInt();
        if (hasIpv6Subnets() && mtu >= kMtu.minimum && mtu < kMinIpv6Mtu)
            add(Field::Mtu, Reason::MtuTooSmallForIpv6, {m_draft.mtu}, {},
                {{Field::Mtu, QString::number(kMinIpv6Mtu)}});
    }
    if (!m_draft.mss.isEmpty()) {
        number(Field::Mss, kMss);
        const int largest = m_draft.mtu.toInt() - (hasIpv6Subnets() ? kIpv6TcpHeaders : kIpv4TcpHeaders);
        if (largest > 0 && m_draft.mss.toInt() > largest)
            add(Field::Mss, Reason::MssTooLarge, {m_draft.mss, m_draft.mtu, QString::number(largest)}, Field::Mtu,
                {{Field::Mss, QString::number(largest)}});
    }
}

std::optional<IpAddress> Validation::peerAddress() const
{
    return m_gateways.customer ? parseAddress(m_gateways.customer->ipAddress) : std::nullopt;
}

bool Validation::hasIpv6Subnets() const
{
    return std::ranges::any_of(m_local.prefixes, [](const IpPrefix &prefix) { return !prefix.address().isV4(); });
}

std::vector<api::TrafficSelector> selectors(const SubnetList &subnets)
{
    std::vector<api::TrafficSelector> list;
    for (const IpPrefix &prefix : subnets.prefixes)
        list.push_back(api::TrafficSelector::fromPrefix(prefix));
    return list;
}

api::NatTraversal natTraversal(const QString &word)
{
    if (word == QLatin1String("forced"))
        return api::NatTraversal::Forced;
    return word == QLatin1String("off") ? api::NatTraversal::Off : api::NatTraversal::Automatic;
}

ValidConnection Validation::result() const
{
    ConnectionDraft draft = m_draft;
    draft.localSubnet = m_local.text();
    draft.remoteSubnet = m_remote.text();

    api::ConnectionConfig config;
    config.id = api::ConnectionId(draft.id.toStdString());
    config.name = draft.name.toStdString();
    config.localAddress = parseAddress(m_gateways.vpn->localAddress);
    if (const auto peer = peerAddress())
        config.peer = *peer;
    else
        config.peer = api::HostName(m_gateways.customer->ipAddress.toStdString());
    config.effectImmediately = draft.effectImmediately;
    config.natTraversal = natTraversal(draft.natTraversal);

    const EffectiveIds ids = effectiveIds(draft, m_gateways);
    const bool isV1 = draft.ikeVersion == QLatin1String("ikev1");
    const bool isAggressive = draft.ikeMode == QLatin1String("aggressive");
    config.ike.version = isV1 ? api::IkeVersion::V1 : api::IkeVersion::V2;
    config.ike.mode = isAggressive ? api::IkeV1Mode::Aggressive : api::IkeV1Mode::Main;
    config.ike.proposals = {ikeProposal(draft)};
    config.ike.lifetime = std::chrono::seconds(draft.ikeLifetime.toInt());
    config.ike.localId = *api::Identity::parse(ids.local.toStdString());
    config.ike.remoteId = *api::Identity::parse(ids.remote.toStdString());

    if (usesCertificates(draft))
        config.ike.authentication = certificateAuthentication(m_chosen, m_context.certificates);

    config.child.proposals = espProposals(draft);
    config.child.lifetime = std::chrono::seconds(draft.ipsecLifetime.toInt());
    config.child.local = selectors(m_local);
    config.child.remote = selectors(m_remote);
    config.child.replayWindow = draft.replayWindow.toUInt();
    config.child.mtu = draft.mtu.toUShort();
    config.child.mss = draft.mss.toUShort();
    config.dpd.enabled = draft.enableDpd;
    return {std::make_shared<const api::ConnectionConfig>(std::move(config)), draft, m_issues};
}

} // namespace

std::expected<ValidConnection, ValidationIssues> validate(const ConnectionDraft &draft, const PresharedKey &key,
                                                          const ValidationContext &context)
{
    Validation validation(draft, key, context);
    ValidationIssues issues = validation.run();
    if (hasErrors(issues))
        return std::unexpected(std::move(issues));
    return validation.result();
}

ValidationIssues check(const ConnectionDraft &draft, const PresharedKey &key, const ValidationContext &context)
{
    return Validation(draft, key, context).run();
}

} // namespace tw::models
