#include "models/transfer/import/swan_words.h"

#include "engine/api/identity.h"
#include "models/transfer/peer_words.h"

#include <QHash>

#include <algorithm>

namespace tw::models {

namespace {

constexpr std::size_t kMaxSuites = 64;

// Other spellings that the daemons understand.
QString canonical(const QString &word)
{
    static const QHash<QString, QString> aliases = {
        {QStringLiteral("aes"), QStringLiteral("aes128")},
        {QStringLiteral("aes128gcm128"), QStringLiteral("aes128gcm16")},
        {QStringLiteral("aes192gcm128"), QStringLiteral("aes192gcm16")},
        {QStringLiteral("aes256gcm128"), QStringLiteral("aes256gcm16")},
        {QStringLiteral("aes_gcm"), QStringLiteral("aes128gcm16")},
        {QStringLiteral("aes_gcm128"), QStringLiteral("aes128gcm16")},
        {QStringLiteral("aes_gcm192"), QStringLiteral("aes192gcm16")},
        {QStringLiteral("aes_gcm256"), QStringLiteral("aes256gcm16")},
        {QStringLiteral("aes_gcm_c_128"), QStringLiteral("aes128gcm16")},
        {QStringLiteral("aes_gcm_c_256"), QStringLiteral("aes256gcm16")},
        {QStringLiteral("chacha20poly1305compat"), QStringLiteral("chacha20poly1305")},
        {QStringLiteral("chacha20_poly1305"), QStringLiteral("chacha20poly1305")},
        {QStringLiteral("sha"), QStringLiteral("sha1")},
        {QStringLiteral("sha2"), QStringLiteral("sha256")},
        {QStringLiteral("sha2_256"), QStringLiteral("sha256")},
        {QStringLiteral("sha2_384"), QStringLiteral("sha384")},
        {QStringLiteral("sha2_512"), QStringLiteral("sha512")},
        {QStringLiteral("x25519"), QStringLiteral("curve25519")},
        {QStringLiteral("dh19"), QStringLiteral("ecp256")},
        {QStringLiteral("dh20"), QStringLiteral("ecp384")},
        {QStringLiteral("dh21"), QStringLiteral("ecp521")},
        {QStringLiteral("dh22"), QStringLiteral("modp1024s160")},
        {QStringLiteral("dh23"), QStringLiteral("modp2048s224")},
        {QStringLiteral("dh24"), QStringLiteral("modp2048s256")},
        {QStringLiteral("dh31"), QStringLiteral("curve25519")},
    };
    const QString lower = word.toLower();
    return aliases.value(lower, lower);
}

// Everything that one proposal names; each combination is offered.
struct Kinds
{
    std::vector<api::Encryption> encryptions;
    std::vector<api::Integrity> hashes;
    std::vector<api::Integrity> prfs;
    std::vector<api::DhGroup> groups;
};

std::optional<Kinds> kindsOf(const QString &proposal, bool isEsp)
{
    const PeerWords &words = peerWords(PeerFormat::Swanctl);
    const PeerPhase phase = isEsp ? PeerPhase::Esp : PeerPhase::IkeV2;
    Kinds kinds;
    const auto addTo = [](auto &list, auto value) {
        if (std::ranges::find(list, value) == list.end())
            list.push_back(value);
    };
    QString text = proposal;
    for (const QString &part : text.replace(u';', u'-').replace(u'+', u'-').split(u'-', Qt::SkipEmptyParts)) {
        const QString word = canonical(part.trimmed());
        if (const auto encryption = words.encryption(word, phase))
            addTo(kinds.encryptions, *encryption);
        else if (const auto hash = words.hash(word, phase))
            addTo(kinds.hashes, *hash);
        else if (const auto prf = word.startsWith(QLatin1String("prf")) ? words.hash(canonical(word.sliced(3)), phase)
                                                                        : std::nullopt)
            addTo(kinds.prfs, *prf);
        else if (const auto group = words.group(word, phase))
            addTo(kinds.groups, *group);
        else if (word != QLatin1String("noesn") && word != QLatin1String("esn") && word != QLatin1String("null"))
            return std::nullopt;
    }
    return kinds;
}

using Identities = std::vector<api::Identity>;

// How many of a secret's identities are the connection's.
int fit(const SwanSecret &secret, const Identities &own)
{
    return static_cast<int>(std::ranges::count_if(
        secret.ids, [&](const api::Identity &id) { return std::ranges::find(own, id) != own.end(); }));
}

} // namespace

SwanOffers swanOffers(const QString &text, bool isEsp)
{
    SwanOffers offers;
    QString list = text;
    for (const QString &proposal : list.remove(u'!').split(u',', Qt::SkipEmptyParts)) {
        const auto kinds = kindsOf(proposal.trimmed(), isEsp);
        if (!kinds || kinds->encryptions.empty()) {
            offers.isWhole = false; // also "default", which changes from release to release
            continue;
        }
        for (const api::Encryption encryption : kinds->encryptions) {
            const bool isAead = api::isAead(encryption);
            std::vector<api::Integrity> hashes = isAead && !kinds->prfs.empty() ? kinds->prfs : kinds->hashes;
            if (isAead && isEsp)
                hashes = {api::Integrity::None};
            std::vector<api::DhGroup> groups = kinds->groups;
            if (groups.empty() && isEsp)
                groups = {api::DhGroup::None};
            for (const api::Integrity hash : hashes) {
                for (const api::DhGroup group : groups) {
                    if (offers.suites.size() < kMaxSuites)
                        offers.suites.push_back({encryption, hash, group});
                }
            }
            if (hashes.empty() || groups.empty())
                offers.isWhole = false;
        }
    }
    return offers;
}

std::optional<qint64> swanSeconds(QStringView text)
{
    constexpr qsizetype kMostDigits = 9;
    text = text.trimmed();
    qint64 unit = 1;
    if (!text.isEmpty() && text.last().isLetter()) {
        const QChar c = text.last();
        unit = c == u's' ? 1 : c == u'm' ? 60 : c == u'h' ? 3600 : c == u'd' ? 86400 : 0;
        text.chop(1);
        text = text.trimmed();
    }
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    if (!isNumber || unit == 0 || number < 0 || text.size() > kMostDigits)
        return std::nullopt;
    return number * unit;
}

QStringList swanList(const QString &text)
{
    QString list = text;
    return list.replace(u',', u' ').split(u' ', Qt::SkipEmptyParts);
}

void SwanSecret::addId(const QString &text)
{
    constexpr std::size_t kMost = 8;
    isForSome = true;
    auto id = api::Identity::parse(text.toStdString());
    if (id && ids.size() < kMost)
        ids.push_back(std::move(*id));
}

std::optional<SecretBytes> secretFor(const std::vector<SwanSecret> &secrets, const PeerView &view)
{
    Identities own;
    for (const QString &text : {view.localId, view.remoteId, view.local, view.remote}) {
        if (auto id = api::Identity::parse(text.toStdString()))
            own.push_back(std::move(*id));
    }
    const SwanSecret *best = nullptr;
    int bestFit = -1;
    for (const SwanSecret &secret : secrets) {
        const int now = fit(secret, own);
        if ((now > 0 || !secret.isForSome) && now > bestFit) {
            best = &secret;
            bestFit = now;
        }
    }
    if (!best)
        return std::nullopt;
    return best->key.clone();
}

} // namespace tw::models
