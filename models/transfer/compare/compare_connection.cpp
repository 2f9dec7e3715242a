#include "models/transfer/compare/compare_connection.h"

#include "models/catalog/catalog.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

std::unexpected<QString> refusal(const char *text)
{
    return std::unexpected(QCoreApplication::translate("tw::models::Comparison", text));
}

} // namespace

std::expected<CompareAnswer, QString> compareConnection(const Catalog &catalog, const CompareRequest &request)
{
    const Connection *connection = catalog.connection(request.connectionId);
    const VpnGateway *ours = connection ? catalog.vpnGateway(connection->draft.vpnGatewayId) : nullptr;
    const CustomerGateway *theirs = connection ? catalog.customerGateway(connection->draft.customerGatewayId) : nullptr;
    if (!ours || !theirs)
        return refusal(QT_TRANSLATE_NOOP("tw::models::Comparison", "The connection is no longer there."));
    // All but the authentication can be compared where certificates are used too.
    ConnectionDraft draft = connection->draft;
    const bool usesCertificates = draft.authMethod == QLatin1String("certificate");
    draft.authMethod = QStringLiteral("psk");
    const auto view = peerViewOf(draft, *ours, *theirs);
    if (!view)
        return refusal(QT_TRANSLATE_NOOP("tw::models::Comparison", "The connection's own settings are not valid."));
    const auto format = request.format ? request.format : recognisePeerFormat(request.text);
    if (const auto fault = format ? std::nullopt : textFault(request.text))
        return std::unexpected(fault->translated());
    if (!format)
        return refusal(QT_TRANSLATE_NOOP("tw::models::Comparison",
                                         "It does not look like any configuration that is known here. Choose whose "
                                         "it is."));
    const ReadResult read = readPeer(*format, request.text, request.secrets);
    if (!read)
        return std::unexpected(read.error().translated());
    auto chosen = request.chosen;
    if (chosen && (*chosen < 0 || *chosen >= static_cast<qsizetype>(read->size())))
        chosen.reset();
    const auto key =
        usesCertificates ? CatalogResult<PresharedKey>(PresharedKey()) : catalog.presharedKey(request.connectionId);
    const bool hasKey = key && !key->isEmpty();
    return CompareAnswer{*format, *view,
                         compareConfigurations({*view, hasKey ? &*key : nullptr, usesCertificates}, *read, chosen)};
}

} // namespace tw::models
