// A backup from outside: whatever is in it is doubted until the catalogue has checked it.

#include "models/transfer/backup/backup.h"
#include "models/transfer/backup/tar_archive.h"
#include "models/transfer/json_reader.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace tw::models {

namespace {

constexpr qsizetype kMostErrors = 5; // one sentence each

QString words(const char *text) { return QCoreApplication::translate("tw::models::Backup", text); }
QString key(const char *text) { return QString::fromLatin1(text); }
std::unexpected<BackupFault> refuse(const QString &text) { return std::unexpected(BackupFault{false, text}); }

QDateTime timeOf(JsonReader &reader)
{
    const auto text = reader.text(key("CreateTime"));
    const QDateTime time = text ? QDateTime::fromString(*text, Qt::ISODateWithMs) : QDateTime();
    return time.isValid() ? time.toUTC() : QDateTime();
}

class Reader
{
public:
    Reader(TarFiles files, const Catalog &catalog) : m_files(std::move(files)), m_catalog(catalog) { }

    std::expected<Backup, BackupFault> read()
    {
        const auto document = m_files.find("backup.json");
        if (document == m_files.end())
            return refuse(words(QT_TRANSLATE_NOOP("tw::models::Backup", "It is not a backup of this program.")));
        const ByteView text = document->second.view();
        QJsonParseError error{};
        const QJsonObject root =
            QJsonDocument::fromJson(QByteArray::fromRawData(reinterpret_cast<const char *>(text.data()),
                                                            static_cast<qsizetype>(text.size())),
                                    &error)
                .object();
        if (error.error != QJsonParseError::NoError || root.value(key("Format")) != key("tunnelwright-backup"))
            return refuse(words(QT_TRANSLATE_NOOP("tw::models::Backup", "It is not a backup of this program.")));
        const int version = root.value(key("Version")).toInt();
        if (version > kBackupVersion)
            return refuse(words(QT_TRANSLATE_NOOP("tw::models::Backup",
                                                  "It was made by a newer version of the program (%1). Restore it "
                                                  "with that one."))
                              .arg(root.value(key("Product")).toString()));
        JsonReader reader(root, {}, m_errors);
        readAll(reader);
        if (!m_errors.isEmpty())
            return refuse(errorText());
        m_backup.settings = root.value(key("Settings")).toObject();
        const CatalogChange &change = m_backup.content.change;
        m_backup.counts = {change.vpnGateways.size(), change.customerGateways.size(),
                           static_cast<qsizetype>(change.connections.size()),
                           static_cast<qsizetype>(m_backup.content.certificates.size())};
        return std::move(m_backup);
    }

private:
    void readAll(JsonReader &reader)
    {
        m_backup.product = reader.text(key("Product")).value_or(QString());
        m_backup.time = timeOf(reader);
        for (JsonReader &region : reader.objects(key("Regions"))) {
            const auto id = region.requiredText(key("RegionId"));
            const auto name = region.requiredText(key("Name"));
            if (id && name)
                m_backup.content.change.regions.append({*id, *name, {}, true});
        }
        for (JsonReader &gateway : reader.objects(key("VpnGateways")))
            readVpnGateway(gateway);
        for (JsonReader &gateway : reader.objects(key("CustomerGateways")))
            readCustomerGateway(gateway);
        for (JsonReader &certificate : reader.objects(key("Certificates")))
            readCertificate(certificate);
        for (JsonReader &connection : reader.objects(key("VpnConnections")))
            readConnection(connection);
    }

    // An id of the right shape that nobody had before.
    QString idOf(JsonReader &reader, const char *name, const QString &prefix)
    {
        static const QRegularExpression tail(QStringLiteral("\\A[a-z0-9]{20}\\z"));
        const auto id = reader.requiredText(key(name));
        if (!id)
            return {};
        if (!id->startsWith(prefix) || !tail.match(id->sliced(prefix.size())).hasMatch() || m_ids.contains(*id)) {
            reader.fail(key(name),
                        words(QT_TRANSLATE_NOOP("tw::models::Backup", "This is no id, or stands there twice.")));
            return {};
        }
        m_ids.insert(*id);
        return *id;
    }

    void readVpnGateway(JsonReader &reader)
    {
        VpnGateway gateway;
        gateway.id = idOf(reader, "VpnGatewayId", key("vpn-"));
        gateway.regionId = reader.text(key("RegionId")).value_or(QString());
        gateway.name = reader.text(key("Name")).value_or(QString());
        gateway.description = reader.text(key("Description")).value_or(QString());
        gateway.internetIp = reader.text(key("InternetIp")).value_or(QString());
        gateway.localAddress = reader.text(key("LocalAddress")).value_or(QString());
        gateway.created = timeOf(reader);
        m_backup.content.change.vpnGateways.append(gateway);
    }

    void readCustomerGateway(JsonReader &reader)
    {
        CustomerGateway gateway;
        gateway.id = idOf(reader, "CustomerGatewayId", key("cgw-"));
        gateway.regionId = reader.text(key("RegionId")).value_or(QString());
        gateway.name = reader.text(key("Name")).value_or(QString());
        gateway.description = reader.text(key("Description")).value_or(QString());
        gateway.ipAddress = reader.text(key("IpAddress")).value_or(QString());
        gateway.asn = reader.text(key("Asn")).value_or(QString());
        gateway.created = timeOf(reader);
        m_backup.content.change.customerGateways.append(gateway);
    }

    void readCertificate(JsonReader &reader)
    {
        const QString id = reader.requiredText(key("CertificateId")).value_or(QString());
        const auto der = m_files.find("certificates/" + id.toLatin1() + ".der");
        const auto read = der == m_files.end() ? std::unexpected(api::CredentialsFault::NothingFound)
                                               : m_catalog.readCredentials(der->second.view(), {});
        if (!read || read->certificates.size() != 1 || certificateId(read->certificates.front()) != id) {
            reader.fail(key("CertificateId"),
                        words(QT_TRANSLATE_NOOP("tw::models::Backup", "The certificate is not in the backup.")));
            return;
        }
        CatalogRestore::CertificateWithKey certificate{read->certificates.front(), {}, timeOf(reader)};
        if (reader.flag(key("HasPrivateKey")).value_or(false))
            certificate.privateKey = take(reader, "HasPrivateKey", "private-keys/" + id.toLatin1() + ".der");
        m_backup.content.certificates.push_back(std::move(certificate));
    }

    void readConnection(JsonReader &reader)
    {
        ConnectionChange change;
        change.draft.id = idOf(reader, "VpnConnectionId", key("vco-"));
        change.draft.regionId = reader.text(key("RegionId")).value_or(QString());
        change.created = timeOf(reader);
        if (auto fields = reader.object(key("Fields"))) {
            for (const DraftMember &member : draftMembers()) {
                if (const auto text = fields->text(fieldKey(member.field)))
                    setDraftText(change.draft, member.field, *text);
            }
            fields->refuseOthers();
        } else {
            reader.fail(key("Fields"), words(QT_TRANSLATE_NOOP("tw::models::Backup", "The settings are missing.")));
        }
        change.key = PresharedKey();
        if (reader.flag(key("HasKey")).value_or(false))
            change.key = take(reader, "HasKey", "keys/" + change.draft.id.toLatin1());
        m_backup.content.change.connections.push_back(std::move(change));
    }

    SecretBytes take(JsonReader &reader, const char *name, const QByteArray &file)
    {
        const auto found = m_files.find(file);
        if (found == m_files.end()) {
            reader.fail(key(name), words(QT_TRANSLATE_NOOP("tw::models::Backup", "The key is not in the backup.")));
            return {};
        }
        return found->second.clone();
    }

    QString errorText() const
    {
        QStringList lines;
        for (qsizetype i = 0; i < std::min(m_errors.size(), kMostErrors); ++i)
            lines << m_errors[i].line();
        return lines.join(u'\n');
    }

    TarFiles m_files;
    const Catalog &m_catalog;
    Backup m_backup;
    QSet<QString> m_ids;
    QList<DocumentError> m_errors;
};

} // namespace

std::expected<Backup, BackupFault> readBackup(ByteView archive, const Catalog &catalog)
{
    auto files = readTar(archive);
    if (!files)
        return refuse(words(QT_TRANSLATE_NOOP("tw::models::Backup", "It is damaged, from octet %1 of its archive on."))
                          .arg(files.error()));
    return Reader(std::move(*files), catalog).read();
}

std::expected<Backup, BackupFault> openBackup(ByteView file, const api::PasswordEnvelope &envelope,
                                              const SecretBytes &passphrase, const Catalog &catalog)
{
    const auto archive = unsealBackup(file, envelope, passphrase);
    if (!archive)
        return std::unexpected(archive.error());
    return readBackup(archive->view(), catalog);
}

std::expected<SecretBytes, BackupFault> unsealBackup(ByteView file, const api::PasswordEnvelope &envelope,
                                                     const SecretBytes &passphrase)
{
    if (file.size() > kMaxBackupSize)
        return refuse(words(QT_TRANSLATE_NOOP("tw::models::Backup", "It is too large to be a backup.")));
    auto archive = envelope.open(file, passphrase);
    if (archive)
        return std::move(*archive);
    switch (archive.error()) {
    case api::EnvelopeFault::NotAnEnvelope:
        return refuse(words(QT_TRANSLATE_NOOP("tw::models::Backup",
                                              "It is not a backup (a CMS message in PEM), or it is cut off or "
                                              "damaged.")));
    case api::EnvelopeFault::Unsupported:
        return refuse(words(QT_TRANSLATE_NOOP("tw::models::Backup",
                                              "It is a CMS message, but not one that this program makes: "
                                              "AuthEnvelopedData for a passphrase.")));
    case api::EnvelopeFault::TooSlow:
        return refuse(
            words(QT_TRANSLATE_NOOP("tw::models::Backup", "Its passphrase takes more than 5 million rounds to try.")));
    case api::EnvelopeFault::WrongPassphrase: break;
    }
    return std::unexpected(BackupFault{
        true,
        words(QT_TRANSLATE_NOOP("tw::models::Backup",
                                "The passphrase does not open it, or the file was damaged: the two look alike."))});
}

} // namespace tw::models
