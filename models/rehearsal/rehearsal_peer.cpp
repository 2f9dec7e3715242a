#include "models/rehearsal/rehearsal_peer.h"

#include "models/catalog/address_rules.h"
#include "models/catalog/ike_rules.h"
#include "models/catalog/issue_text.h"
#include "models/log/joined_text.h"
#include "models/rehearsal/rehearsal_setup.h"

#include <algorithm>
#include <array>

namespace tw::models {

namespace {

// Lifetimes that a device has where its configuration says none: vendors' command references. Of one that is
// missing here they differ by release.
struct DeviceLifetimes
{
    PeerFormat format;
    int ike;
    int esp;
};
constexpr std::array kLifetimes = {
    DeviceLifetimes{PeerFormat::Swanctl, 14400, 3600},   DeviceLifetimes{PeerFormat::OpnSense, 14400, 3600},
    DeviceLifetimes{PeerFormat::IpsecConf, 10800, 3600}, DeviceLifetimes{PeerFormat::Libreswan, 28800, 28800},
    DeviceLifetimes{PeerFormat::CiscoIos, 86400, 3600},  DeviceLifetimes{PeerFormat::CiscoAsa, 86400, 28800},
    DeviceLifetimes{PeerFormat::Junos, 28800, 3600},     DeviceLifetimes{PeerFormat::FortiOs, 86400, 43200},
    DeviceLifetimes{PeerFormat::RouterOs, 86400, 1800},  DeviceLifetimes{PeerFormat::PanOs, 28800, 3600},
    DeviceLifetimes{PeerFormat::Huawei, 86400, 3600},    DeviceLifetimes{PeerFormat::H3c, 86400, 3600},
    DeviceLifetimes{PeerFormat::VyOs, 28800, 3600},      DeviceLifetimes{PeerFormat::PfSense, 28800, 3600},
    DeviceLifetimes{PeerFormat::Alibaba, 86400, 86400},
};

constexpr qint64 kLongest = qint64{365} * 86400; // nothing of a rehearsal takes as long

// These take the other address for the other name; the rest believe whoever knows the key.
bool expectsAddress(PeerFormat format)
{
    return format == PeerFormat::IpsecConf || format == PeerFormat::Libreswan || format == PeerFormat::Alibaba;
}

QString words(const QList<Remark> &remarks)
{
    QStringList sentences;
    for (const Remark &remark : remarks)
        sentences.append(remark.translated());
    return joinedSentences(sentences);
}

QString shown(const api::Identity &identity) { return QString::fromStdString(identity.toString()); }

class Builder
{
public:
    Builder(const PeerReading &reading, PeerFormat format, const RehearsalEnds &ends)
        : m_view(reading.isGateways ? otherEnd(reading.view) : reading.view),
          m_reading(reading),
          m_format(format),
          m_ends(ends),
          m_ours(*ends.ours.config)
    { }

    std::expected<RehearsalPeer, QString> build()
    {
        m_config.id = mirrorId(m_ours);
        m_config.name = (m_view.name.isEmpty() ? QString::fromStdString(m_ours.name) : m_view.name).toStdString();
        m_config.effectImmediately = m_view.startsAtOnce;
        m_config.dpd = m_ours.dpd;
        if (m_reading.saysProbes)
            m_config.dpd.enabled = m_view.probes;
        if (m_view.forcesEncapsulation)
            m_config.natTraversal = api::NatTraversal::Forced;
        m_config.ike.version = m_view.isIkeV2 ? api::IkeVersion::V2 : api::IkeVersion::V1;
        m_config.ike.mode = m_view.isAggressive ? api::IkeV1Mode::Aggressive : api::IkeV1Mode::Main;
        takeAddresses();
        takeIdentities();
        takeSuites();
        takeLifetimes();
        m_config.child.local = subnets(
            m_view.localSubnets, m_ours.child.remote,
            QT_TRANSLATE_NOOP("Peer", "The text does not say which subnets are behind the device: %1 is taken."));
        m_config.child.remote =
            subnets(m_view.remoteSubnets, m_ours.child.local,
                    QT_TRANSLATE_NOOP("Peer", "The text does not say which subnets are behind us: %1 is taken."));
        takeKey();
        if (m_config.ike.proposals.empty() || m_config.child.proposals.empty())
            return std::unexpected(words(m_peer.notes));
        for (const IgnoredLine &line : m_reading.ignored) {
            if (line.line > 0)
                note(QT_TRANSLATE_NOOP("Peer", "Line %1 was not understood, and so is not played: %2"),
                     {QString::number(line.line), line.words});
            else // of a format without lines
                note(QT_TRANSLATE_NOOP("Peer", "“%1” was not understood, and so is not played."), {line.words});
        }
        if (m_reading.ignoresMore)
            note(QT_TRANSLATE_NOOP("Peer", "More lines were not understood."));
        m_peer.side.config = std::make_shared<const api::ConnectionConfig>(std::move(m_config));
        return std::move(m_peer);
    }

private:
    void note(const char *text, const QStringList &args = {}) { m_peer.notes.append({text, args}); }

    std::optional<IpAddress> peerAddress() const
    {
        const auto *address = std::get_if<IpAddress>(&m_ours.peer);
        return address ? std::optional(*address) : std::nullopt;
    }

    // Where the device is is not the text's to say, unless it says that it is elsewhere.
    void takeAddresses()
    {
        if (const auto remote = parseAddress(m_view.remote)) {
            m_config.peer = *remote;
            if (*remote != m_ends.publicAddress)
                note(QT_TRANSLATE_NOOP("Peer", "The text looks for us at %1, and we are at %2."),
                     {m_view.remote, toQString(m_ends.publicAddress)});
        } else {
            m_config.peer = m_ends.publicAddress;
            if (m_view.remote.isEmpty())
                note(QT_TRANSLATE_NOOP("Peer", "The text does not say where we are: %1 is taken."),
                     {toQString(m_ends.publicAddress)});
            else
                note(QT_TRANSLATE_NOOP("Peer", "The text looks for us under the name %1, which is taken for %2."),
                     {m_view.remote, toQString(m_ends.publicAddress)});
        }
        const auto local = parseAddress(m_view.local);
        const auto known = peerAddress();
        if (!local || !known || *local == *known)
            return;
        if (local->isPrivate()) {
            note(QT_TRANSLATE_NOOP(
                     "Peer",
                     "The device has the address %1 and is reached at %2, so there is a NAT before it. It is "
                     "played as one that lets everything pass."),
                 {m_view.local, toQString(*known)});
            return;
        }
        note(
            QT_TRANSLATE_NOOP("Peer", "The text says that the device is at %1, and the connection looks for it at %2."),
            {m_view.local, toQString(*known)});
        m_peer.side.publicAddress = *local;
    }

    void takeIdentities()
    {
        const auto known = peerAddress();
        m_config.ike.localId = identity(
            m_view.localId, m_peer.side.publicAddress ? m_peer.side.publicAddress : known, m_ours.ike.remoteId,
            QT_TRANSLATE_NOOP("Peer", "The text does not say what the device calls itself: its address %1 is taken."),
            QT_TRANSLATE_NOOP("Peer", "The text does not say what the device calls itself: %1 is taken."));
        m_config.ike.remoteId = identity(
            m_view.remoteId, expectsAddress(m_format) ? std::optional(m_ends.publicAddress) : std::nullopt,
            m_ours.ike.localId,
            QT_TRANSLATE_NOOP("Peer", "The text does not say what the device calls us: our address %1 is taken."),
            QT_TRANSLATE_NOOP("Peer", "The device believes any name of whoever knows the key: ours, %1, is taken."));
    }

    api::Identity identity(const QString &text, const std::optional<IpAddress> &address, const api::Identity &fallback,
                           const char *addressNote, const char *fallbackNote)
    {
        if (const auto said = api::Identity::parse(text.toStdString()))
            return *said;
        const api::Identity taken = address ? api::Identity::fromAddress(*address) : fallback;
        note(address ? addressNote : fallbackNote, {shown(taken)});
        return taken;
    }

    // By the rules for our own connections: what the engine cannot do is not played.
    bool isPlayable(const PeerSuite &suite, bool isIke)
    {
        const auto word = [](std::string_view name) {
            return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
        };
        ConnectionDraft draft;
        draft.ikeVersion = m_view.isIkeV2 ? QStringLiteral("ikev2") : QStringLiteral("ikev1");
        (isIke ? draft.ikeEncAlg : draft.ipsecEncAlg) = word(api::shortName(suite.encryption));
        (isIke ? draft.ikeAuthAlg : draft.ipsecAuthAlg) = word(api::shortName(suite.hash));
        (isIke ? draft.ikePfs : draft.ipsecPfs) = word(api::shortName(suite.group));
        const ValidationIssues issues = checkAlgorithms(draft);
        if (!hasErrors(issues))
            return true;
        note(isIke ? QT_TRANSLATE_NOOP("Peer", "Of phase 1 a suite of the text is not played: %1")
                   : QT_TRANSLATE_NOOP("Peer", "Of phase 2 a suite of the text is not played: %1"),
             {issueText(issues.first())});
        return false;
    }

    void takeSuites()
    {
        for (const PeerSuite &suite : m_reading.ikeOffers) {
            if (!isPlayable(suite, true))
                continue;
            const bool isAead = api::isAead(suite.encryption);
            m_config.ike.proposals.push_back({.encryption = suite.encryption,
                                              .integrity = isAead ? api::Integrity::None : suite.hash,
                                              .prf = *api::parsePrf(api::shortName(suite.hash)),
                                              .group = suite.group});
        }
        for (const PeerSuite &suite : m_reading.espOffers) {
            if (isPlayable(suite, false))
                m_config.child.proposals.push_back(
                    {.encryption = suite.encryption, .integrity = suite.hash, .pfs = suite.group});
        }
        if (m_reading.ikeOffers.empty()) {
            note(QT_TRANSLATE_NOOP("Peer", "The text names no algorithms for phase 1: ours are taken."));
            m_config.ike.proposals = m_ours.ike.proposals;
        }
        if (m_reading.espOffers.empty()) {
            note(QT_TRANSLATE_NOOP("Peer", "The text names no algorithms for phase 2: ours are taken."));
            m_config.child.proposals = m_ours.child.proposals;
        }
    }

    void takeLifetimes()
    {
        const auto known = std::ranges::find(kLifetimes, m_format, &DeviceLifetimes::format);
        const bool isKnown = known != kLifetimes.end();
        const auto take = [&](qint64 said, int usual, std::chrono::seconds ours, const char *usualNote,
                              const char *oursNote) {
            if (said > 0)
                return std::chrono::seconds(std::min(said, kLongest));
            const std::chrono::seconds taken = usual > 0 ? std::chrono::seconds(usual) : ours;
            note(usual > 0 ? usualNote : oursNote, {QString::number(taken.count())});
            return taken;
        };
        m_config.ike.lifetime =
            take(m_view.ikeLifetime, isKnown ? known->ike : 0, m_ours.ike.lifetime,
                 QT_TRANSLATE_NOOP(
                     "Peer", "The text does not say how long phase 1 lasts: %1 s, the device's default, is taken."),
                 QT_TRANSLATE_NOOP("Peer", "The text does not say how long phase 1 lasts: our %1 s are taken."));
        m_config.child.lifetime =
            take(m_view.espLifetime, isKnown ? known->esp : 0, m_ours.child.lifetime,
                 QT_TRANSLATE_NOOP(
                     "Peer", "The text does not say how long phase 2 lasts: %1 s, the device's default, is taken."),
                 QT_TRANSLATE_NOOP("Peer", "The text does not say how long phase 2 lasts: our %1 s are taken."));
    }

    std::vector<api::TrafficSelector> subnets(const QStringList &said,
                                              const std::vector<api::TrafficSelector> &fallback, const char *missing)
    {
        std::vector<api::TrafficSelector> selectors;
        for (const QString &subnet : said) {
            if (const auto prefix = parsePrefix(subnet))
                selectors.push_back(api::TrafficSelector::fromPrefix(*prefix));
        }
        if (selectors.size() > 1 && !m_view.isIkeV2) {
            const bool hasOurs = std::ranges::find(selectors, fallback.front()) != selectors.end();
            selectors = {hasOurs ? fallback.front() : selectors.front()};
            note(QT_TRANSLATE_NOOP("Peer", "IKEv1 carries one subnet a side: %1 is played."),
                 {QString::fromStdString(selectors.front().toString())});
        }
        if (!selectors.empty())
            return selectors;
        QStringList taken;
        for (const api::TrafficSelector &selector : fallback)
            taken.append(QString::fromStdString(selector.toString()));
        note(missing, {taken.join(QStringLiteral(", "))});
        return fallback;
    }

    void takeKey()
    {
        if (!std::holds_alternative<api::PresharedKeyAuthentication>(m_ours.ike.authentication)) {
            m_config.ike.authentication = m_ours.ike.authentication; // whose certificates are made when it is played
            return;
        }
        if (m_reading.key) {
            m_peer.side.secret = m_reading.key->clone();
            return;
        }
        note(QT_TRANSLATE_NOOP("Peer", "The text holds no pre-shared key: ours is taken."));
        m_peer.side.secret = m_ends.ours.secret.clone();
    }

    const PeerView m_view;
    const PeerReading &m_reading;
    PeerFormat m_format;
    const RehearsalEnds &m_ends;
    const api::ConnectionConfig &m_ours;
    api::ConnectionConfig m_config;
    RehearsalPeer m_peer;
};

} // namespace

std::expected<RehearsalPeer, QString> peerFromText(const PeerReading &reading, PeerFormat format,
                                                   const RehearsalEnds &ends)
{
    return Builder(reading, format, ends).build();
}

std::expected<const PeerReading *, QString> readingFor(const PeerReadings &readings, const RehearsalEnds &ends)
{
    if (readings.size() == 1)
        return &readings.front();
    const PeerReading *found = nullptr;
    QStringList names;
    for (const PeerReading &reading : readings) {
        names.append(reading.view.name);
        const PeerView view = reading.isGateways ? otherEnd(reading.view) : reading.view;
        if (parseAddress(view.remote) != std::optional(ends.publicAddress))
            continue;
        const auto *peer = std::get_if<IpAddress>(&ends.ours.config->peer);
        const auto local = parseAddress(view.local);
        if (peer && local && !local->isPrivate() && *local != *peer)
            continue;
        if (found)
            return std::unexpected(Remark{
                QT_TRANSLATE_NOOP("Peer",
                                  "Several connections of the text lead to us (%1). Leave only the one that is meant."),
                {found->view.name + QStringLiteral(", ")
                 + reading.view.name}}.translated());
        found = &reading;
    }
    if (!found)
        return std::unexpected(
            Remark{QT_TRANSLATE_NOOP("Peer", "None of the connections of the text (%1) leads to us, at %2."),
                   {names.join(QStringLiteral(", ")), toQString(ends.publicAddress)}}
                .translated());
    return found;
}

} // namespace tw::models
