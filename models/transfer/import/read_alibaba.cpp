#include "models/transfer/import/dialect_reader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace tw::models {

namespace {

// Brackets within each other, outside of texts; Qt's own limit is far higher.
std::optional<ReadFault> tooDeep(const SourceText &text)
{
    int depth = 0;
    bool isText = false;
    int number = 0;
    for (const QString &line : text.lines()) {
        ++number;
        for (qsizetype i = 0; i < line.size(); ++i) {
            if (isText && line[i] == u'\\')
                ++i;
            else if (line[i] == u'"')
                isText = !isText;
            else if (!isText && (line[i] == u'{' || line[i] == u'[') && ++depth > kMaxPeerDepth)
                return ReadFault{number, {QT_TRANSLATE_NOOP("Peer", "The line is nested too deeply."), {}}};
            else if (!isText && (line[i] == u'}' || line[i] == u']'))
                --depth;
        }
    }
    return std::nullopt;
}

// A number or a text; nothing else is one of these values.
QString valueText(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(static_cast<qint64>(value.toDouble())) : value.toString();
}

class ObjectReader
{
public:
    explicit ObjectReader(const QJsonObject &object) : m_object(object) { }

    PeerReading read(const QJsonObject &ike, const QJsonObject &esp, const QJsonObject &tunnel)
    {
        const auto addresses = [&](const char *key) {
            const QString own = tunnel.value(QLatin1String(key)).toString();
            return own.isEmpty() ? m_object.value(QLatin1String(key)).toString() : own;
        };
        PeerView &view = m_reading.view;
        view.name = m_object.value(QLatin1String("Name")).toString();
        view.local = addresses("Local");
        view.remote = addresses("Remote");
        // An answer about the object has its id and no addresses: it is the gateway's side.
        m_reading.isGateways = m_object.contains(QLatin1String("VpnConnectionId"));
        subnets("LocalSubnet", view.localSubnets);
        if (m_object.contains(QLatin1String("RemoteSubnet")))
            subnets("RemoteSubnet", view.remoteSubnets);
        else
            subnets("RemotSubnet", view.remoteSubnets);
        readIke(ike);
        readEsp(esp);
        for (const auto &[key, member] : {std::pair("EffectImmediately", 0), std::pair("EnableDpd", 1)}) {
            const QString word = m_object.value(QLatin1String(key)).toVariant().toString();
            if (word.isEmpty())
                continue;
            (member == 0 ? view.startsAtOnce : view.probes) = word == QLatin1String("true");
            (member == 0 ? m_reading.saysStart : m_reading.saysProbes) = true;
        }
        return std::move(m_reading);
    }

private:
    void ignore(const char *key)
    {
        if (m_reading.ignored.size() < kMaxIgnoredLines)
            m_reading.ignored.append({0, QString::fromLatin1(key)});
    }

    void subnets(const char *key, QStringList &list)
    {
        for (const QString &subnet : m_object.value(QLatin1String(key)).toString().split(u',', Qt::SkipEmptyParts)) {
            const QString network = networkText(subnet);
            if (network.isEmpty() || !subnet.contains(u'/'))
                ignore(key);
            else
                list << network;
        }
    }

    template <typename Value>
    void choice(const QJsonObject &object, const char *key, std::optional<Value> (*parse)(std::string_view),
                std::optional<Value> &value)
    {
        value = parse(object.value(QLatin1String(key)).toString().toStdString());
        if (!value && object.contains(QLatin1String(key)))
            ignore(key);
    }

    void lifetime(const QJsonObject &object, const char *key, qint64 &target)
    {
        if (!object.contains(QLatin1String(key)))
            return;
        bool isNumber = false;
        const qint64 number = valueText(object.value(QLatin1String(key))).toLongLong(&isNumber);
        if (isNumber && number >= 0 && number <= 86400)
            target = number;
        else
            ignore(key);
    }

    void readIke(const QJsonObject &ike)
    {
        PeerView &view = m_reading.view;
        view.isIkeV2 = ike.value(QLatin1String("IkeVersion")).toString() != QLatin1String("ikev1");
        view.isAggressive =
            !view.isIkeV2 && ike.value(QLatin1String("IkeMode")).toString() == QLatin1String("aggressive");
        view.localId = ike.value(QLatin1String("LocalId")).toString();
        view.remoteId = ike.value(QLatin1String("RemoteId")).toString();
        if (view.localId.isEmpty())
            view.localId = view.local;
        if (view.remoteId.isEmpty())
            view.remoteId = view.remote;
        lifetime(ike, "IkeLifetime", view.ikeLifetime);
        std::optional<api::Encryption> encryption;
        std::optional<api::Integrity> hash;
        std::optional<api::DhGroup> group;
        choice(ike, "IkeEncAlg", api::parseEncryption, encryption);
        choice(ike, "IkeAuthAlg", api::parseIntegrity, hash);
        choice(ike, "IkePfs", api::parseDhGroup, group);
        if (encryption && hash && group && *group != api::DhGroup::None && *hash != api::Integrity::None) {
            view.ike = {*encryption, *hash, *group};
            m_reading.hasIkeSuite = true;
            m_reading.ikeOffers = {view.ike};
        }
        QString psk = ike.value(QLatin1String("Psk")).toString();
        if (!psk.isEmpty() && !isPlaceholder(psk))
            m_reading.key = takeKey(psk);
    }

    void readEsp(const QJsonObject &esp)
    {
        PeerView &view = m_reading.view;
        lifetime(esp, "IpsecLifetime", view.espLifetime);
        std::optional<api::Encryption> encryption;
        std::optional<api::Integrity> hash;
        std::optional<api::DhGroup> group;
        choice(esp, "IpsecEncAlg", api::parseEncryption, encryption);
        choice(esp, "IpsecAuthAlg", api::parseIntegrity, hash);
        choice(esp, "IpsecPfs", api::parseDhGroup, group);
        if (encryption && api::isAead(*encryption))
            hash = api::Integrity::None;
        if (encryption && hash && group && (api::isAead(*encryption) || *hash != api::Integrity::None)) {
            view.esp = {*encryption, *hash, *group};
            m_reading.hasEspSuite = true;
            m_reading.espOffers = {view.esp};
        }
    }

    const QJsonObject &m_object;
    PeerReading m_reading;
};

QJsonObject under(const QJsonObject &object, std::initializer_list<const char *> keys)
{
    for (const char *key : keys) {
        if (object.value(QLatin1String(key)).isObject())
            return object.value(QLatin1String(key)).toObject();
    }
    return {};
}

void readOne(const QJsonObject &object, PeerReadings &readings)
{
    const QJsonArray ours = under(object, {"TunnelsConfig"}).value(QLatin1String("TunnelConfig")).toArray();
    const QJsonArray answered =
        under(object, {"TunnelOptionsSpecification"}).value(QLatin1String("TunnelOptions")).toArray();
    const QJsonArray tunnels = ours.isEmpty() ? answered : ours;
    if (tunnels.isEmpty()) {
        readings.push_back(ObjectReader(object).read(under(object, {"IkeConfig"}), under(object, {"IpsecConfig"}), {}));
        return;
    }
    for (const QJsonValue &value : tunnels) {
        const QJsonObject tunnel = value.toObject();
        readings.push_back(ObjectReader(object).read(under(tunnel, {"IkeConfig", "TunnelIkeConfig"}),
                                                     under(tunnel, {"IpsecConfig", "TunnelIpsecConfig"}), tunnel));
    }
}

bool isConnection(const QJsonObject &object)
{
    return object.contains(QLatin1String("IkeConfig")) || object.contains(QLatin1String("TunnelsConfig"))
        || object.contains(QLatin1String("TunnelOptionsSpecification"));
}

} // namespace

ReadResult readAlibaba(const SourceText &text)
{
    if (auto fault = tooDeep(text))
        return std::unexpected(*fault);
    QByteArray utf8 = text.lines().join(u'\n').toUtf8();
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(utf8, &error);
    const int line = static_cast<int>(utf8.first(std::min<qsizetype>(error.offset, utf8.size())).count('\n')) + 1;
    wipe(MutableByteView(reinterpret_cast<std::uint8_t *>(utf8.data()), static_cast<std::size_t>(utf8.size())));
    if (error.error != QJsonParseError::NoError)
        return std::unexpected(
            ReadFault{line, {QT_TRANSLATE_NOOP("Peer", "The JSON is broken here: %1"), {error.errorString()}}});
    QJsonArray candidates;
    if (document.isArray()) {
        candidates = document.array();
    } else {
        const QJsonObject root = document.object();
        const QJsonArray several = under(root, {"VpnConnections"}).value(QLatin1String("VpnConnection")).toArray();
        if (!several.isEmpty())
            candidates = several;
        else
            candidates.append(root);
    }
    PeerReadings readings;
    for (const QJsonValue &value : std::as_const(candidates)) {
        const QJsonObject object = value.toObject();
        const QJsonObject wrapped = under(object, {"VpnConnectionConfig"});
        const QJsonObject &connection = wrapped.isEmpty() ? object : wrapped;
        if (isConnection(connection))
            readOne(connection, readings);
        if (readings.size() > kMaxPeerConnections)
            return std::unexpected(ReadFault{0,
                                             {QT_TRANSLATE_NOOP("Peer", "There are more than %1 connections in it."),
                                              {QString::number(kMaxPeerConnections)}}});
    }
    if (readings.empty())
        return std::unexpected(ReadFault{0, {QT_TRANSLATE_NOOP("Peer", "There is no connection in it."), {}}});
    return readings;
}

} // namespace tw::models
