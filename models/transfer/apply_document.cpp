#include "models/transfer/apply_document.h"

#include "models/catalog/issue_text.h"
#include "models/transfer/catalog_json.h"
#include "models/transfer/json_reader.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>

namespace tw::models {

namespace {

constexpr qsizetype kMaxDocument = 16 << 20; // some ten thousand connections

QString words(const char *text) { return QCoreApplication::translate("Document", text); }

QString key(const char *text) { return QString::fromLatin1(text); }

// Where an object of the change came from.
struct Source
{
    ObjectKind kind;
    QString path;
    QString id;
    QString name;
    QString regionId;
};

// Reads a document against a catalogue: who is meant by a name, and what changes.
class Reading
{
public:
    explicit Reading(const Catalog &catalog)
        : m_catalog(catalog), m_vpnGateways(catalog.vpnGateways()), m_customerGateways(catalog.customerGateways())
    { }

    void read(const QJsonObject &document);

    QList<DocumentError> &errors() { return m_errors; }
    const QList<Source> &sources() const { return m_sources; }
    CatalogChange takeChange() { return std::move(m_change); }
    const Source *source(const QString &id) const;

private:
    void readRegion(JsonReader &reader);
    void readVpnGateway(JsonReader &reader);
    void readCustomerGateway(JsonReader &reader);
    void readConnection(JsonReader &reader);
    std::optional<PresharedKey> readSettings(JsonReader &reader, ConnectionDraft &draft);
    void readGateways(JsonReader &reader, ConnectionDraft &draft);
    void readMember(JsonReader &group, const DraftMember &member, ConnectionDraft &draft);
    void dropDefaultIds(const ConnectionDraft &before, ConnectionDraft &draft) const;
    void note(JsonReader &reader, const Source &source);

    template <typename Gateway>
    Gateway identifyGateway(JsonReader &reader, const QList<Gateway> &gateways, const QString &idKey);
    std::optional<ConnectionDraft> identifyConnection(JsonReader &reader);
    template <typename Gateway>
    QString resolve(JsonReader &reader, const QString &atKey, const QString &nameOrId, const QString &regionId,
                    const QList<Gateway> &gateways);

    const Catalog &m_catalog;
    QList<VpnGateway> m_vpnGateways; // saved ones and those of the document
    QList<CustomerGateway> m_customerGateways;
    CatalogChange m_change;
    QList<Source> m_sources;
    QList<DocumentError> m_errors;
};

void Reading::read(const QJsonObject &document)
{
    JsonReader reader(document, {}, m_errors);
    for (JsonReader &region : reader.objects(key("Regions")))
        readRegion(region);
    for (JsonReader &gateway : reader.objects(key("VpnGateways")))
        readVpnGateway(gateway);
    for (JsonReader &gateway : reader.objects(key("CustomerGateways")))
        readCustomerGateway(gateway);
    for (JsonReader &connection : reader.objects(key("VpnConnections")))
        readConnection(connection);
    reader.refuseOthers();
}

const Source *Reading::source(const QString &id) const
{
    const auto found = std::ranges::find(m_sources, id, &Source::id);
    return found == m_sources.end() ? nullptr : &*found;
}

void Reading::note(JsonReader &reader, const Source &source)
{
    if (const Source *other = this->source(source.id))
        reader.fail(key("Name"),
                    words(QT_TRANSLATE_NOOP("Document", "“%1” is named twice; it also stands at %2."))
                        .arg(source.name, other->path));
    m_sources.append(source);
}

void Reading::readRegion(JsonReader &reader)
{
    const auto id = reader.requiredText(key("RegionId"));
    const auto name = reader.text(key("Name"));
    reader.ignore(key("Own"));
    reader.ignore(key("ChineseName"));
    reader.refuseOthers();
    if (!id)
        return;
    const Region *known = m_catalog.region(*id);
    const QString title = name ? name->trimmed() : known ? known->name : QString();
    note(reader, {ObjectKind::Region, reader.path(), *id, title, *id});
    // A document may name the program's own regions as they are.
    if (known && (title == known->name || title == known->chineseName))
        return;
    m_change.regions.append({*id, title, {}, true});
}

// Which saved gateway is meant: by its id, by name and region, or by a name that only one has. Else a new one.
template <typename Gateway>
Gateway Reading::identifyGateway(JsonReader &reader, const QList<Gateway> &gateways, const QString &idKey)
{
    const auto id = reader.text(idKey);
    const auto name = reader.requiredText(key("Name"));
    const auto regionId = reader.text(key("RegionId"));
    Gateway gateway;
    if (id) {
        const auto found = std::ranges::find(gateways, *id, &Gateway::id);
        if (found == gateways.end())
            reader.fail(idKey, words(QT_TRANSLATE_NOOP("Document", "There is no object with the id “%1”.")).arg(*id));
        else
            gateway = *found;
    } else if (name) {
        QList<Gateway> meant;
        std::ranges::copy_if(gateways, std::back_inserter(meant), [&](const Gateway &other) {
            return other.name == *name && (!regionId || other.regionId == *regionId);
        });
        if (meant.size() > 1)
            reader.fail(
                key("RegionId"),
                words(QT_TRANSLATE_NOOP("Document", "“%1” is in several regions. Say which one is meant.")).arg(*name));
        else if (meant.size() == 1)
            gateway = meant.first();
    }
    if (regionId)
        gateway.regionId = *regionId;
    if (name)
        gateway.name = *name;
    return gateway;
}

void Reading::readVpnGateway(JsonReader &reader)
{
    VpnGateway gateway = identifyGateway(reader, m_catalog.vpnGateways(), key("VpnGatewayId"));
    gateway.description = reader.text(key("Description")).value_or(gateway.description);
    gateway.internetIp = reader.text(key("InternetIp")).value_or(gateway.internetIp);
    gateway.localAddress = reader.text(key("LocalAddress")).value_or(gateway.localAddress);
    // What `list` adds to what was applied.
    reader.ignore(key("CreateTime"));
    reader.ignore(key("Status"));
    reader.ignore(key("StatusReason"));
    reader.refuseOthers();
    const bool isNew = gateway.id.isEmpty();
    if (isNew) {
        const auto twin = std::ranges::find_if(m_change.vpnGateways, [&](const VpnGateway &other) {
            return other.name == gateway.name && other.regionId == gateway.regionId;
        });
        gateway.id = twin == m_change.vpnGateways.end() ? generateId(key("vpn-")) : twin->id;
    }
    note(reader, {ObjectKind::VpnGateway, reader.path(), gateway.id, gateway.name, gateway.regionId});
    m_change.vpnGateways.append(gateway);
    m_vpnGateways.removeIf([&](const VpnGateway &other) { return other.id == gateway.id; });
    m_vpnGateways.append(gateway);
}

void Reading::readCustomerGateway(JsonReader &reader)
{
    CustomerGateway gateway = identifyGateway(reader, m_catalog.customerGateways(), key("CustomerGatewayId"));
    gateway.description = reader.text(key("Description")).value_or(gateway.description);
    gateway.ipAddress = reader.text(key("IpAddress")).value_or(gateway.ipAddress);
    gateway.asn = reader.number(key("Asn")).value_or(gateway.asn);
    reader.ignore(key("CreateTime"));
    reader.refuseOthers();
    const bool isNew = gateway.id.isEmpty();
    if (isNew) {
        const auto twin = std::ranges::find_if(m_change.customerGateways, [&](const CustomerGateway &other) {
            return other.name == gateway.name && other.regionId == gateway.regionId;
        });
        gateway.id = twin == m_change.customerGateways.end() ? generateId(key("cgw-")) : twin->id;
    }
    note(reader, {ObjectKind::CustomerGateway, reader.path(), gateway.id, gateway.name, gateway.regionId});
    m_change.customerGateways.append(gateway);
    m_customerGateways.removeIf([&](const CustomerGateway &other) { return other.id == gateway.id; });
    m_customerGateways.append(gateway);
}

// The id of the gateway that a connection names, saved or of this document.
template <typename Gateway>
QString Reading::resolve(JsonReader &reader, const QString &atKey, const QString &nameOrId, const QString &regionId,
                         const QList<Gateway> &gateways)
{
    QList<Gateway> meant;
    for (const Gateway &gateway : gateways) {
        if (gateway.id == nameOrId)
            return gateway.id;
        if (gateway.name == nameOrId)
            meant.append(gateway);
    }
    if (meant.size() > 1 && !regionId.isEmpty())
        meant.removeIf([&](const Gateway &gateway) { return gateway.regionId != regionId; });
    if (meant.size() == 1)
        return meant.first().id;
    reader.fail(
        atKey,
        meant.isEmpty()
            ? words(QT_TRANSLATE_NOOP("Document", "There is no gateway “%1”, neither here nor saved.")).arg(nameOrId)
            : words(QT_TRANSLATE_NOOP("Document", "“%1” is in several regions. Say with RegionId which one is meant."))
                  .arg(nameOrId));
    return {};
}

void Reading::readGateways(JsonReader &reader, ConnectionDraft &draft)
{
    // Both keys are read, so that neither is unknown; the id is the surer one.
    const auto vpnName = reader.text(key("VpnGateway"));
    const auto vpnId = reader.text(key("VpnGatewayId"));
    const auto customerName = reader.text(key("CustomerGateway"));
    const auto customerId = reader.text(key("CustomerGatewayId"));
    const auto regionId = reader.text(key("RegionId"));
    QString wantedRegion = regionId.value_or(QString());
    if (vpnName || vpnId) {
        const QString at = vpnId ? key("VpnGatewayId") : key("VpnGateway");
        draft.vpnGatewayId = resolve(reader, at, vpnId ? *vpnId : *vpnName, wantedRegion, m_vpnGateways);
    }
    const auto vpnGateway = std::ranges::find(m_vpnGateways, draft.vpnGatewayId, &VpnGateway::id);
    if (wantedRegion.isEmpty() && vpnGateway != m_vpnGateways.end())
        wantedRegion = vpnGateway->regionId;
    if (customerName || customerId) {
        const QString at = customerId ? key("CustomerGatewayId") : key("CustomerGateway");
        draft.customerGatewayId =
            resolve(reader, at, customerId ? *customerId : *customerName, wantedRegion, m_customerGateways);
    }
    if (!wantedRegion.isEmpty())
        draft.regionId = wantedRegion;
}

// The saved connection that is meant, or a new draft; nothing where neither can be told.
std::optional<ConnectionDraft> Reading::identifyConnection(JsonReader &reader)
{
    const auto id = reader.text(key("VpnConnectionId"));
    const auto name = reader.requiredText(key("Name"));
    ConnectionDraft named; // for region and gateways only
    readGateways(reader, named);
    // That they stay as they are is the validator's rule.
    const auto withGateways = [&named](ConnectionDraft saved) {
        if (!named.vpnGatewayId.isEmpty())
            saved.vpnGatewayId = named.vpnGatewayId;
        if (!named.customerGatewayId.isEmpty())
            saved.customerGatewayId = named.customerGatewayId;
        return saved;
    };
    if (id) {
        const Connection *saved = m_catalog.connection(*id);
        if (!saved) {
            reader.fail(key("VpnConnectionId"),
                        words(QT_TRANSLATE_NOOP("Document", "There is no object with the id “%1”.")).arg(*id));
            return std::nullopt;
        }
        return withGateways(saved->draft);
    }
    if (!name)
        return std::nullopt;
    QList<Connection> meant;
    for (const Connection &connection : m_catalog.connections()) {
        if (connection.draft.name == *name && (named.regionId.isEmpty() || connection.draft.regionId == named.regionId))
            meant.append(connection);
    }
    if (meant.size() > 1) {
        reader.fail(
            key("RegionId"),
            words(QT_TRANSLATE_NOOP("Document", "“%1” is in several regions. Say which one is meant.")).arg(*name));
        return std::nullopt;
    }
    return meant.isEmpty() ? named : withGateways(meant.first().draft);
}

void Reading::readMember(JsonReader &group, const DraftMember &member, ConnectionDraft &draft)
{
    const JsonPlace place = jsonPlace(member.field);
    const QString name = group.pick(place.keys);
    if (const auto *flag = std::get_if<bool ConnectionDraft::*>(&member.member)) {
        draft.**flag = group.flag(name).value_or(draft.**flag);
        return;
    }
    std::optional<QString> text;
    // The cloud's own documents know only on and off.
    if (member.field == Field::EnableNatTraversal && group.isFlag(name))
        text = *group.flag(name) ? QStringLiteral("automatic") : QStringLiteral("off");
    else if (isNumberField(member.field))
        text = group.number(name);
    else
        text = group.text(name);
    if (text)
        setDraftText(draft, member.field, *text);
}

std::optional<PresharedKey> Reading::readSettings(JsonReader &reader, ConnectionDraft &draft)
{
    auto ike = reader.object(key("IkeConfig"));
    auto ipsec = reader.object(key("IpsecConfig"));
    auto health = reader.object(key("HealthCheckConfig"));
    const bool hasIpsecAuth = ipsec && ipsec->has(key("IpsecAuthAlg"));
    for (const DraftMember &member : draftMembers()) {
        if (member.field == Field::VpnGateway || member.field == Field::CustomerGateway)
            continue;
        const QString group = jsonPlace(member.field).group;
        const auto from = [&]() -> JsonReader * {
            if (group == QLatin1String("IkeConfig"))
                return ike ? &*ike : nullptr;
            if (group == QLatin1String("IpsecConfig"))
                return ipsec ? &*ipsec : nullptr;
            if (group == QLatin1String("HealthCheckConfig"))
                return health ? &*health : nullptr;
            return &reader;
        }();
        if (from)
            readMember(*from, member, draft);
    }
    // What a document leaves out follows from what it says: an AEAD suite leaves nothing to authenticate.
    if (!hasIpsecAuth && isAeadChoice(draft.ipsecEncAlg))
        draft.ipsecAuthAlg = QStringLiteral("none");
    const auto namesOne = [&](const char *name) { return ike && !ike->text(key(name)).value_or(QString()).isEmpty(); };
    if (ike && !ike->has(key("AuthMethod")) && (namesOne("LocalCertificate") || namesOne("RemoteCa")))
        draft.authMethod = QStringLiteral("certificate");

    std::optional<PresharedKey> psk;
    if (ike) {
        if (const auto text = ike->text(key("Psk")))
            psk = presharedKeyFromText(*text);
    }
    for (auto *group : {&ike, &ipsec, &health}) {
        if (*group)
            (*group)->refuseOthers();
    }
    return psk;
}

// Our own lists write an identity that was left at its default as what it stands for; reading that back is no change.
void Reading::dropDefaultIds(const ConnectionDraft &before, ConnectionDraft &draft) const
{
    const VpnGateway *vpnGateway = m_catalog.vpnGateway(before.vpnGatewayId);
    const CustomerGateway *customerGateway = m_catalog.customerGateway(before.customerGatewayId);
    if (before.localId.isEmpty() && vpnGateway && draft.localId == vpnGateway->internetIp)
        draft.localId.clear();
    if (before.remoteId.isEmpty() && customerGateway && draft.remoteId == customerGateway->ipAddress)
        draft.remoteId.clear();
}

void Reading::readConnection(JsonReader &reader)
{
    const auto before = identifyConnection(reader);
    ConnectionDraft draft = before.value_or(ConnectionDraft());
    std::optional<PresharedKey> psk = readSettings(reader, draft);
    reader.ignore(key("CreateTime"));
    reader.refuseOthers();
    if (!before)
        return;
    if (draft.id.isEmpty()) {
        const auto twin = std::ranges::find_if(m_change.connections, [&](const ConnectionChange &other) {
            return other.draft.name == draft.name && other.draft.regionId == draft.regionId;
        });
        draft.id = twin == m_change.connections.end() ? generateId(key("vco-")) : twin->draft.id;
    } else {
        dropDefaultIds(*before, draft);
    }
    note(reader, {ObjectKind::Connection, reader.path(), draft.id, draft.name.trimmed(), draft.regionId});
    m_change.connections.push_back({draft, std::move(psk)});
}

void appendIssues(QList<DocumentError> &list, const Source &source, const ValidationIssues &issues, Severity severity)
{
    for (const ValidationIssue &issue : issues) {
        if (issue.severity == severity)
            list.append({source.path + QLatin1Char('.') + fieldKey(issue.field), issueText(issue)});
    }
}

QList<DocumentError> documentErrors(const CatalogErrors &errors, const Reading &reading)
{
    QList<DocumentError> list;
    for (const CatalogError &error : errors) {
        const bool isInput = error.kind == CatalogError::Kind::Invalid || error.kind == CatalogError::Kind::Fixed;
        const Source *source = error.id.isEmpty() ? nullptr : reading.source(error.id);
        if (source && !error.issues.isEmpty())
            appendIssues(list, *source, error.issues, Severity::Error);
        else
            list.append({source ? source->path : QString(), error.text, isInput});
    }
    return list;
}

ApplyOutcome::Action action(ChangeReport::Outcome outcome)
{
    switch (outcome) {
    case ChangeReport::Outcome::Created: return ApplyOutcome::Action::Created;
    case ChangeReport::Outcome::Changed: return ApplyOutcome::Action::Changed;
    case ChangeReport::Outcome::Unchanged: break;
    }
    return ApplyOutcome::Action::Unchanged;
}

ApplyOutcome outcomeOf(const ChangeReport &report, const Reading &reading, ApplyMode mode)
{
    ApplyOutcome outcome;
    for (const Source &source : reading.sources()) {
        ApplyOutcome::Item item{source.kind,
                                source.name,
                                source.id,
                                source.regionId,
                                action(report.outcomes.value(source.id)),
                                report.effects.value(source.id)};
        // An id that was only made up for the check will never exist.
        if (mode == ApplyMode::DryRun && item.action == ApplyOutcome::Action::Created
            && source.kind != ObjectKind::Region)
            item.id.clear();
        outcome.items.append(item);
        appendIssues(outcome.warnings, source, report.warnings.value(source.id), Severity::Warning);
    }
    return outcome;
}

// "line 3, column 14", from the parser's offset.
QString placeOf(const QByteArray &json, qsizetype offset)
{
    const QByteArray before = json.left(offset);
    const qsizetype line = before.count('\n') + 1;
    const qsizetype column = offset - before.lastIndexOf('\n');
    return words(QT_TRANSLATE_NOOP("Document", "line %1, column %2")).arg(line).arg(column);
}

std::expected<QJsonObject, QList<DocumentError>> parse(const QByteArray &json)
{
    const auto fail = [](const QString &text) { return std::unexpected(QList<DocumentError>{{{}, text}}); };
    if (json.size() > kMaxDocument)
        return fail(words(QT_TRANSLATE_NOOP("Document", "The document is larger than 16 MiB. Split it.")));
    if (json.trimmed().isEmpty())
        return fail(words(QT_TRANSLATE_NOOP("Document", "The document is empty.")));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return fail(words(QT_TRANSLATE_NOOP("Document", "The document is not JSON (%1: %2)."))
                        .arg(placeOf(json, error.offset), error.errorString()));
    if (!document.isObject())
        return fail(
            words(QT_TRANSLATE_NOOP("Document",
                                    "The document must be an object in braces, with VpnGateways, CustomerGateways or "
                                    "VpnConnections in it.")));
    return document.object();
}

} // namespace

bool ApplyOutcome::changesNothing() const
{
    return std::ranges::all_of(items, [](const Item &item) { return item.action == Action::Unchanged; });
}

std::expected<ApplyOutcome, QList<DocumentError>> applyDocument(Catalog &catalog, const QByteArray &json,
                                                                ApplyMode mode)
{
    const auto document = parse(json);
    if (!document)
        return std::unexpected(document.error());
    Reading reading(catalog);
    reading.read(*document);
    CatalogChange change = reading.takeChange();
    // The catalogue's own checks too, so that one run shows everything that is wrong.
    const auto report = mode == ApplyMode::DryRun || !reading.errors().isEmpty() ? catalog.checkAll(change)
                                                                                 : catalog.applyAll(std::move(change));
    QList<DocumentError> errors = reading.errors();
    if (!report) {
        const auto known = [&](const QString &path) {
            return std::ranges::any_of(errors, [&](const DocumentError &e) { return e.path == path; });
        };
        for (const DocumentError &error : documentErrors(report.error(), reading)) {
            if (error.path.isEmpty() || !known(error.path))
                errors.append(error);
        }
    }
    if (!errors.isEmpty())
        return std::unexpected(errors);
    return outcomeOf(*report, reading, mode);
}

} // namespace tw::models
