#include "models/transfer/export/exporter.h"

#include "models/transfer/export/capabilities.h"
#include "models/transfer/export/export_writer.h"

#include <QCryptographicHash>

#include <array>

namespace tw::models {

namespace {

constexpr std::array kFormatters = {
    writeSwanctl, writeIpsecConf, writeAlibaba,  writeLibreswan, writeCiscoIos, writeCiscoAsa,
    writeJunos,   writeFortiOs,   writeRouterOs, writePanOs,     writeHuawei,   writeH3c,
    writeVyOs,    writeOpnSense,  writePfSense,  writeWindows,
};

} // namespace

ExportResult exportPeer(PeerFormat format, const ExportRequest &request)
{
    ExportResult result;
    result.warnings = exportWarnings(format, request.view);
    for (const char *unsure : peerFormatInfo(format).unsure)
        result.warnings << Remark{unsure, {}};
    result.blockers = exportBlockers(format, request.view, request.key);
    if (!result.blockers.isEmpty())
        return result;
    ExportWriter writer(format, request);
    kFormatters[static_cast<std::size_t>(format)](writer);
    result.files = writer.takeFiles();
    return result;
}

QString slugOf(const QString &name, int longest, QSet<QString> *taken)
{
    QString slug;
    for (const QChar c : name) {
        const bool isLetter = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
        const bool isDigit = c >= u'0' && c <= u'9';
        if (isLetter || (isDigit && !slug.isEmpty()))
            slug += c;
        else if (!slug.isEmpty() && !slug.endsWith(u'-'))
            slug += u'-';
    }
    slug.truncate(longest);
    while (slug.endsWith(u'-'))
        slug.chop(1);
    if (slug.isEmpty())
        slug = QStringLiteral("vpn");
    if (!taken)
        return slug;
    QString free = slug;
    for (int number = 2; taken->contains(free); ++number) {
        const QString ending = QStringLiteral("-%1").arg(number);
        free = slug.left(longest - ending.size()) + ending;
    }
    taken->insert(free);
    return free;
}

QString settingsRevision(const PeerView &view)
{
    const auto word = [](std::string_view name) {
        return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
    };
    QStringList parts = {view.local,
                         view.remote,
                         view.localSubnets.join(u','),
                         view.remoteSubnets.join(u','),
                         view.localId,
                         view.remoteId,
                         QString::number(view.isIkeV2),
                         QString::number(view.isAggressive),
                         QString::number(view.ikeLifetime),
                         QString::number(view.espLifetime),
                         QString::number(view.startsAtOnce),
                         QString::number(view.probes),
                         QString::number(view.forcesEncapsulation)};
    for (const PeerSuite &suite : {view.ike, view.esp})
        parts << word(api::shortName(suite.encryption)) << word(api::shortName(suite.hash))
              << word(api::shortName(suite.group));
    const QByteArray hash = QCryptographicHash::hash(parts.join(u'\n').toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.left(4).toHex());
}

} // namespace tw::models
