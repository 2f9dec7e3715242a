#include "models/transfer/export/exporter.h"
#include "scenes.h"
#include "ui/transfer/compare_dialog.h"
#include "ui/transfer/compare_input.h"
#include "ui/transfer/compare_result.h"

namespace tw::gallery {

namespace {

// What the device has: ours, with what people get wrong.
QByteArray peerText(Site &site, models::PeerFormat format, bool isRight)
{
    const models::Catalog &catalog = *site.bench().catalog;
    const models::ConnectionDraft &draft = catalog.connection(site.connection())->draft;
    auto view = models::peerViewOf(draft, *catalog.vpnGateway(draft.vpnGatewayId),
                                   *catalog.customerGateway(draft.customerGatewayId));
    if (!view)
        return {};
    if (!isRight) {
        view->ike.encryption = api::Encryption::Aes256Cbc;
        view->esp.group = api::DhGroup::Modp1536;
        view->localSubnets.last() = QStringLiteral("172.31.0.0/16");
        view->espLifetime = 3600;
        view->probes = false;
    }
    const models::ExportResult result = models::exportPeer(
        format, {*view, nullptr, QStringLiteral("Tunnelwright"), QDateTime(QDate(2026, 1, 2), QTime(3, 4), Qt::UTC)});
    if (result.files.empty())
        return {};
    const auto text = result.files.front().text.view();
    QByteArray bytes(reinterpret_cast<const char *>(text.data()), static_cast<qsizetype>(text.size()));
    return bytes;
}

std::unique_ptr<QWidget> input(Site &site)
{
    return std::make_unique<ui::CompareDialog>(site.bench().services(), site.connection());
}

std::unique_ptr<QWidget> refused(Site &site)
{
    auto dialog = std::make_unique<ui::CompareDialog>(site.bench().services(), site.connection());
    dialog->compareWith("connections {\n  office {\n    version = 2\n", QStringLiteral("office.swanctl.conf"));
    return dialog;
}

std::unique_ptr<QWidget> result(Site &site, bool isRight, models::PeerFormat format, models::Field shown)
{
    auto dialog = std::make_unique<ui::CompareDialog>(site.bench().services(), site.connection());
    QByteArray text = peerText(site, format, isRight);
    if (!isRight && format == models::PeerFormat::Swanctl)
        text.replace("    unique = ", "    if_id_in = 7\n    unique = ");
    dialog->compareWith(text, QStringLiteral("office.txt"));
    dialog->result()->selectField(shown);
    return dialog;
}

} // namespace

QList<Scene> compareScenes()
{
    using models::Field;
    using models::PeerFormat;
    return {
        {QStringLiteral("compare-input"), {Content::Typical}, [](Site &site) { return input(site); }},
        {QStringLiteral("compare-refused"), {Content::Typical}, [](Site &site) { return refused(site); }},
        {QStringLiteral("compare"),
         {Content::Typical, Content::Long},
         [](Site &site) { return result(site, false, PeerFormat::Swanctl, Field::IkeEncAlg); }},
        {QStringLiteral("compare-pfs"),
         {Content::Typical},
         [](Site &site) { return result(site, false, PeerFormat::FortiOs, Field::IpsecPfs); }},
        {QStringLiteral("compare-fits"),
         {Content::Typical},
         [](Site &site) { return result(site, true, PeerFormat::H3c, Field::IkeEncAlg); }},
    };
}

} // namespace tw::gallery
