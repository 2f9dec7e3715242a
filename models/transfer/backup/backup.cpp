#include "models/transfer/backup/backup.h"

#include "models/store/settings.h"
#include "models/transfer/backup/tar_archive.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <utility>

namespace tw::models {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::models::Backup", text); }
QString key(const char *text) { return QString::fromLatin1(text); }
QString timeText(const QDateTime &time) { return time.toUTC().toString(Qt::ISODateWithMs); }

SecretBytes bytesOf(const QByteArray &text)
{
    return SecretBytes(
        ByteView(reinterpret_cast<const std::uint8_t *>(text.constData()), static_cast<std::size_t>(text.size())));
}

QJsonObject json(const Region &region) { return {{key("RegionId"), region.id}, {key("Name"), region.name}}; }

QJsonObject json(const VpnGateway &gateway)
{
    return {{key("VpnGatewayId"), gateway.id},
            {key("RegionId"), gateway.regionId},
            {key("Name"), gateway.name},
            {key("Description"), gateway.description},
            {key("InternetIp"), gateway.internetIp},
            {key("LocalAddress"), gateway.localAddress},
            {key("CreateTime"), timeText(gateway.created)}};
}

QJsonObject json(const CustomerGateway &gateway)
{
    return {{key("CustomerGatewayId"), gateway.id},
            {key("RegionId"), gateway.regionId},
            {key("Name"), gateway.name},
            {key("Description"), gateway.description},
            {key("IpAddress"), gateway.ipAddress},
            {key("Asn"), gateway.asn},
            {key("CreateTime"), timeText(gateway.created)}};
}

// The form's own texts, so that it comes back as it was.
QJsonObject json(const Connection &connection)
{
    QJsonObject fields;
    for (const DraftMember &member : draftMembers())
        fields.insert(fieldKey(member.field), draftText(connection.draft, member.field));
    return {{key("VpnConnectionId"), connection.draft.id},
            {key("RegionId"), connection.draft.regionId},
            {key("CreateTime"), timeText(connection.created)},
            {key("Fields"), fields}};
}

constexpr std::array kNotifications = {std::pair{"notify_up", Settings::Notification::Up},
                                       std::pair{"notify_down", Settings::Notification::Down},
                                       std::pair{"notify_failed", Settings::Notification::Failed},
                                       std::pair{"notify_certificate", Settings::Notification::Certificate}};

} // namespace

BackupCounts backupCounts(const Catalog &catalog)
{
    return {catalog.vpnGateways().size(), catalog.customerGateways().size(), catalog.connections().size(),
            catalog.certificates().size()};
}

std::expected<SecretBytes, QString> writeBackup(const Catalog &catalog, const BackupRequest &request)
{
    TarFiles files;
    const auto put = [&](const char *folder, const QString &id, const char *suffix, SecretBytes content) {
        files.emplace(QByteArray(folder) + id.toLatin1() + suffix, std::move(content));
    };
    QJsonArray regions;
    QJsonArray vpnGateways;
    QJsonArray customerGateways;
    QJsonArray connections;
    QJsonArray certificates;
    for (const Region &region : catalog.regions()) {
        if (region.isOwn)
            regions.append(json(region));
    }
    for (const VpnGateway &gateway : catalog.vpnGateways())
        vpnGateways.append(json(gateway));
    for (const CustomerGateway &gateway : catalog.customerGateways())
        customerGateways.append(json(gateway));
    for (const Connection &connection : catalog.connections()) {
        QJsonObject object = json(connection);
        auto psk = catalog.presharedKey(connection.draft.id);
        if (!psk)
            return std::unexpected(psk.error().text);
        object.insert(key("HasKey"), !psk->isEmpty());
        if (!psk->isEmpty())
            put("keys/", connection.draft.id, "", std::move(*psk));
        connections.append(object);
    }
    for (const Certificate &certificate : catalog.certificates()) {
        certificates.append(QJsonObject{{key("CertificateId"), certificate.id},
                                        {key("Subject"), certificateTitle(certificate)},
                                        {key("CreateTime"), timeText(certificate.created)},
                                        {key("HasPrivateKey"), certificate.hasKey()}});
        put("certificates/", certificate.id, ".der", SecretBytes(certificate.facts.der));
        if (!certificate.hasKey())
            continue;
        auto privateKey = catalog.privateKey(certificate.id);
        if (!privateKey)
            return std::unexpected(privateKey.error().text);
        put("private-keys/", certificate.id, ".der", std::move(*privateKey));
    }
    QJsonObject document{{key("Format"), key("tunnelwright-backup")},
                         {key("Version"), kBackupVersion},
                         {key("Product"), request.product},
                         {key("CreateTime"), timeText(request.time)},
                         {key("Regions"), regions},
                         {key("VpnGateways"), vpnGateways},
                         {key("CustomerGateways"), customerGateways},
                         {key("VpnConnections"), connections},
                         {key("Certificates"), certificates}};
    if (request.settings)
        document.insert(key("Settings"), settingsJson(*request.settings));
    files.emplace("backup.json", bytesOf(QJsonDocument(document).toJson(QJsonDocument::Indented)));
    SecretBytes archive = writeTar(files, request.time.toSecsSinceEpoch());
    if (archive.size() > kMaxTarSize)
        return std::unexpected(words(QT_TRANSLATE_NOOP("tw::models::Backup", "There is too much for one backup.")));
    return archive;
}

std::expected<Bytes, QString> sealBackup(const SecretBytes &archive, const api::PasswordEnvelope &envelope,
                                         const SecretBytes &passphrase)
{
    auto sealed = envelope.seal(archive.view(), passphrase);
    if (!sealed)
        return std::unexpected(
            words(QT_TRANSLATE_NOOP("tw::models::Backup", "The crypto library could not encrypt the backup.")));
    return std::move(*sealed);
}

std::expected<Bytes, QString> makeBackup(const Catalog &catalog, const api::PasswordEnvelope &envelope,
                                         const SecretBytes &passphrase, const BackupRequest &request)
{
    const auto archive = writeBackup(catalog, request);
    if (!archive)
        return std::unexpected(archive.error());
    return sealBackup(*archive, envelope, passphrase);
}

QJsonObject settingsJson(const Settings &settings)
{
    QJsonObject json{{key("language"), settings.language()},
                     {key("theme"), settings.theme()},
                     {key("region"), settings.region()},
                     {key("log_days"), static_cast<int>(settings.logKept().count())},
                     {key("start_engine"), settings.startsEngine()},
                     {key("open_last_page"), settings.opensLastPage()},
                     {key("ask_before_quit"), settings.asksBeforeQuit()},
                     {key("closing"), static_cast<int>(settings.closing())}};
    for (const auto &[name, kind] : kNotifications)
        json.insert(key(name), settings.notifies(kind));
    return json;
}

void restoreSettings(Settings &settings, const QJsonObject &json)
{
    const auto flag = [&](const char *name, auto set) {
        if (json.value(key(name)).isBool())
            set(json.value(key(name)).toBool());
    };
    if (json.value(key("theme")).isString())
        settings.setTheme(json.value(key("theme")).toString());
    if (json.value(key("region")).isString())
        settings.setRegion(json.value(key("region")).toString());
    if (const int days = json.value(key("log_days")).toInt(); days > 0)
        settings.setLogKept(std::clamp(std::chrono::days(days), Settings::kShortestLog, Settings::kLongestLog));
    flag("start_engine", [&](bool is) { settings.setStartsEngine(is); });
    flag("open_last_page", [&](bool is) { settings.setOpensLastPage(is); });
    flag("ask_before_quit", [&](bool is) { settings.setAsksBeforeQuit(is); });
    const int closing = json.value(key("closing")).toInt(-1);
    if (closing >= static_cast<int>(Settings::Closing::Ask) && closing <= static_cast<int>(Settings::Closing::Quit))
        settings.setClosing(static_cast<Settings::Closing>(closing));
    for (const auto &[name, kind] : kNotifications)
        flag(name, [&](bool is) { settings.setNotifies(kind, is); });
    // Last, since everything is worded anew with it.
    if (json.value(key("language")).isString())
        settings.setLanguage(json.value(key("language")).toString());
}

QString passphraseNote(const QString &passphrase)
{
    constexpr qsizetype kGood = 16;
    if (passphrase.size() < static_cast<qsizetype>(kShortestPassphrase))
        return words(QT_TRANSLATE_NOOP("tw::models::Backup", "At least 8 characters."));
    QSet<QChar> different;
    for (const QChar c : passphrase)
        different.insert(c);
    if (passphrase.size() < kGood || different.size() < 6)
        return words(QT_TRANSLATE_NOOP("tw::models::Backup",
                                       "Whoever gets the file can try passphrases as long as they like: better take "
                                       "several words, 16 characters or more."));
    return {};
}

} // namespace tw::models
