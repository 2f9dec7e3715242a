#include "models/log/support_bundle.h"

#include "models/catalog/catalog.h"
#include "models/log/log_export.h"
#include "models/log/redaction.h"
#include "models/log/zip_writer.h"
#include "models/transfer/apply_document.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <QSysInfo>

namespace tw::models {

namespace {

constexpr int kBlock = 4096; // facts in memory at a time

// What decides whether and how fast packets pass; a file that is not there is left out.
QJsonObject systemFacts()
{
    const auto firstLine = [](const char *path) {
        QFile file(QString::fromLatin1(path));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readLine(512)).trimmed() : QString();
    };
    QJsonObject facts{
        {QStringLiteral("System"), QSysInfo::prettyProductName()},
        {QStringLiteral("Kernel"), QString(QSysInfo::kernelType() + QLatin1Char(' ') + QSysInfo::kernelVersion())},
        {QStringLiteral("Architecture"), QSysInfo::currentCpuArchitecture()},
        {QStringLiteral("Qt"), QString::fromLatin1(qVersion())},
        {QStringLiteral("TunDevice"), QFile::exists(QStringLiteral("/dev/net/tun"))},
    };
    for (const char *path : {"/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv4/conf/all/rp_filter",
                             "/proc/sys/net/ipv4/ip_no_pmtu_disc", "/proc/sys/net/ipv4/tcp_mtu_probing",
                             "/proc/sys/net/ipv6/conf/all/forwarding", "/proc/sys/net/core/rmem_max",
                             "/proc/sys/net/core/wmem_max", "/proc/loadavg"}) {
        if (const QString value = firstLine(path); !value.isEmpty())
            facts.insert(QString::fromLatin1(path), value);
    }
    QFile cpu(QStringLiteral("/proc/cpuinfo"));
    if (cpu.open(QIODevice::ReadOnly)) {
        const QList<QByteArray> lines = cpu.readAll().split('\n');
        int threads = 0;
        for (const QByteArray &line : lines) {
            threads += line.startsWith("processor");
            if (line.startsWith("model name") || line.startsWith("flags"))
                facts.insert(QString::fromUtf8(line.left(line.indexOf(':')).trimmed()),
                             QString::fromUtf8(line.mid(line.indexOf(':') + 1).trimmed()));
        }
        facts.insert(QStringLiteral("CpuThreads"), threads);
    }
    QFile memory(QStringLiteral("/proc/meminfo"));
    if (memory.open(QIODevice::ReadOnly))
        facts.insert(QStringLiteral("Memory"), QString::fromUtf8(memory.readLine(256)).simplified());
    return facts;
}

QJsonObject configurationOf(const Catalog &catalog, const QString &connectionId)
{
    const auto *connection = catalog.connection(connectionId);
    if (!connection)
        return {};
    QJsonObject configuration{{QStringLiteral("VpnConnections"), QJsonArray{toJson(*connection, catalog)}}};
    if (const auto *gateway = catalog.vpnGateway(connection->draft.vpnGatewayId))
        configuration.insert(QStringLiteral("VpnGateways"), QJsonArray{toJson(*gateway)});
    if (const auto *gateway = catalog.customerGateway(connection->draft.customerGatewayId))
        configuration.insert(QStringLiteral("CustomerGateways"), QJsonArray{toJson(*gateway)});
    return configuration;
}

QString readme(bool isRedacted)
{
    return QStringLiteral("Support bundle of an IPsec connection.\n\n"
                          "configuration.json  the connection and its gateways, as `show --json` prints them\n"
                          "status.json         what stood when the bundle was made; {} where no engine ran\n"
                          "log.txt log.jsonl   the log of the window in bundle.json\n"
                          "system.json         kernel, processor and the settings that packets pass by\n"
                          "bundle.json         window, programs and versions\n"
                          "redactions.txt      what was taken out\n\n")
        + (isRedacted
               ? QStringLiteral("address-N and identity-N stand for public addresses and names, the same ones in "
                                "every file.\n")
               : QStringLiteral("Addresses and identities are in it as they are.\n"))
        + QStringLiteral("It holds no key: keys are not read to make it.\n");
}

QString iso(UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC).toString(Qt::ISODateWithMs);
}

} // namespace

void SupportBundle::takeConfiguration(const Catalog &catalog)
{
    const auto *connection = catalog.connection(connectionId);
    name = connection ? connection->draft.name : connectionId;
    configuration = configurationOf(catalog, connectionId);
}

std::expected<void, QString> SupportBundle::write(const QString &fileName, LogFile *log) const
{
    QSaveFile file(fileName);
    const auto failure = [&](const QString &text) {
        return std::unexpected(QStringLiteral("%1: %2").arg(fileName, text));
    };
    if (!file.open(QIODevice::WriteOnly))
        return failure(file.errorString());
    // Before anything is in it.
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);

    Redaction redaction;
    const auto shown = [&](const QJsonObject &object) {
        return isRedacted ? redaction.json(object).toObject() : object;
    };
    ZipWriter zip(file);
    const auto put = [&zip](const char *entry, const QByteArray &content) {
        if (QIODevice *device = zip.begin(QString::fromLatin1(entry)))
            device->write(content);
    };
    const auto putJson = [&](const char *entry, const QJsonObject &object) {
        put(entry, QJsonDocument(object).toJson(QJsonDocument::Indented));
    };
    put("README.txt", readme(isRedacted).toUtf8());
    putJson("bundle.json",
            {{QStringLiteral("Connection"), name},
             {QStringLiteral("From"), iso(window.from)},
             {QStringLiteral("To"), iso(window.to)},
             {QStringLiteral("Redacted"), isRedacted},
             {QStringLiteral("Programs"), programs}});
    putJson("configuration.json", shown(configuration));
    putJson("status.json", shown(status));
    putJson("system.json", systemFacts());
    const LogSelection selection{connectionId, window};
    const std::pair<const char *, LogFormat> logs[] = {{"log.txt", LogFormat::Text},
                                                       {"log.jsonl", LogFormat::JsonLines}};
    for (const auto &[entry, format] : logs) {
        QIODevice *device = zip.begin(QString::fromLatin1(entry));
        if (!device || !log)
            continue;
        LogExport lines(*device, format, name);
        for (auto place = LogFile::begin(selection);;) {
            auto block = log->linesBehind(selection, place, 0, kBlock);
            if (!block)
                return failure(block.error().text);
            if (block->isEmpty())
                break;
            place = {block->last().at, block->last().sequence};
            for (LogRecord &record : *block) {
                if (isRedacted)
                    record = redaction.record(std::move(record));
            }
            if (!lines.write(*block))
                break; // the archive tells why
        }
    }
    // Last, when it is known.
    put("redactions.txt",
        isRedacted ? QStringLiteral("Taken out, each with a stand-in:\n- ").toUtf8()
                + redaction.summary().join(QStringLiteral("\n- ")).toUtf8() + '\n'
                   : QByteArray("Nothing was taken out. Keys are not read at all for a bundle.\n"));
    if (!zip.finish())
        return failure(file.error() != QFileDevice::NoError ? file.errorString() : zip.errorString());
    if (!file.commit())
        return failure(file.errorString());
    return {};
}

} // namespace tw::models
