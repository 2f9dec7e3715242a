#include "models/transfer/peer_view.h"

#include "models/catalog/ike_rules.h"
#include "models/catalog/subnet_rules.h"

#include <utility>

namespace tw::models {

namespace {

QString word(std::string_view name) { return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())); }

std::optional<PeerSuite> suite(const QString &encryption, const QString &hash, const QString &group)
{
    const auto cipher = api::parseEncryption(encryption.toStdString());
    const auto integrity = api::parseIntegrity(hash.toStdString());
    const auto dh = api::parseDhGroup(group.toStdString());
    if (!cipher || !integrity || !dh)
        return std::nullopt;
    return PeerSuite{*cipher, *integrity, *dh};
}

QStringList networks(Field side, const QString &text)
{
    QStringList list;
    for (const IpPrefix &prefix : readSubnets(side, text).prefixes)
        list << QString::fromStdString(prefix.toString());
    return list;
}

} // namespace

std::optional<PeerView> peerViewOf(const ConnectionDraft &draft, const VpnGateway &ours, const CustomerGateway &theirs)
{
    const auto ike = suite(draft.ikeEncAlg, draft.ikeAuthAlg, draft.ikePfs);
    const auto esp = suite(draft.ipsecEncAlg, draft.ipsecAuthAlg, draft.ipsecPfs);
    const EffectiveIds ids = effectiveIds(draft, {&ours, &theirs});
    if (!ike || !esp || draft.authMethod != QLatin1String("psk"))
        return std::nullopt;

    PeerView view;
    view.name = draft.name;
    view.connectionId = draft.id;
    view.local = theirs.ipAddress;
    view.remote = ours.internetIp;
    view.localSubnets = networks(Field::RemoteSubnet, draft.remoteSubnet);
    view.remoteSubnets = networks(Field::LocalSubnet, draft.localSubnet);
    view.localId = ids.remote;
    view.remoteId = ids.local;
    view.isIkeV2 = draft.ikeVersion == QLatin1String("ikev2");
    view.isAggressive = !view.isIkeV2 && draft.ikeMode == QLatin1String("aggressive");
    view.ike = *ike;
    view.esp = *esp;
    view.ikeLifetime = draft.ikeLifetime.toLongLong();
    view.espLifetime = draft.ipsecLifetime.toLongLong();
    // Somebody must begin. We do where the connection takes effect at once, else whoever has traffic first.
    view.startsAtOnce = draft.effectImmediately;
    view.probes = draft.enableDpd;
    view.forcesEncapsulation = draft.natTraversal == QLatin1String("forced");
    return view;
}

void takeOver(const PeerView &view, ConnectionDraft &draft)
{
    const auto take = [](const QString &text, QString &target) {
        if (!text.isEmpty())
            target = text;
    };
    take(view.name, draft.name);
    take(view.remoteSubnets.join(u','), draft.localSubnet);
    take(view.localSubnets.join(u','), draft.remoteSubnet);
    take(view.remoteId, draft.localId);
    take(view.localId, draft.remoteId);
    draft.ikeVersion = view.isIkeV2 ? QStringLiteral("ikev2") : QStringLiteral("ikev1");
    draft.ikeMode = view.isAggressive ? QStringLiteral("aggressive") : QStringLiteral("main");
    draft.ikeEncAlg = word(api::shortName(view.ike.encryption));
    draft.ikeAuthAlg = word(api::shortName(view.ike.hash));
    draft.ikePfs = word(api::shortName(view.ike.group));
    draft.ipsecEncAlg = word(api::shortName(view.esp.encryption));
    draft.ipsecAuthAlg = word(api::shortName(view.esp.hash));
    draft.ipsecPfs = word(api::shortName(view.esp.group));
    if (view.ikeLifetime > 0)
        draft.ikeLifetime = QString::number(view.ikeLifetime);
    if (view.espLifetime > 0)
        draft.ipsecLifetime = QString::number(view.espLifetime);
    draft.effectImmediately = view.startsAtOnce;
    draft.enableDpd = view.probes;
    if (view.forcesEncapsulation)
        draft.natTraversal = QStringLiteral("forced");
}

PeerView otherEnd(PeerView view)
{
    std::swap(view.local, view.remote);
    std::swap(view.localSubnets, view.remoteSubnets);
    std::swap(view.localId, view.remoteId);
    return view;
}

} // namespace tw::models
