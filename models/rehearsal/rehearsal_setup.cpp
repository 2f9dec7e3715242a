#include "models/rehearsal/rehearsal_setup.h"

#include "models/catalog/catalog.h"

#include <QCoreApplication>

#include <utility>

namespace tw::models {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::models::Rehearsal", text); }

} // namespace

api::ConnectionConfig mirrorOf(const api::ConnectionConfig &ours, const IpAddress &publicAddress)
{
    api::ConnectionConfig theirs = ours;
    theirs.id = api::ConnectionId("peer-of-" + ours.id.value());
    theirs.localAddress.reset(); // whatever we know of it is where we send to
    theirs.peer = publicAddress;
    std::swap(theirs.ike.localId, theirs.ike.remoteId);
    std::swap(theirs.child.local, theirs.child.remote);
    return theirs;
}

std::expected<api::RehearsalSetup, QString> rehearsalOf(const Catalog &catalog, const QString &connectionId)
{
    auto loaded = catalog.loadForEngine(connectionId);
    if (!loaded)
        return std::unexpected(loaded.error().text);
    const api::ConnectionConfig &ours = *loaded->config;
    if (!std::holds_alternative<api::PresharedKeyAuthentication>(ours.ike.authentication)) {
        return std::unexpected(words(QT_TRANSLATE_NOOP(
            "tw::models::Rehearsal",
            "This connection proves itself by a certificate. Only connections with a pre-shared key can be rehearsed, "
            "since the peer's private key is not here.")));
    }
    const Connection *connection = catalog.connection(connectionId);
    const VpnGateway *gateway = connection ? catalog.vpnGateway(connection->draft.vpnGatewayId) : nullptr;
    const auto address = gateway ? IpAddress::parse(gateway->internetIp.toStdString()) : std::nullopt;
    if (!address) // cannot be: the validator saw it
        return std::unexpected(
            words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "The VPN gateway has no public address.")));
    api::RehearsalSetup setup;
    setup.theirs.config = std::make_shared<const api::ConnectionConfig>(mirrorOf(ours, *address));
    setup.theirs.secret = loaded->secret.clone();
    setup.ours.config = std::move(loaded->config);
    setup.ours.secret = std::move(loaded->secret);
    return setup;
}

} // namespace tw::models
