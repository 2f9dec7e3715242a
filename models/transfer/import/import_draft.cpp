#include "models/transfer/import/import_draft.h"

#include "models/catalog/gateway_validator.h"
#include "models/catalog/ike_rules.h"
#include "models/catalog/weakness.h"
#include "models/log/joined_text.h"
#include "models/transfer/import/import_ends.h"

#include <algorithm>

namespace tw::models {

namespace {

constexpr qsizetype kLongestName = 128;

// What is tried beside an offer of one phase, so that only that offer counts.
constexpr PeerSuite kHarmless{api::Encryption::Aes256Cbc, api::Integrity::HmacSha256_128, api::DhGroup::Modp2048};

QString word(std::string_view name) { return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())); }

void setIke(ConnectionDraft &draft, const PeerSuite &suite)
{
    draft.ikeEncAlg = word(api::shortName(suite.encryption));
    draft.ikeAuthAlg = word(api::shortName(suite.hash));
    draft.ikePfs = word(api::shortName(suite.group));
}

void setEsp(ConnectionDraft &draft, const PeerSuite &suite)
{
    draft.ipsecEncAlg = word(api::shortName(suite.encryption));
    draft.ipsecAuthAlg = word(api::shortName(suite.hash));
    draft.ipsecPfs = word(api::shortName(suite.group));
}

void copyIkeSuite(const ConnectionDraft &from, ConnectionDraft &to)
{
    to.ikeEncAlg = from.ikeEncAlg;
    to.ikeAuthAlg = from.ikeAuthAlg;
    to.ikePfs = from.ikePfs;
}

void copyEspSuite(const ConnectionDraft &from, ConnectionDraft &to)
{
    to.ipsecEncAlg = from.ipsecEncAlg;
    to.ipsecAuthAlg = from.ipsecAuthAlg;
    to.ipsecPfs = from.ipsecPfs;
}

using SetSuite = void (*)(ConnectionDraft &, const PeerSuite &);

int bestOffer(const std::vector<PeerSuite> &offers, const QString &version, SetSuite set, SetSuite setOther)
{
    ConnectionDraft tried;
    tried.ikeVersion = version;
    setOther(tried, kHarmless);
    for (const bool wantsStrong : {true, false}) {
        for (std::size_t at = 0; at < offers.size(); ++at) {
            set(tried, offers[at]);
            if (checkAlgorithms(tried).isEmpty() && (!wantsStrong || weaknesses(tried).isEmpty()))
                return static_cast<int>(at);
        }
    }
    return 0;
}

bool isSameId(const QString &a, const QString &b)
{
    const auto left = api::Identity::parse(a.toStdString());
    const auto right = api::Identity::parse(b.toStdString());
    return left && right && *left == *right;
}

bool holdSame(Field side, const QString &a, const QString &b)
{
    QStringList left = readSubnetTexts(side, a);
    QStringList right = readSubnetTexts(side, b);
    left.sort();
    right.sort();
    return left == right;
}

QString joined(const QString &encryption, const QString &hash, const QString &group)
{
    return joinedItems({choiceText(encryption), choiceText(hash), choiceText(group)});
}

} // namespace

QString allowedName(const QString &text)
{
    QString name;
    const QList<uint> characters = text.toUcs4();
    for (const char32_t c : characters) {
        const QString one = QString::fromUcs4(&c, 1);
        if (name.size() + one.size() > kLongestName)
            break;
        if (checkName(QStringLiteral("a") + one).isEmpty())
            name += one;
        else if (!name.isEmpty() && !name.endsWith(u'-'))
            name += u'-';
    }
    while (name.endsWith(u'-'))
        name.chop(1);
    // It begins with a digit, or is one letter.
    if (!name.isEmpty() && !checkName(name).isEmpty()) {
        name.prepend(QStringLiteral("vpn-"));
        name.truncate(kLongestName);
    }
    return name;
}

bool haveSameSubnets(const ConnectionDraft &a, const ConnectionDraft &b)
{
    return holdSame(Field::LocalSubnet, a.localSubnet, b.localSubnet)
        && holdSame(Field::RemoteSubnet, a.remoteSubnet, b.remoteSubnet);
}

QString ikeSuiteText(const ConnectionDraft &draft) { return joined(draft.ikeEncAlg, draft.ikeAuthAlg, draft.ikePfs); }

QString espSuiteText(const ConnectionDraft &draft)
{
    return joined(draft.ipsecEncAlg, draft.ipsecAuthAlg, draft.ipsecPfs);
}

void fillDraft(PlannedConnection &planned, const PeerReading &reading, const PeerView &view, const ImportChoice &choice)
{
    ConnectionDraft &draft = planned.draft;
    const ConnectionDraft defaults = draft;
    takeOver(view, draft);
    draft.name = allowedName(view.name);
    if (draft.name.isEmpty())
        draft.name = planned.theirs.name;
    else if (draft.name != view.name)
        planned.notes.append({ImportNote::Kind::NameChanged, {view.name, draft.name}});
    if (!reading.hasIkeSuite)
        copyIkeSuite(defaults, draft);
    if (!reading.hasEspSuite)
        copyEspSuite(defaults, draft);
    // An identity that is the gateway's own address is left to it, and follows when that changes.
    draft.localId = isSameId(view.remoteId, planned.ours.address) ? QString() : view.remoteId;
    draft.remoteId = isSameId(view.localId, planned.theirs.address) ? QString() : view.localId;

    const auto take = [&](const std::vector<PeerSuite> &offers, const std::optional<int> &chosen, SetSuite set,
                          SetSuite setOther) {
        const int last = static_cast<int>(offers.size()) - 1;
        const int offer = chosen ? std::clamp(*chosen, 0, last) : bestOffer(offers, draft.ikeVersion, set, setOther);
        set(draft, offers[static_cast<std::size_t>(offer)]);
        return offer;
    };
    if (reading.hasIkeSuite && !reading.ikeOffers.empty())
        planned.ikeOffer = take(reading.ikeOffers, choice.ikeOffer, &setIke, &setEsp);
    if (reading.hasEspSuite && !reading.espOffers.empty())
        planned.espOffer = take(reading.espOffers, choice.espOffer, &setEsp, &setIke);
}

ConnectionDraft mergedDraft(const ConnectionDraft &existing, const ConnectionDraft &fresh, const PeerReading &reading,
                            const PeerView &view, const Gateways &gateways)
{
    ConnectionDraft draft = existing;
    takeOver(view, draft);
    draft.name = existing.name;
    copyIkeSuite(reading.hasIkeSuite ? fresh : existing, draft);
    copyEspSuite(reading.hasEspSuite ? fresh : existing, draft);
    if (!reading.saysStart)
        draft.effectImmediately = existing.effectImmediately;
    if (!reading.saysProbes)
        draft.enableDpd = existing.enableDpd;
    if (view.isIkeV2)
        draft.ikeMode = existing.ikeMode;
    if (holdSame(Field::LocalSubnet, draft.localSubnet, existing.localSubnet))
        draft.localSubnet = existing.localSubnet;
    if (holdSame(Field::RemoteSubnet, draft.remoteSubnet, existing.remoteSubnet))
        draft.remoteSubnet = existing.remoteSubnet;
    const EffectiveIds before = effectiveIds(existing, gateways);
    const auto keepId = [](const QString &said, const QString &effective, const QString &stored) {
        return said.isEmpty() || isSameId(said, effective) ? stored : said;
    };
    draft.localId = keepId(view.remoteId, before.local, existing.localId);
    draft.remoteId = keepId(view.localId, before.remote, existing.remoteId);
    return draft;
}

} // namespace tw::models
