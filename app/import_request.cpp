#include "app/import_request.h"

#include "app/workspace.h"
#include "models/catalog/catalog.h"
#include "models/catalog/issue_text.h"
#include "models/catalog/preshared_key.h"
#include "models/transfer/import/import_session.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tw::app {

namespace {

using models::ImportAction;
using models::ImportPlan;
using models::PlannedConnection;

QString words(const char *text) { return QCoreApplication::translate("tw::app::ImportRequest", text); }

ByteView viewOf(const QByteArray &content)
{
    return {reinterpret_cast<const std::uint8_t *>(content.constData()), static_cast<std::size_t>(content.size())};
}

QByteArray octets(const QJsonObject &request, const char *key)
{
    return QByteArray::fromBase64(request.value(QLatin1String(key)).toString().toLatin1());
}

std::optional<models::ImportSide> sideOf(const QString &word)
{
    if (word == QLatin1String("ours"))
        return models::ImportSide::Ours;
    return word == QLatin1String("peer") ? std::optional(models::ImportSide::Peers) : std::nullopt;
}

std::optional<ImportAction> actionOf(const QString &word)
{
    if (word == QLatin1String("update"))
        return ImportAction::Update;
    if (word == QLatin1String("add"))
        return ImportAction::Add;
    return word == QLatin1String("skip") ? std::optional(ImportAction::Skip) : std::nullopt;
}

QString actionName(ImportAction action, bool isDryRun)
{
    switch (action) {
    case ImportAction::Add: return isDryRun ? QStringLiteral("create") : QStringLiteral("created");
    case ImportAction::Update: return isDryRun ? QStringLiteral("change") : QStringLiteral("changed");
    case ImportAction::Skip: break;
    }
    return isDryRun ? QStringLiteral("leave out") : QStringLiteral("left out");
}

// Where the text goes: the region that was said; else the one that has a gateway of it, or gateways at all.
std::optional<QString> regionOf(const QString &said, const models::PeerReadings &readings,
                                const models::Catalog &catalog)
{
    if (!said.isEmpty())
        return catalog.region(said) ? std::optional(said) : std::nullopt;
    QStringList withGateways;
    QStringList known;
    for (const models::Region &region : catalog.regions()) {
        if (catalog.objectCount(region.id) == 0)
            continue;
        withGateways.append(region.id);
        const auto reason = models::findSide(readings, catalog, region.id).reason;
        if (reason == models::SideFinding::Reason::VpnGateway || reason == models::SideFinding::Reason::CustomerGateway)
            known.append(region.id);
    }
    if (known.size() == 1)
        return known.first();
    return withGateways.size() == 1 ? std::optional(withGateways.first()) : std::nullopt;
}

QStringList errorsOf(const ImportPlan &plan)
{
    QStringList errors = plan.problems;
    for (const PlannedConnection &planned : plan.connections) {
        if (planned.isReady())
            continue;
        const QString name = planned.draft.name + QStringLiteral(": ");
        for (const models::ImportGap gap : planned.gaps)
            errors.append(name + models::gapText(gap));
        for (const models::ValidationIssue &issue : planned.issues) {
            if (issue.severity == models::Severity::Error)
                errors.append(name + models::issueText(issue));
        }
        for (const QString &problem : planned.problems)
            errors.append(name + problem);
    }
    return errors;
}

QJsonObject gatewayJson(const models::PlannedEnd &end)
{
    return {{QStringLiteral("Name"), end.name},
            {QStringLiteral("Id"), end.isNew ? QString() : end.id},
            {QStringLiteral("Address"), end.address},
            {QStringLiteral("New"), end.isNew}};
}

QJsonObject connectionJson(const PlannedConnection &planned, bool isDryRun)
{
    QJsonArray notes;
    for (const models::ImportNote &note : planned.notes)
        notes.append(note.text());
    const bool hasId = !isDryRun || planned.action != ImportAction::Add;
    const QString id = planned.action == ImportAction::Skip ? planned.existingId : planned.draft.id;
    return {{QStringLiteral("Name"), planned.draft.name},
            {QStringLiteral("Id"), hasId ? id : QString()},
            {QStringLiteral("Action"), actionName(planned.action, isDryRun)},
            {QStringLiteral("VpnGateway"), gatewayJson(planned.ours)},
            {QStringLiteral("CustomerGateway"), gatewayJson(planned.theirs)},
            {QStringLiteral("LocalSubnet"), planned.draft.localSubnet},
            {QStringLiteral("RemoteSubnet"), planned.draft.remoteSubnet},
            {QStringLiteral("Notes"), notes}};
}

} // namespace

Reply importPeer(Workspace &workspace, const QJsonObject &request, const SecretBytes &key)
{
    models::Catalog &catalog = workspace.catalog();
    const auto text = [&request](const char *name) { return request.value(QLatin1String(name)).toString(); };
    const QByteArray content = octets(request, "Text");
    const auto format =
        text("Format").isEmpty() ? models::recognisePeerFormat(viewOf(content)) : models::peerFormatOf(text("Format"));
    if (!format)
        return Reply::failure(ExitCode::InvalidInput,
                              words(QT_TRANSLATE_NOOP("tw::app::ImportRequest",
                                                      "It looks like no configuration that is known. If you know "
                                                      "whose it is, say so with --format.")));
    const auto readings = models::readPeer(*format, viewOf(content), viewOf(octets(request, "Secrets")));
    if (!readings)
        return Reply::failure(ExitCode::InvalidInput, readings.error().translated());
    const auto region = regionOf(text("Region"), *readings, catalog);
    if (!region)
        return Reply::failure(
            ExitCode::InvalidInput,
            text("Region").isEmpty()
                ? words(QT_TRANSLATE_NOOP("tw::app::ImportRequest",
                                          "Nothing tells which region it belongs to. Say so with --region."))
                : words(QT_TRANSLATE_NOOP("tw::app::ImportRequest", "There is no region \"%1\".")).arg(text("Region")));

    catalog.setMachineFacts(models::currentMachineFacts());
    models::ImportOptions options;
    options.regionId = *region;
    options.side = sideOf(text("Side"));
    options.onExisting = actionOf(text("Existing")).value_or(ImportAction::Skip);
    models::ImportKeys keys;
    ImportPlan plan = models::planImport(*readings, keys, catalog, options);
    // One key for all that the text has none of.
    if (!key.isEmpty()) {
        for (std::size_t at = 0; at < plan.connections.size(); ++at) {
            if (plan.connections[at].key == PlannedConnection::Key::Missing)
                keys.emplace(at, key.clone());
        }
        plan = models::planImport(*readings, keys, catalog, options);
    }

    const bool isDryRun = request.value(QStringLiteral("DryRun")).toBool();
    Reply reply;
    if (!plan.isReady())
        return Reply::failure(ExitCode::InvalidInput, errorsOf(plan));
    if (!isDryRun && !plan.storesNothing()) {
        if (const auto done = catalog.applyAll(models::changeOf(plan, *readings, keys)); !done) {
            const bool isInput = done.error().first().kind == models::CatalogError::Kind::Invalid;
            reply.code = isInput ? ExitCode::InvalidInput : ExitCode::Failed;
            for (const models::CatalogError &error : done.error())
                reply.errors.append(error.text);
            return reply;
        }
    }
    QJsonArray connections;
    for (const PlannedConnection &planned : plan.connections) {
        connections.append(connectionJson(planned, isDryRun));
        for (const models::ImportNote &note : planned.notes)
            reply.warnings.append(planned.draft.name + QStringLiteral(": ") + note.text());
        for (const models::ValidationIssue &issue : planned.issues)
            reply.warnings.append(planned.draft.name + QStringLiteral(": ") + models::issueText(issue));
    }
    reply.result = {{QStringLiteral("DryRun"), isDryRun},
                    {QStringLiteral("Format"), QLatin1String(models::peerFormatInfo(*format).id)},
                    {QStringLiteral("RegionId"), *region},
                    {QStringLiteral("Side"),
                     plan.side.side == models::ImportSide::Ours ? QStringLiteral("ours") : QStringLiteral("peer")},
                    {QStringLiteral("SideReason"), plan.side.text()},
                    {QStringLiteral("Connections"), connections},
                    {QStringLiteral("Warnings"), QJsonArray::fromStringList(reply.warnings)}};
    return reply;
}

} // namespace tw::app
