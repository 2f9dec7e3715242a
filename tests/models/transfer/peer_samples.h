#pragma once

#include "engine/api/identity.h"
#include "models/transfer/export/exporter.h"
#include "models/transfer/import/peer_reading.h"
#include "models/transfer/peer_words.h"
#include "tests/support/draft_samples.h"

#include <array>
#include <random>

// Connections for the tests of exporters and readers.
namespace tw::test {

// The example of export-formats' skeletons: both phases AES-256, SHA-256, group 14, a day each.
inline models::ConnectionDraft exampleDraft(bool isV2)
{
    models::ConnectionDraft draft;
    draft.id = QStringLiteral("vco-cccccccccccccccccccc");
    draft.name = QStringLiteral("hq");
    draft.localSubnet = QStringLiteral("10.10.0.0/24");
    draft.remoteSubnet = isV2 ? QStringLiteral("172.16.5.0/24,172.16.6.0/24") : QStringLiteral("172.16.5.0/24");
    draft.ikeVersion = isV2 ? QStringLiteral("ikev2") : QStringLiteral("ikev1");
    draft.ikeEncAlg = draft.ipsecEncAlg = QStringLiteral("aes256");
    draft.ikeAuthAlg = draft.ipsecAuthAlg = QStringLiteral("sha256");
    draft.ikePfs = draft.ipsecPfs = QStringLiteral("group14");
    return draft;
}

inline models::PeerView exampleView(bool isV2)
{
    models::VpnGateway ours;
    ours.internetIp = QStringLiteral("198.51.100.10");
    models::CustomerGateway theirs;
    theirs.ipAddress = QStringLiteral("203.0.113.20");
    return *models::peerViewOf(exampleDraft(isV2), ours, theirs);
}

inline models::ExportRequest requestFor(const models::PeerView &view, const SecretBytes *key)
{
    return {view, key, QStringLiteral("Tunnelwright test"), QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC)};
}

inline QByteArray bytesOf(const SecretBytes &text)
{
    return {reinterpret_cast<const char *>(text.view().data()), static_cast<qsizetype>(text.size())};
}

inline ByteView viewOf(const QByteArray &text)
{
    return {reinterpret_cast<const std::uint8_t *>(text.constData()), static_cast<std::size_t>(text.size())};
}

inline models::ReadResult readBack(models::PeerFormat format, const models::ExportResult &result)
{
    return models::readPeer(format, result.files.front().text.view(),
                            result.files.size() > 1 ? result.files[1].text.view() : ByteView());
}

// Everything that a key may hold (console-fields, Psk).
inline constexpr std::string_view kKeyAlphabet =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789~!`@#$%^&*()_-+={}[]|;:',.<>/?";

// Settings and keys by chance, the same for the same seed.
class RandomPeer
{
public:
    explicit RandomPeer(unsigned seed) : m_random(seed) { }

    SecretBytes key()
    {
        const std::size_t length = 1 + below(100);
        SecretBytes key(length);
        for (std::uint8_t &octet : key.bytes())
            octet = static_cast<std::uint8_t>(kKeyAlphabet[below(kKeyAlphabet.size())]);
        return key;
    }

    // Of what the format has, so that most views can be written; the blockers say of the rest that it cannot.
    models::PeerView view(models::PeerFormat format)
    {
        using models::PeerPhase;
        models::PeerView view;
        view.name = pick(std::array{"hq", "site-b", "Branch_7", "杭州-office"});
        view.connectionId = QStringLiteral("vco-cccccccccccccccccccc");
        view.local = address(203);
        view.remote = address(198);
        view.isIkeV2 = below(2) == 0;
        view.isAggressive = !view.isIkeV2 && below(3) == 0;
        view.localSubnets = subnets(172, view.isIkeV2 ? 1 + below(3) : 1);
        view.remoteSubnets = subnets(10, view.isIkeV2 ? 1 + below(3) : 1);
        view.localId = identity(view.local, "office.example.com", "admin@office.example.com");
        view.remoteId = identity(view.remote, "cloud.example.com", "ops@cloud.example.com");
        const models::PeerWords &words = format == models::PeerFormat::Windows && view.isIkeV2
            ? models::windowsS2sWords()
            : models::peerWords(format);
        view.ike = suite(words, view.isIkeV2 ? PeerPhase::IkeV2 : PeerPhase::IkeV1);
        view.esp = suite(words, PeerPhase::Esp);
        view.ikeLifetime = lifetime();
        view.espLifetime = lifetime();
        view.startsAtOnce = below(2) == 0;
        view.probes = below(2) == 0;
        view.forcesEncapsulation = below(4) == 0;
        return view;
    }

    std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(m_random); }

private:
    template <std::size_t N>
    QString pick(const std::array<const char *, N> &texts)
    {
        return QString::fromUtf8(texts[below(N)]);
    }

    QString address(int first) { return QStringLiteral("%1.%2.113.%3").arg(first).arg(below(200)).arg(1 + below(250)); }

    QStringList subnets(int first, std::size_t count)
    {
        QStringList list;
        const int length = 20 + static_cast<int>(below(5));
        for (std::size_t i = 0; i < count; ++i)
            list << QStringLiteral("%1.%2.0.0/%3").arg(first).arg(16 + i).arg(length);
        return list;
    }

    QString identity(const QString &own, const char *name, const char *user)
    {
        switch (below(5)) {
        case 0: return QString::fromLatin1(name);
        case 1: return QString::fromLatin1(user);
        default: return own;
        }
    }

    qint64 lifetime()
    {
        switch (below(4)) {
        case 0: return 86400;
        case 1: return 60 * static_cast<qint64>(5 + below(1000));
        case 2: return 3600 * static_cast<qint64>(1 + below(24));
        default: return static_cast<qint64>(1 + below(86400));
        }
    }

    models::PeerSuite suite(const models::PeerWords &words, models::PeerPhase phase)
    {
        models::PeerSuite suite;
        do
            suite.encryption = words.encryptions[below(words.encryptions.size())].value;
        while (!words.word(suite.encryption, phase));
        do
            suite.hash = words.hashes[below(words.hashes.size())].value;
        while (!words.word(suite.hash, phase));
        suite.group = words.groups[below(words.groups.size())].value;
        if (phase == models::PeerPhase::Esp) {
            if (api::isAead(suite.encryption))
                suite.hash = api::Integrity::None;
            if (below(3) == 0)
                suite.group = api::DhGroup::None;
        }
        return suite;
    }

    std::mt19937 m_random;
};

} // namespace tw::test
