#include "models/transfer/both_sides.h"

#include "models/catalog/catalog.h"
#include "models/catalog/ike_rules.h"

#include <QCoreApplication>
#include <QLocale>

namespace tw::models {

namespace {

QString words(const char *text) { return QCoreApplication::translate("Peer", text); }

QString secondsText(const QString &seconds)
{
    return words(QT_TRANSLATE_NOOP("Peer", "%1 s")).arg(QLocale().toString(seconds.toLongLong()));
}

QString listText(QString subnets) { return subnets.replace(u',', QStringLiteral(", ")); }

BothSidesRow same(Field field, const QString &value) { return {fieldLabel(field), value, value, false}; }

// An AEAD suite protects by itself.
BothSidesRow authentication(Field field, const QString &word)
{
    return same(field,
                word == QLatin1String("none") ? words(QT_TRANSLATE_NOOP("Peer", "none: the cipher does it"))
                                              : choiceText(word));
}

QList<BothSidesRow> ikeRows(const ConnectionDraft &draft)
{
    const bool isCertificate = draft.authMethod == QLatin1String("certificate");
    QList<BothSidesRow> rows{same(Field::AuthMethod, choiceText(draft.authMethod)),
                             same(Field::IkeVersion, choiceText(draft.ikeVersion))};
    if (!isCertificate)
        rows.insert(1, same(Field::Psk, words(QT_TRANSLATE_NOOP("Peer", "the same on both sides"))));
    if (draft.ikeVersion == QLatin1String("ikev1"))
        rows.append(same(Field::IkeMode, choiceText(draft.ikeMode)));
    rows.append({same(Field::IkeEncAlg, choiceText(draft.ikeEncAlg)),
                 authentication(Field::IkeAuthAlg, draft.ikeAuthAlg), same(Field::IkePfs, choiceText(draft.ikePfs)),
                 same(Field::IkeLifetime, secondsText(draft.ikeLifetime))});
    return rows;
}

QList<BothSidesRow> ipsecRows(const ConnectionDraft &draft)
{
    return {same(Field::IpsecEncAlg, choiceText(draft.ipsecEncAlg)),
            authentication(Field::IpsecAuthAlg, draft.ipsecAuthAlg), same(Field::IpsecPfs, choiceText(draft.ipsecPfs)),
            same(Field::IpsecLifetime, secondsText(draft.ipsecLifetime))};
}

} // namespace

BothSides bothSides(const Catalog &catalog, const QString &connectionId)
{
    BothSides sides;
    const Connection *connection = catalog.connection(connectionId);
    if (!connection)
        return sides;
    const ConnectionDraft &draft = connection->draft;
    const VpnGateway *ours = catalog.vpnGateway(draft.vpnGatewayId);
    const CustomerGateway *theirs = catalog.customerGateway(draft.customerGatewayId);
    if (!ours || !theirs)
        return sides;
    sides.ourName = ours->name;
    sides.theirName = theirs->name;
    const EffectiveIds ids = effectiveIds(draft, {ours, theirs});
    const auto swapped = [&](const QString &localLabel, const QString &remoteLabel, const QString &local,
                             const QString &remote) {
        sides.ends.append({localLabel, local, remote, true});
        sides.ends.append({remoteLabel, remote, local, true});
    };
    swapped(words(QT_TRANSLATE_NOOP("Peer", "Own address")), words(QT_TRANSLATE_NOOP("Peer", "Peer's address")),
            ours->internetIp, theirs->ipAddress);
    swapped(fieldLabel(Field::LocalSubnet), fieldLabel(Field::RemoteSubnet), listText(draft.localSubnet),
            listText(draft.remoteSubnet));
    swapped(fieldLabel(Field::LocalId), fieldLabel(Field::RemoteId), ids.local, ids.remote);
    sides.ike = ikeRows(draft);
    sides.ipsec = ipsecRows(draft);
    return sides;
}

} // namespace tw::models
