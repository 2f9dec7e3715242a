#include "app/lookup.h"

#include <QCoreApplication>
#include <QStringList>

namespace tw::app {

namespace {

struct Candidate
{
    QString id;
    QString name;
};

QString words(const char *text) { return QCoreApplication::translate("tw::app::Lookup", text); }

std::expected<QString, QString> pick(const QList<Candidate> &candidates, models::ObjectKind kind,
                                     const QString &nameOrId)
{
    QStringList ids;
    for (const Candidate &candidate : candidates) {
        if (candidate.id == nameOrId)
            return candidate.id;
        if (candidate.name == nameOrId)
            ids << candidate.id;
    }
    if (ids.size() == 1)
        return ids.first();
    const QString what = models::objectKindText(kind);
    if (ids.isEmpty()) {
        return std::unexpected(
            words(QT_TRANSLATE_NOOP("tw::app::Lookup", "%1 %2: there is no such object.")).arg(what, nameOrId));
    }
    return std::unexpected(
        words(QT_TRANSLATE_NOOP("tw::app::Lookup", "%1 %2: several regions have one of this name. Give its id: %3"))
            .arg(what, nameOrId, ids.join(QStringLiteral(", "))));
}

} // namespace

std::expected<QString, QString> findConnection(const models::Catalog &catalog, const QString &nameOrId)
{
    QList<Candidate> candidates;
    for (const models::Connection &connection : catalog.connections())
        candidates.append({connection.draft.id, connection.draft.name});
    return pick(candidates, models::ObjectKind::Connection, nameOrId);
}

std::expected<QString, QString> findVpnGateway(const models::Catalog &catalog, const QString &nameOrId)
{
    QList<Candidate> candidates;
    for (const models::VpnGateway &gateway : catalog.vpnGateways())
        candidates.append({gateway.id, gateway.name});
    return pick(candidates, models::ObjectKind::VpnGateway, nameOrId);
}

std::expected<QString, QString> findCustomerGateway(const models::Catalog &catalog, const QString &nameOrId)
{
    QList<Candidate> candidates;
    for (const models::CustomerGateway &gateway : catalog.customerGateways())
        candidates.append({gateway.id, gateway.name});
    return pick(candidates, models::ObjectKind::CustomerGateway, nameOrId);
}

std::expected<QString, QString> findCertificate(const models::Catalog &catalog, const QString &text)
{
    const auto meant = models::certificatesMeant(catalog.certificates(), text);
    if (meant.size() == 1)
        return meant.first()->id;
    const QString what = models::objectKindText(models::ObjectKind::Certificate);
    if (meant.isEmpty()) {
        return std::unexpected(
            words(QT_TRANSLATE_NOOP("tw::app::Lookup", "%1 %2: there is no such object.")).arg(what, text));
    }
    QStringList ids;
    for (const models::Certificate *certificate : meant)
        ids << certificate->id;
    return std::unexpected(
        words(QT_TRANSLATE_NOOP("tw::app::Lookup", "%1 %2: several are meant. Give a fingerprint: %3"))
            .arg(what, text, ids.join(QStringLiteral(", "))));
}

} // namespace tw::app
