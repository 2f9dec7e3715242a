#include "models/transfer/compare/peer_lines.h"

#include "models/catalog/connection_draft.h"

#include <algorithm>
#include <array>

namespace tw::models {

namespace {

constexpr qsizetype kMostLines = 16; // beyond that it is the whole file that changes

struct Written
{
    QStringList lines;
    QList<ExportBlocker> blockers;
};

Written write(PeerFormat format, const PeerView &view)
{
    const ExportResult result = exportPeer(format, {view, nullptr, {}, {}});
    Written written{{}, result.blockers};
    const char *comment = peerFormatInfo(format).comment;
    const QString mark = QLatin1String(comment ? comment : "<!--");
    for (const ExportedFile &file : result.files) {
        const auto text = file.text.view();
        for (const QString &line :
             QString::fromUtf8(reinterpret_cast<const char *>(text.data()), static_cast<qsizetype>(text.size()))
                 .split(u'\n')) {
            if (!line.isEmpty() && !line.trimmed().startsWith(mark))
                written.lines << line;
        }
    }
    return written;
}

qsizetype indentOf(const QString &line)
{
    const auto first = std::ranges::find_if(line, [](QChar c) { return !c.isSpace(); });
    return std::distance(line.begin(), first);
}

// Each line behind those that it stands under: the same words stand under both phases of many a text.
QStringList paths(const QStringList &lines)
{
    QStringList paths;
    QStringList above;
    QList<qsizetype> depths;
    for (const QString &line : lines) {
        while (!depths.isEmpty() && depths.last() >= indentOf(line)) {
            depths.removeLast();
            above.removeLast();
        }
        depths.append(indentOf(line));
        above.append(line);
        paths << above.join(u'\n');
    }
    return paths;
}

// The lines that are wanted, each below those that it stands under.
QStringList excerpt(const QStringList &lines, const QList<bool> &isWanted)
{
    QList<bool> isShown = isWanted;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        qsizetype depth = isWanted[i] ? indentOf(lines[i]) : 0;
        for (qsizetype above = i - 1; above >= 0 && depth > 0; --above) {
            if (indentOf(lines[above]) < depth) {
                depth = indentOf(lines[above]);
                isShown[above] = true;
            }
        }
    }
    QStringList shown;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (isShown[i])
            shown << lines[i];
    }
    return shown;
}

template <typename T, std::size_t N>
void alternatives(QList<PeerView> &views, const PeerView &ours, T PeerSuite::*part, PeerSuite PeerView::*suite,
                  const std::array<T, N> &values)
{
    for (const T value : values) {
        PeerView view = ours;
        (view.*suite).*part = value;
        views << view;
    }
}

// The connection with another value for the setting, so that the text shows where it stands.
QList<PeerView> others(const PeerView &ours, Field field)
{
    using enum api::Encryption;
    using enum api::Integrity;
    constexpr std::array kCiphers = {Aes256Cbc, Aes128Cbc, Aes192Cbc, TripleDesCbc, Aes256Gcm16, Aes128Gcm16};
    constexpr std::array kHashes = {HmacSha256_128, HmacSha1_96, HmacSha384_192, HmacSha512_256, HmacMd5_96};
    constexpr std::array kGroups = {api::DhGroup::Modp2048, api::DhGroup::Modp1024, api::DhGroup::Ecp256,
                                    api::DhGroup::Modp1536, api::DhGroup::None};
    QList<PeerView> views;
    PeerView view = ours;
    switch (field) {
    case Field::IkeEncAlg: alternatives(views, ours, &PeerSuite::encryption, &PeerView::ike, kCiphers); return views;
    case Field::IkeAuthAlg: alternatives(views, ours, &PeerSuite::hash, &PeerView::ike, kHashes); return views;
    case Field::IkePfs: alternatives(views, ours, &PeerSuite::group, &PeerView::ike, kGroups); return views;
    case Field::IpsecEncAlg: alternatives(views, ours, &PeerSuite::encryption, &PeerView::esp, kCiphers); return views;
    case Field::IpsecAuthAlg: alternatives(views, ours, &PeerSuite::hash, &PeerView::esp, kHashes); return views;
    case Field::IpsecPfs: alternatives(views, ours, &PeerSuite::group, &PeerView::esp, kGroups); return views;
    // An identity that is the address goes with it: some devices know no other.
    case Field::InternetIp:
        view.remoteId = view.remoteId == view.remote ? QStringLiteral("192.0.2.251") : view.remoteId;
        view.remote = QStringLiteral("192.0.2.251");
        break;
    case Field::IpAddress:
        view.localId = view.localId == view.local ? QStringLiteral("192.0.2.252") : view.localId;
        view.local = QStringLiteral("192.0.2.252");
        break;
    case Field::LocalSubnet: view.remoteSubnets = {QStringLiteral("192.0.2.0/30")}; break;
    case Field::RemoteSubnet: view.localSubnets = {QStringLiteral("192.0.2.4/30")}; break;
    case Field::LocalId: view.remoteId = QStringLiteral("192.0.2.253"); break;
    case Field::RemoteId: view.localId = QStringLiteral("192.0.2.254"); break;
    case Field::IkeVersion: view.isIkeV2 = !view.isIkeV2; break;
    case Field::IkeMode: view.isAggressive = !view.isAggressive; break;
    // Another that divides into minutes, for the devices that count in those.
    case Field::IkeLifetime: view.ikeLifetime = view.ikeLifetime == 7200 ? 10800 : 7200; break;
    case Field::IpsecLifetime: view.espLifetime = view.espLifetime == 7200 ? 10800 : 7200; break;
    case Field::EffectImmediately: view.startsAtOnce = !view.startsAtOnce; break;
    case Field::EnableDpd: view.probes = !view.probes; break;
    case Field::EnableNatTraversal: view.forcesEncapsulation = !view.forcesEncapsulation; break;
    default: return {};
    }
    views << view;
    return views;
}

} // namespace

PeerLines peerLinesFor(PeerFormat format, const PeerView &ours, const ComparisonRow &row)
{
    const Written written = write(format, ours);
    for (const ExportBlocker &blocker : written.blockers) {
        if (blocker.field == row.field)
            return {{}, blocker.reason};
    }
    if (written.lines.isEmpty())
        return {};
    QList<bool> isWanted(written.lines.size(), false);
    if (row.field == Field::Psk) {
        std::ranges::transform(written.lines, isWanted.begin(), [](const QString &line) {
            return line.contains(QLatin1String(kKeyPlaceholder).mid(1, 14));
        });
    } else {
        const QStringList here = paths(written.lines);
        for (const PeerView &view : others(ours, row.field)) {
            const QStringList there = paths(write(format, view).lines);
            if (there.isEmpty() || there == here)
                continue;
            std::ranges::transform(here, isWanted.begin(), [&](const QString &path) { return !there.contains(path); });
            break;
        }
    }
    QStringList lines = excerpt(written.lines, isWanted);
    if (lines.size() > kMostLines)
        lines.clear();
    return {lines, {}};
}

} // namespace tw::models
