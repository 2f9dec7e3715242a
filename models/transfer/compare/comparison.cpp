#include "models/transfer/compare/comparison.h"

#include "engine/api/identity.h"
#include "models/catalog/address_rules.h"
#include "models/catalog/subnet_rules.h"

#include <QSet>

#include <algorithm>
#include <array>
#include <utility>

namespace tw::models {

namespace {

constexpr qint64 kLongestLifetime = 86400; // that the form takes

QString word(std::string_view name) { return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())); }
QString word(bool is) { return is ? QStringLiteral("true") : QStringLiteral("false"); }
QString versionWord(bool isIkeV2) { return isIkeV2 ? QStringLiteral("ikev2") : QStringLiteral("ikev1"); }
QString modeWord(bool isAggressive) { return isAggressive ? QStringLiteral("aggressive") : QStringLiteral("main"); }

// "%any" and the like: the device takes whoever comes.
bool isAny(const QString &text)
{
    static const QSet<QString> any = {
        QStringLiteral("%any"), QStringLiteral("%any4"),        QStringLiteral("%any6"), QStringLiteral("any"),
        QStringLiteral("*"),    QStringLiteral("0.0.0.0"),      QStringLiteral("::"),    QStringLiteral("0.0.0.0/0"),
        QStringLiteral("::/0"), QStringLiteral("%defaultroute")};
    return any.contains(text.toLower());
}

bool isPrivate(const QString &text)
{
    const auto address = parseAddress(text);
    return address && address->isPrivate();
}

bool isSameId(const QString &a, const QString &b)
{
    const auto left = api::Identity::parse(a.toStdString());
    const auto right = api::Identity::parse(b.toStdString());
    return left && right ? *left == *right : a == b;
}

QSet<QString> setOf(const QStringList &list) { return {list.cbegin(), list.cend()}; }

bool overlap(const QStringList &a, const QStringList &b)
{
    const auto ranges = [](const QStringList &list) {
        std::vector<AddressRange> result;
        for (const QString &subnet : list) {
            if (const auto prefix = parsePrefix(subnet))
                result.emplace_back(*prefix);
        }
        return result;
    };
    const auto left = ranges(a);
    const auto right = ranges(b);
    return std::ranges::any_of(left, [&](const AddressRange &one) {
        return std::ranges::any_of(right, [&](const AddressRange &other) { return one.overlaps(other); });
    });
}

int likeness(const QStringList &a, const QStringList &b)
{
    if (a.isEmpty() || b.isEmpty())
        return 0;
    return setOf(a) == setOf(b) ? 4 : setOf(a).intersects(setOf(b)) ? 3 : overlap(a, b) ? 1 : 0;
}

// How much of it is the same tunnel: 0 where neither an address nor a subnet nor an identity is.
int likeness(const PeerView &ours, const PeerView &theirs)
{
    int points = likeness(ours.localSubnets, theirs.localSubnets) + likeness(ours.remoteSubnets, theirs.remoteSubnets);
    points += isSameAddress(ours.remote, theirs.remote) ? 8 : 0;
    points += isSameAddress(ours.local, theirs.local) ? 8 : 0;
    points += isSameId(ours.localId, theirs.localId) ? 2 : 0;
    points += isSameId(ours.remoteId, theirs.remoteId) ? 2 : 0;
    return points;
}

struct Direction
{
    int points = 0;
    bool isMirrored = false;
};

// Which way round the text is more like the connection. Where nothing tells, it is what it says it is.
Direction directionOf(const PeerReading &reading, const PeerView &ours)
{
    const int straight = likeness(ours, reading.view);
    const int mirrored = likeness(ours, otherEnd(reading.view));
    if (straight == mirrored)
        return {straight, reading.isGateways};
    return {std::max(straight, mirrored), mirrored > straight};
}

int sameParts(const PeerSuite &a, const PeerSuite &b)
{
    return (a.encryption == b.encryption ? 1 : 0) + (a.hash == b.hash ? 1 : 0) + (a.group == b.group ? 1 : 0);
}

PeerSuite nearest(const std::vector<PeerSuite> &offers, const PeerSuite &said, const PeerSuite &ours)
{
    PeerSuite best = said;
    for (const PeerSuite &offer : offers) {
        if (sameParts(offer, ours) > sameParts(best, ours))
            best = offer;
    }
    return best;
}

// What breaks phase 1 is to be mended before anything else can be seen, then what breaks phase 2; then comes what some
// devices refuse, and what merely differs.
bool mattersMore(const ComparisonRow &a, const ComparisonRow &b)
{
    return std::pair(a.fit, a.phase == api::Phase::Phase2) < std::pair(b.fit, b.phase == api::Phase::Phase2);
}

class Comparer
{
public:
    Comparer(const ComparedConnection &ours, const PeerReading &reading, PeerView theirs)
        : m_ours(ours.view), m_theirs(std::move(theirs)), m_reading(reading), m_connection(ours)
    { }

    QList<ComparisonRow> compare()
    {
        addresses();
        subnets(Field::LocalSubnet, m_ours.remoteSubnets, m_theirs.remoteSubnets);
        subnets(Field::RemoteSubnet, m_ours.localSubnets, m_theirs.localSubnets);
        if (m_reading.saysStart)
            add(Field::EffectImmediately, word(m_ours.startsAtOnce), word(m_theirs.startsAtOnce), Fit::Harmless,
                Effect::OtherStarts);
        authentication();
        const bool takesOurs = m_reading.takesEitherVersion || m_ours.isIkeV2 == m_theirs.isIkeV2;
        add(Field::IkeVersion, versionWord(m_ours.isIkeV2), versionWord(takesOurs == m_ours.isIkeV2), Fit::Breaks,
            Effect::OtherVersion, api::Phase::Phase1);
        if (!m_ours.isIkeV2 && !m_theirs.isIkeV2)
            add(Field::IkeMode, modeWord(m_ours.isAggressive), modeWord(m_theirs.isAggressive), Fit::Breaks,
                Effect::OtherMode, api::Phase::Phase1);
        suite(true);
        lifetime(Field::IkeLifetime, m_ours.ikeLifetime, m_theirs.ikeLifetime);
        identity(Field::LocalId, m_ours.remoteId, m_theirs.remoteId);
        identity(Field::RemoteId, m_ours.localId, m_theirs.localId);
        suite(false);
        lifetime(Field::IpsecLifetime, m_ours.espLifetime, m_theirs.espLifetime);
        if (m_reading.saysProbes)
            add(Field::EnableDpd, word(m_ours.probes), word(m_theirs.probes), Fit::Harmless, Effect::OtherProbes);
        encapsulation();
        return std::move(m_rows);
    }

private:
    // Differs as `otherwise` says, unless the two are equal.
    void add(Field field, const QString &ours, const QString &theirs, Fit otherwise, Effect effect,
             api::Phase phase = api::Phase::None)
    {
        ComparisonRow row{field, ours, theirs, Fit::Fits, api::Phase::None, Effect::None};
        if (ours != theirs) {
            row.fit = otherwise;
            row.effect = effect;
            row.phase = phase;
        }
        m_rows.append(row);
    }
    void addUnsaid(Field field, const QString &ours, Fit fit = Fit::NotSaid)
    {
        m_rows.append({field, ours, {}, fit, api::Phase::None, Effect::None});
    }

    void addresses()
    {
        address(Field::InternetIp, m_ours.remote, m_theirs.remote);
        address(Field::IpAddress, m_ours.local, m_theirs.local);
    }

    void address(Field field, const QString &ours, const QString &theirs)
    {
        if (theirs.isEmpty()) {
            addUnsaid(field, ours);
        } else if (isAny(theirs) || isSameAddress(ours, theirs)) {
            m_rows.append({field, ours, theirs, Fit::Fits, api::Phase::None, Effect::None});
        } else if (parseAddress(ours).has_value() != parseAddress(theirs).has_value()) {
            m_rows.append({field, ours, theirs, Fit::NotSaid, api::Phase::None, Effect::NotComparable});
        } else if (field == Field::IpAddress && isPrivate(theirs) && !isPrivate(ours)) {
            m_rows.append({field, ours, theirs, Fit::Harmless, api::Phase::None, Effect::BehindNat});
        } else {
            m_rows.append({field, ours, theirs, Fit::Breaks, api::Phase::Phase1, Effect::OtherAddress});
        }
    }

    // As sets, whose order does not count; and a device that makes an SA for each pair has the same subnets.
    void subnets(Field field, const QStringList &ours, const QStringList &theirs)
    {
        const QString left = ours.join(u',');
        if (theirs.isEmpty()) {
            addUnsaid(field, left);
            return;
        }
        if (setOf(ours) == setOf(theirs)) {
            m_rows.append({field, left, theirs.join(u','), Fit::Fits, api::Phase::None, Effect::None});
            return;
        }
        const bool isNarrowed = m_ours.isIkeV2 && overlap(ours, theirs);
        m_rows.append({field, left, theirs.join(u','), Fit::Breaks, api::Phase::Phase2,
                       isNarrowed ? Effect::SelectorsNarrowed : Effect::SelectorsRefused});
    }

    void authentication()
    {
        if (m_connection.usesCertificates) {
            if (m_reading.key)
                add(Field::AuthMethod, QStringLiteral("certificate"), QStringLiteral("psk"), Fit::Breaks,
                    Effect::OtherMethod, api::Phase::Phase1);
            else
                addUnsaid(Field::AuthMethod, QStringLiteral("certificate"));
        } else if (!m_reading.key || !m_connection.key) {
            addUnsaid(Field::Psk, {});
        } else if (equalInConstantTime(m_reading.key->view(), m_connection.key->view())) {
            addUnsaid(Field::Psk, {}, Fit::Fits);
        } else {
            m_rows.append({Field::Psk, {}, {}, Fit::Breaks, api::Phase::Phase1, Effect::OtherKey});
        }
    }

    // Fits where one of their offers does; else the one that is nearest stands for all.
    void suite(bool isIke)
    {
        constexpr std::array kIke = {Field::IkeEncAlg, Field::IkeAuthAlg, Field::IkePfs};
        constexpr std::array kEsp = {Field::IpsecEncAlg, Field::IpsecAuthAlg, Field::IpsecPfs};
        const auto &fields = isIke ? kIke : kEsp;
        const PeerSuite &ours = isIke ? m_ours.ike : m_ours.esp;
        const std::array words = {word(api::shortName(ours.encryption)), word(api::shortName(ours.hash)),
                                  word(api::shortName(ours.group))};
        if (!(isIke ? m_reading.hasIkeSuite : m_reading.hasEspSuite)) {
            // What could not be read is among the lines that were not understood.
            const Fit fit = m_reading.ignored.isEmpty() ? Fit::NotSaid : Fit::NotUnderstood;
            for (std::size_t i = 0; i < fields.size(); ++i)
                addUnsaid(fields[i], words[i], fit);
            return;
        }
        const PeerSuite theirs =
            isIke ? nearest(m_reading.ikeOffers, m_theirs.ike, ours) : nearest(m_reading.espOffers, m_theirs.esp, ours);
        const std::array others = {word(api::shortName(theirs.encryption)), word(api::shortName(theirs.hash)),
                                   word(api::shortName(theirs.group))};
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const bool isLate = fields[i] == Field::IpsecPfs && m_ours.isIkeV2;
            add(fields[i], words[i], others[i], Fit::Breaks,
                isIke        ? Effect::Phase1Refused
                    : isLate ? Effect::RekeyRefused
                             : Effect::Phase2Refused,
                isIke ? api::Phase::Phase1 : api::Phase::Phase2);
        }
    }

    void lifetime(Field field, qint64 ours, qint64 theirs)
    {
        if (theirs <= 0)
            addUnsaid(field, QString::number(ours));
        else
            add(field, QString::number(ours), QString::number(theirs), m_ours.isIkeV2 ? Fit::Harmless : Fit::Risky,
                m_ours.isIkeV2 ? Effect::OwnLifetimes : Effect::ShorterLifetime);
    }

    void identity(Field field, const QString &ours, const QString &theirs)
    {
        if (theirs.isEmpty())
            addUnsaid(field, ours);
        else if (isAny(theirs) || isSameId(ours, theirs))
            m_rows.append({field, ours, theirs, Fit::Fits, api::Phase::None, Effect::None});
        else
            m_rows.append({field, ours, theirs, Fit::Breaks, api::Phase::Phase1, Effect::OtherIdentity});
    }

    void encapsulation()
    {
        const QString forced = QStringLiteral("forced");
        const QString automatic = QStringLiteral("automatic");
        const QString ours = m_ours.forcesEncapsulation ? forced : automatic;
        if (m_theirs.forcesEncapsulation)
            add(Field::EnableNatTraversal, ours, forced, Fit::Harmless, Effect::OtherEncapsulation);
        else
            addUnsaid(Field::EnableNatTraversal, ours, m_ours.forcesEncapsulation ? Fit::NotSaid : Fit::Fits);
    }

    const PeerView &m_ours;
    const PeerView m_theirs;
    const PeerReading &m_reading;
    const ComparedConnection &m_connection;
    QList<ComparisonRow> m_rows;
};

} // namespace

std::string_view fitName(Fit fit)
{
    switch (fit) {
    case Fit::Breaks: return "breaks";
    case Fit::Risky: return "risky";
    case Fit::Harmless: return "harmless";
    case Fit::NotUnderstood: return "not-understood";
    case Fit::NotSaid: return "not-said";
    case Fit::Fits: break;
    }
    return "fits";
}

DiagnosisCode ComparisonRow::code() const
{
    switch (effect) {
    case Effect::OtherAddress: return DiagnosisCode::PeerMismatch;
    case Effect::OtherVersion: return DiagnosisCode::IkeVersionMismatch;
    case Effect::OtherMode: return DiagnosisCode::NegotiationModeMismatch;
    case Effect::OtherMethod: return DiagnosisCode::AuthenticationMethodMismatch;
    case Effect::OtherKey: return DiagnosisCode::PskMismatch;
    case Effect::OtherIdentity: return DiagnosisCode::PeerIdMismatch;
    case Effect::RekeyRefused: return DiagnosisCode::PfsMismatch;
    case Effect::SelectorsRefused:
    case Effect::SelectorsNarrowed: return DiagnosisCode::TrafficSelectorMismatch;
    case Effect::ShorterLifetime: return DiagnosisCode::LifetimeMismatch;
    case Effect::Phase1Refused:
    case Effect::Phase2Refused: break;
    default: return DiagnosisCode::NoExceptionFound;
    }
    switch (field) {
    case Field::IkeEncAlg:
    case Field::IpsecEncAlg: return DiagnosisCode::EncryptionAlgorithmMismatch;
    case Field::IkePfs: return DiagnosisCode::DhGroupMismatch;
    case Field::IpsecPfs: return DiagnosisCode::PfsMismatch;
    default: return DiagnosisCode::AuthenticationAlgorithmMismatch;
    }
}

std::optional<Mend> ComparisonRow::mendHere() const
{
    if (!differs() || effect == Effect::BehindNat)
        return std::nullopt;
    if (field == Field::Psk)
        return Mend{field, {}};
    if (theirs.isEmpty())
        return std::nullopt;
    const bool isLifetime = field == Field::IkeLifetime || field == Field::IpsecLifetime;
    const bool isSubnets = field == Field::LocalSubnet || field == Field::RemoteSubnet;
    if ((isLifetime && theirs.toLongLong() > kLongestLifetime)
        || (isSubnets && theirs.count(u',') >= kMaxSubnetsPerSide))
        return std::nullopt;
    return Mend{field, theirs};
}

qsizetype Comparison::count(Fit fit) const
{
    return std::ranges::count_if(rows, [fit](const ComparisonRow &row) { return row.fit == fit; });
}

qsizetype Comparison::breaking(api::Phase phase) const
{
    return std::ranges::count_if(
        rows, [phase](const ComparisonRow &row) { return row.fit == Fit::Breaks && row.phase == phase; });
}

qsizetype Comparison::differences() const { return std::ranges::count_if(rows, &ComparisonRow::differs); }

const ComparisonRow *Comparison::row(Field field) const
{
    const auto found = std::ranges::find(rows, field, &ComparisonRow::field);
    return found == rows.cend() ? nullptr : &*found;
}

qsizetype bestMatch(const PeerReadings &readings, const PeerView &ours)
{
    const auto best = std::ranges::max_element(
        readings, {}, [&](const PeerReading &reading) { return directionOf(reading, ours).points; });
    return std::distance(readings.begin(), best);
}

Comparison compareConfigurations(const ComparedConnection &ours, const PeerReadings &readings,
                                 std::optional<qsizetype> chosen)
{
    Comparison comparison;
    for (const PeerReading &reading : readings)
        comparison.candidates << reading.view.name;
    comparison.chosen = chosen.value_or(bestMatch(readings, ours.view));
    const PeerReading &reading = readings.at(static_cast<std::size_t>(comparison.chosen));
    const Direction direction = directionOf(reading, ours.view);
    comparison.whose = direction.points == 0 ? Whose::Strangers : direction.isMirrored ? Whose::Ours : Whose::Peers;
    comparison.rows = Comparer(ours, reading, direction.isMirrored ? otherEnd(reading.view) : reading.view).compare();
    std::ranges::stable_sort(comparison.rows, mattersMore);
    comparison.ignored = reading.ignored;
    comparison.ignoresMore = reading.ignoresMore;
    return comparison;
}

} // namespace tw::models
