#include "models/rehearsal/rehearsal_setup.h"

#include "models/catalog/catalog.h"
#include "models/catalog/certificate_rules.h"
#include "models/rehearsal/rehearsal_peer.h"

#include <QCoreApplication>

#include <utility>

namespace tw::models {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::models::Rehearsal", text); }

struct Preparation
{
    const Connection &connection;
    const VpnGateway &gateway;
    const CustomerGateway &customer;
    IpAddress publicAddress;
    PreparedRehearsal &prepared;

    RehearsalEnds ends() const { return {prepared.setup.ours, publicAddress}; }
};

void takeMirror(const Preparation &preparation)
{
    api::RehearsalSetup &setup = preparation.prepared.setup;
    setup.theirs.config =
        std::make_shared<const api::ConnectionConfig>(mirrorOf(*setup.ours.config, preparation.publicAddress));
    if (!preparation.prepared.basis.hasThrowAwayCertificates) // a private key is nobody else's
        setup.theirs.secret = setup.ours.secret.clone();
}

// The error is a sentence.
std::expected<void, QString> takeText(const Preparation &preparation, PeerFormat format, ByteView text,
                                      ByteView secrets)
{
    const ReadResult read = readPeer(format, text, secrets);
    if (!read)
        return std::unexpected(read.error().translated());
    const auto reading = readingFor(*read, preparation.ends());
    if (!reading)
        return std::unexpected(reading.error());
    auto peer = peerFromText(**reading, format, preparation.ends());
    if (!peer)
        return std::unexpected(peer.error());
    preparation.prepared.setup.theirs = std::move(peer->side);
    preparation.prepared.basis.format = format;
    preparation.prepared.basis.notes = std::move(peer->notes);
    return {};
}

std::expected<void, QString> take(const Preparation &preparation, const MirroredPeer &)
{
    takeMirror(preparation);
    return {};
}

std::expected<void, QString> take(const Preparation &preparation, const ExportedPeer &peer)
{
    RehearsalBasis &basis = preparation.prepared.basis;
    const auto view = peerViewOf(preparation.connection.draft, preparation.gateway, preparation.customer);
    if (!view) // certificates: no text holds them
        return take(preparation, MirroredPeer{});
    const ExportResult text =
        exportPeer(peer.format,
                   {.view = *view,
                    .key = &preparation.prepared.setup.ours.secret,
                    .product = QStringLiteral("Tunnelwright ") + QCoreApplication::applicationVersion(),
                    .time = QDateTime::currentDateTimeUtc()});
    if (text.files.empty()) {
        basis.format = peer.format;
        basis.blockers = text.blockers;
        return take(preparation, MirroredPeer{});
    }
    basis.kind = RehearsalBasis::Kind::ExportedText;
    return takeText(preparation, peer.format, text.files.front().text.view(),
                    text.files.size() > 1 ? text.files[1].text.view() : ByteView());
}

std::expected<void, QString> take(const Preparation &preparation, const GivenPeer &peer)
{
    const auto format = peer.format ? peer.format : recognisePeerFormat(peer.text.view());
    if (!format)
        return std::unexpected(words(QT_TRANSLATE_NOOP(
            "tw::models::Rehearsal", "The text looks like no configuration that is known here. Name its format.")));
    preparation.prepared.basis.kind = RehearsalBasis::Kind::GivenText;
    preparation.prepared.basis.fileName = peer.fileName;
    return takeText(preparation, *format, peer.text.view(), peer.secrets.view());
}

} // namespace

api::ConnectionId mirrorId(const api::ConnectionConfig &ours)
{
    return api::ConnectionId("peer-of-" + ours.id.value());
}

api::ConnectionConfig mirrorOf(const api::ConnectionConfig &ours, const IpAddress &publicAddress)
{
    api::ConnectionConfig theirs = ours;
    theirs.id = mirrorId(ours);
    theirs.localAddress.reset(); // whatever we know of it is where we send to
    theirs.peer = publicAddress;
    std::swap(theirs.ike.localId, theirs.ike.remoteId);
    std::swap(theirs.child.local, theirs.child.remote);
    return theirs;
}

std::expected<PreparedRehearsal, QString> rehearsalOf(const Catalog &catalog, const QString &connectionId,
                                                      const Opponent &opponent)
{
    auto loaded = catalog.loadForEngine(connectionId);
    if (!loaded)
        return std::unexpected(loaded.error().text);
    const Connection *connection = catalog.connection(connectionId);
    const VpnGateway *gateway = connection ? catalog.vpnGateway(connection->draft.vpnGatewayId) : nullptr;
    const CustomerGateway *customer =
        connection ? catalog.customerGateway(connection->draft.customerGatewayId) : nullptr;
    const auto address = gateway ? IpAddress::parse(gateway->internetIp.toStdString()) : std::nullopt;
    if (!address || !customer) // cannot be: the validator saw it
        return std::unexpected(
            words(QT_TRANSLATE_NOOP("tw::models::Rehearsal", "The VPN gateway has no public address.")));
    PreparedRehearsal prepared;
    prepared.basis.hasThrowAwayCertificates = usesCertificates(connection->draft);
    if (prepared.basis.hasThrowAwayCertificates)
        prepared.setup.begins = UtcTime(std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch()));
    prepared.setup.ours = {.config = std::move(loaded->config), .secret = std::move(loaded->secret)};
    prepared.setup.ours.publicAddress = *address;
    const Preparation preparation{*connection, *gateway, *customer, *address, prepared};
    const auto done = std::visit([&](const auto &peer) { return take(preparation, peer); }, opponent);
    if (!done)
        return std::unexpected(done.error());
    return prepared;
}

} // namespace tw::models
