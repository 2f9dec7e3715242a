#include "app/requests.h"

#include "app/capture_json.h"
#include "app/diagnosis_json.h"
#include "app/doctor_desk.h"
#include "app/import_request.h"
#include "app/lookup.h"
#include "app/restore_request.h"
#include "app/status_json.h"
#include "app/workspace.h"
#include "models/capture/capture_controller.h"
#include "models/diagnosis/diagnose.h"
#include "models/live/connection_controller.h"
#include "models/live/live_state.h"
#include "models/transfer/apply_document.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>
#include <iterator>

namespace tw::app {

namespace {

// A program that captures asks several times a second; one that was killed does not.
constexpr std::chrono::seconds kCaptureLease{10};

QString words(const char *text) { return QCoreApplication::translate("tw::app::Requests", text); }

ExitCode exitCode(const models::CatalogError &error)
{
    using Kind = models::CatalogError::Kind;
    switch (error.kind) {
    case Kind::Invalid:
    case Kind::NotFound:
    case Kind::Fixed: return ExitCode::InvalidInput;
    case Kind::InUse:
    case Kind::ReadOnly:
    case Kind::Store: return ExitCode::Failed;
    }
    return ExitCode::Failed;
}

// Stable words for scripts.
QString kindName(models::ObjectKind kind)
{
    switch (kind) {
    case models::ObjectKind::Region: return QStringLiteral("region");
    case models::ObjectKind::VpnGateway: return QStringLiteral("vpn-gateway");
    case models::ObjectKind::CustomerGateway: return QStringLiteral("customer-gateway");
    case models::ObjectKind::Connection: return QStringLiteral("connection");
    case models::ObjectKind::Certificate: return QStringLiteral("certificate");
    }
    return {};
}

QString actionName(models::ApplyOutcome::Action action)
{
    switch (action) {
    case models::ApplyOutcome::Action::Created: return QStringLiteral("created");
    case models::ApplyOutcome::Action::Changed: return QStringLiteral("changed");
    case models::ApplyOutcome::Action::Unchanged: return QStringLiteral("unchanged");
    }
    return {};
}

QString effectName(models::EditEffect effect)
{
    switch (effect) {
    case models::EditEffect::Nothing: return QStringLiteral("nothing");
    case models::EditEffect::InPlace: return QStringLiteral("in-place");
    case models::EditEffect::Phase2: return QStringLiteral("phase2");
    case models::EditEffect::BothPhases: return QStringLiteral("both-phases");
    }
    return {};
}

QJsonObject itemJson(const models::ApplyOutcome::Item &item)
{
    return {
        {QStringLiteral("Kind"), kindName(item.kind)},
        {QStringLiteral("Name"), item.name},
        {QStringLiteral("Id"), item.id},
        {QStringLiteral("RegionId"), item.regionId},
        {QStringLiteral("Action"), actionName(item.action)},
        {QStringLiteral("Renegotiates"), effectName(item.effect)},
    };
}

Reply status(Workspace &workspace, const QString &name)
{
    workspace.catalog().setMachineFacts(models::currentMachineFacts());
    if (name.isEmpty())
        return {ExitCode::Done, statusJson(workspace, {}), {}, {}};
    const auto id = findConnection(workspace.catalog(), name);
    if (!id)
        return Reply::failure(ExitCode::InvalidInput, id.error());
    return {ExitCode::Done, statusJson(workspace, {*id}), {}, {}};
}

Reply diagnose(Workspace &workspace, const QString &name, bool withReport)
{
    const auto id = findConnection(workspace.catalog(), name);
    if (!id)
        return Reply::failure(ExitCode::InvalidInput, id.error());
    return {ExitCode::Done, diagnosisJson(workspace, *id, withReport), {}, {}};
}

using Control = models::ConnectionController::Outcome (models::ConnectionController::*)(const QString &);

Reply control(Workspace &workspace, const QString &name, Control what)
{
    if (!workspace.hasEngine())
        return noEngine(workspace.directory().path());
    const auto id = findConnection(workspace.catalog(), name);
    if (!id)
        return Reply::failure(ExitCode::InvalidInput, id.error());
    const auto done = (workspace.controller().*what)(*id);
    return done ? Reply{} : Reply::failure(ExitCode::Failed, done.error());
}

// The files are made by this process, as its user: who may ask is that user, too (the socket is nobody else's), and a
// path says the same to both since it is a full one.
Reply capture(Workspace &workspace, const QString &name, const QJsonObject &request)
{
    if (!workspace.hasEngine())
        return noEngine(workspace.directory().path());
    const auto id = findConnection(workspace.catalog(), name);
    if (!id)
        return Reply::failure(ExitCode::InvalidInput, id.error());
    models::CaptureController::Options options;
    options.path = request.value(QStringLiteral("Output")).toString();
    options.replaces = request.value(QStringLiteral("Replace")).toBool();
    options.keys = request.value(QStringLiteral("Keys")).toBool();
    options.liveKeys = request.value(QStringLiteral("LiveKeys")).toBool();
    options.maxTime = std::chrono::seconds(
        request.value(QStringLiteral("Seconds")).toInteger(models::CaptureController::kDefaultTime.count()));
    options.maxBytes = static_cast<quint64>(
        request.value(QStringLiteral("MaxBytes")).toInteger(qint64{models::CaptureController::kDefaultBytes}));
    options.lease = kCaptureLease;
    if (const auto begun = workspace.capture().start(*id, options); !begun)
        return Reply::failure(ExitCode::Failed, begun.error());
    return {ExitCode::Done, captureJson(workspace.capture()), {}, {}};
}

Reply beginDoctor(Workspace &workspace, const QJsonObject &request)
{
    if (!workspace.hasEngine())
        return noEngine(workspace.directory().path());
    const auto id = findConnection(workspace.catalog(), request.value(QStringLiteral("Name")).toString());
    if (!id)
        return Reply::failure(ExitCode::InvalidInput, id.error());
    models::DoctorRequest wanted;
    wanted.connectionId = *id;
    wanted.destination = request.value(QStringLiteral("To")).toString();
    const QJsonArray kinds = request.value(QStringLiteral("Kinds")).toArray();
    if (!kinds.isEmpty()) {
        wanted.kinds.removeIf([&](models::DoctorKind kind) {
            const auto name = models::doctorName(kind);
            return !kinds.contains(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
        });
    }
    return workspace.doctors().begin(wanted);
}

Reply testRekey(Workspace &workspace, const QString &name)
{
    const auto id = findConnection(workspace.catalog(), name);
    const bool stands = id && workspace.live().state(*id) == api::ConnectionState::Established;
    if (id && workspace.hasEngine() && !stands)
        return Reply::failure(ExitCode::Failed,
                              words(QT_TRANSLATE_NOOP("tw::app::Requests",
                                                      "The connection does not stand, so there is nothing to rekey.")));
    return control(workspace, name, &models::ConnectionController::testRekey);
}

// Of the phase that failed last.
Reply probe(Workspace &workspace, const QString &name)
{
    if (!workspace.hasEngine())
        return noEngine(workspace.directory().path());
    const auto id = findConnection(workspace.catalog(), name);
    if (!id)
        return Reply::failure(ExitCode::InvalidInput, id.error());
    const auto facts = models::collectFacts(workspace.catalog(), workspace.log(), &workspace.live(), *id);
    const auto scope = models::diagnose(facts).phase == api::Phase::Phase2 ? api::SuiteProbe::Scope::Phase2
                                                                           : api::SuiteProbe::Scope::Phase1;
    const auto done = workspace.controller().probe(*id, scope);
    return done ? Reply{} : Reply::failure(ExitCode::Failed, done.error());
}

} // namespace

Reply noEngine(const QString &dataDirectory)
{
    return Reply::failure(ExitCode::NoEngine,
                          words(QT_TRANSLATE_NOOP("tw::app::Requests",
                                                  "No engine is running on %1. Start one with \"tunnelwrightctl run\", "
                                                  "or open the console's window."))
                              .arg(dataDirectory));
}

QStringList deletableKinds()
{
    return {QStringLiteral("connection"), QStringLiteral("customer-gateway"), QStringLiteral("vpn-gateway"),
            QStringLiteral("certificate")};
}

Reply applyDocumentTo(Workspace &workspace, const QByteArray &document, bool isDryRun)
{
    const auto mode = isDryRun ? models::ApplyMode::DryRun : models::ApplyMode::Apply;
    const auto outcome = models::applyDocument(workspace.catalog(), document, mode);
    Reply reply;
    if (!outcome) {
        reply.code = ExitCode::InvalidInput;
        for (const models::DocumentError &error : outcome.error()) {
            reply.errors << error.line();
            if (!error.isInput)
                reply.code = ExitCode::Failed;
        }
        return reply;
    }
    QJsonArray items;
    for (const models::ApplyOutcome::Item &item : outcome->items)
        items.append(itemJson(item));
    for (const models::DocumentError &warning : outcome->warnings)
        reply.warnings << warning.line();
    reply.result = {
        {QStringLiteral("DryRun"), isDryRun},
        {QStringLiteral("Objects"), items},
        {QStringLiteral("Warnings"), QJsonArray::fromStringList(reply.warnings)},
    };
    return reply;
}

Reply importInto(Workspace &workspace, const QList<QByteArray> &files, const SecretBytes &passphrase)
{
    models::Catalog &catalog = workspace.catalog();
    const auto viewOf = [](const QByteArray &array) {
        return ByteView(reinterpret_cast<const std::uint8_t *>(array.constData()),
                        static_cast<std::size_t>(array.size()));
    };
    api::Credentials all;
    for (const QByteArray &file : files) {
        auto read = catalog.readCredentials(viewOf(file), passphrase);
        if (read && !read->privateKey.isEmpty() && !all.privateKey.isEmpty())
            read = std::unexpected(api::CredentialsFault::SeveralKeys);
        if (!read)
            return Reply::failure(ExitCode::InvalidInput, models::credentialsFaultText(read.error()));
        std::ranges::move(read->certificates, std::back_inserter(all.certificates));
        if (!read->privateKey.isEmpty())
            all.privateKey = std::move(read->privateKey);
    }
    const auto done = catalog.importCertificates(std::move(all));
    if (!done)
        return Reply::failure(exitCode(done.error()), done.error().text);
    QJsonArray certificates;
    const auto tell = [&](const QStringList &ids, const QString &action) {
        for (const QString &id : ids)
            certificates.append(QJsonObject{{QStringLiteral("Id"), id},
                                            {QStringLiteral("Subject"), done->titles.value(id)},
                                            {QStringLiteral("Action"), action}});
    };
    tell(done->added, QStringLiteral("imported"));
    QStringList known = done->known;
    if (!done->keyOf.isEmpty() && !done->added.contains(done->keyOf) && !known.contains(done->keyOf))
        known << done->keyOf; // only its key was in the file
    tell(known, QStringLiteral("known"));
    return {ExitCode::Done,
            {{QStringLiteral("Certificates"), certificates}, {QStringLiteral("KeyOf"), done->keyOf}},
            {},
            {}};
}

Reply deleteFrom(Workspace &workspace, const QString &kind, const QString &nameOrId)
{
    models::Catalog &catalog = workspace.catalog();
    std::expected<QString, QString> id;
    models::CatalogResult<void> removed;
    if (kind == QLatin1String("connection")) {
        if ((id = findConnection(catalog, nameOrId)))
            removed = catalog.removeConnection(*id);
    } else if (kind == QLatin1String("customer-gateway")) {
        if ((id = findCustomerGateway(catalog, nameOrId)))
            removed = catalog.removeCustomerGateway(*id);
    } else if (kind == QLatin1String("vpn-gateway")) {
        if ((id = findVpnGateway(catalog, nameOrId)))
            removed = catalog.removeVpnGateway(*id);
    } else if (kind == QLatin1String("certificate")) {
        if ((id = findCertificate(catalog, nameOrId)))
            removed = catalog.removeCertificate(*id);
    } else {
        return Reply::failure(
            ExitCode::Usage,
            words(QT_TRANSLATE_NOOP("tw::app::Requests", "Objects of the kind \"%1\" cannot be deleted; these can: %2"))
                .arg(kind, deletableKinds().join(QStringLiteral(", "))));
    }
    if (!id)
        return Reply::failure(ExitCode::InvalidInput, id.error());
    if (!removed)
        return Reply::failure(exitCode(removed.error()), removed.error().text);
    return {ExitCode::Done, {{QStringLiteral("Kind"), kind}, {QStringLiteral("Id"), *id}}, {}, {}};
}

bool changesObjects(const QJsonObject &request)
{
    const QString what = request.value(QStringLiteral("Request")).toString();
    return what == QLatin1String("apply") || what == QLatin1String("delete") || what == QLatin1String("import")
        || what == QLatin1String("import-peer");
}

bool takesLong(const QJsonObject &request)
{
    return request.value(QStringLiteral("Request")).toString() == QLatin1String("restore");
}

Reply carryOut(Workspace &workspace, const QJsonObject &request, const SecretBytes &secret)
{
    const QString what = request.value(QStringLiteral("Request")).toString();
    const QString name = request.value(QStringLiteral("Name")).toString();
    if (what == QLatin1String("status"))
        return status(workspace, name);
    if (what == QLatin1String("start"))
        return control(workspace, name, &models::ConnectionController::start);
    if (what == QLatin1String("stop"))
        return control(workspace, name, &models::ConnectionController::stop);
    if (what == QLatin1String("renegotiate"))
        return control(workspace, name, &models::ConnectionController::renegotiate);
    if (what == QLatin1String("doctor"))
        return beginDoctor(workspace, request);
    if (what == QLatin1String("doctor-progress"))
        return workspace.doctors().progress(request.value(QStringLiteral("Run")).toInt());
    if (what == QLatin1String("doctor-cancel"))
        return workspace.doctors().cancel(request.value(QStringLiteral("Run")).toInt());
    if (what == QLatin1String("test-rekey"))
        return testRekey(workspace, name);
    if (what == QLatin1String("probe"))
        return probe(workspace, name);
    if (what == QLatin1String("diagnose"))
        return diagnose(workspace, name, request.value(QStringLiteral("Report")).toBool());
    if (what == QLatin1String("apply")) {
        return applyDocumentTo(workspace, request.value(QStringLiteral("Document")).toString().toUtf8(),
                               request.value(QStringLiteral("DryRun")).toBool());
    }
    if (what == QLatin1String("import")) {
        QList<QByteArray> files;
        for (const QJsonValue &file : request.value(QStringLiteral("Files")).toArray())
            files << QByteArray::fromBase64(file.toString().toLatin1());
        return importInto(workspace, files, secret);
    }
    if (what == QLatin1String("import-peer"))
        return importPeer(workspace, request, secret);
    if (what == QLatin1String("capture"))
        return capture(workspace, name, request);
    if (what == QLatin1String("capture-state") || what == QLatin1String("capture-stop")) {
        workspace.capture().stay();
        if (what == QLatin1String("capture-stop"))
            workspace.capture().stop();
        return {ExitCode::Done, captureJson(workspace.capture()), {}, {}};
    }
    if (takesLong(request))
        return restoreInto(workspace, request, secret);
    if (what == QLatin1String("delete"))
        return deleteFrom(workspace, request.value(QStringLiteral("Kind")).toString(), name);
    return Reply::failure(
        ExitCode::InvalidInput,
        words(QT_TRANSLATE_NOOP("tw::app::Requests", "The running engine does not know the request \"%1\"."))
            .arg(what));
}

} // namespace tw::app
