#include "models/transfer/import/dialect_reader.h"
#include "models/transfer/import/swan_words.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace tw::models {

namespace {

struct Setting
{
    QString key;
    QString value;
    int line;
};

struct Conn
{
    QString name;
    int line;
    QList<Setting> settings;
};

struct Sections
{
    QList<Conn> conns;
    QHash<QString, qsizetype> byName;
    QList<IgnoredLine> ignored;
};

// Without the comment that ends it, where "#" does not stand within quotes.
QString withoutComment(const QString &line)
{
    bool isQuoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (line[i] == u'"')
            isQuoted = !isQuoted;
        else if (line[i] == u'#' && !isQuoted && (i == 0 || line[i - 1] == u' ' || line[i - 1] == u'\t'))
            return line.first(i);
    }
    return line;
}

QString unquoted(QStringView value)
{
    value = value.trimmed();
    if (value.size() >= 2 && value.front() == u'"' && value.back() == u'"')
        value = value.sliced(1, value.size() - 2);
    return value.toString();
}

std::expected<Sections, ReadFault> sectionsOf(const SourceText &text)
{
    Sections sections;
    Conn *current = nullptr;
    int number = 0;
    for (const QString &whole : text.lines()) {
        ++number;
        const QString line = withoutComment(whole);
        const QString trimmed = line.trimmed();
        if (trimmed.isEmpty())
            continue;
        const bool isIndented = line.startsWith(u' ') || line.startsWith(u'\t');
        const qsizetype equals = trimmed.indexOf(u'=');
        if (isIndented) {
            if (equals <= 0)
                return std::unexpected(ReadFault{
                    number, {QT_TRANSLATE_NOOP("Peer", "A key, an equals sign and a value are expected here."), {}}});
            if (current)
                current->settings.append({trimmed.first(equals).trimmed().toLower(),
                                          unquoted(QStringView(trimmed).sliced(equals + 1)), number});
            continue;
        }
        const QStringList words = trimmed.split(u' ', Qt::SkipEmptyParts);
        current = nullptr;
        if (words.first() == QLatin1String("conn") && words.size() == 2) {
            sections.byName.insert(words[1], sections.conns.size());
            sections.conns.append({words[1], number, {}});
            current = &sections.conns.last();
            if (sections.conns.size() > kMaxPeerConnections)
                return std::unexpected(
                    ReadFault{number,
                              {QT_TRANSLATE_NOOP("Peer", "There are more than %1 connections in it."),
                               {QString::number(kMaxPeerConnections)}}});
        } else if (words.first() == QLatin1String("include") || words.first() == QLatin1String("ca")) {
            sections.ignored.append({number, words.first()});
        } else if (words.first() != QLatin1String("config") && words.first() != QLatin1String("version")) {
            return std::unexpected(ReadFault{
                number,
                {QT_TRANSLATE_NOOP("Peer", "A section is expected here: config setup, or conn and a name."), {}}});
        }
    }
    return sections;
}

// A connection's settings with those of %default and of what it takes over by "also", the nearest last.
QList<Setting> settingsOf(const Sections &sections, const Conn &conn, QSet<QString> &seen)
{
    QList<Setting> all;
    seen.insert(conn.name);
    for (const Setting &setting : conn.settings) {
        if (setting.key != QLatin1String("also") || seen.size() > kMaxPeerDepth)
            continue;
        const qsizetype other = sections.byName.value(setting.value, -1);
        if (other >= 0 && !seen.contains(setting.value))
            all += settingsOf(sections, sections.conns[other], seen);
    }
    return all + conn.settings;
}

class ConnReader
{
public:
    ConnReader(PeerFormat format, const QString &name) : m_isLibreswan(format == PeerFormat::Libreswan)
    {
        view().name = name;
        m_reading.takesEitherVersion = !m_isLibreswan; // where it does not say
    }

    PeerReading read(const QList<Setting> &settings)
    {
        for (const Setting &setting : settings) {
            if (!take(setting))
                ignore(setting);
        }
        if (m_isLibreswan)
            applyPfs();
        if (view().isIkeV2)
            view().isAggressive = false;
        view().localId = plainId(view().localId.isEmpty() ? view().local : view().localId);
        view().remoteId = plainId(view().remoteId.isEmpty() ? view().remote : view().remoteId);
        return std::move(m_reading);
    }

private:
    PeerView &view() { return m_reading.view; }

    void ignore(const Setting &setting)
    {
        if (m_reading.ignored.size() < kMaxIgnoredLines)
            m_reading.ignored.append({setting.line, setting.key});
        else
            m_reading.ignoresMore = true;
    }

    // Libreswan's pfs is on unless it is said to be off, and without a group it is that of phase 1.
    void applyPfs()
    {
        for (PeerSuite &suite : m_reading.espOffers) {
            if (!m_hasPfs)
                suite.group = api::DhGroup::None;
            else if (suite.group == api::DhGroup::None && m_reading.hasIkeSuite)
                suite.group = view().ike.group;
        }
        if (m_reading.hasEspSuite)
            view().esp = m_reading.espOffers.front();
    }

    static QString address(const QString &value) { return value.startsWith(u'%') ? QString() : value; }

    static bool isYes(const QString &value) { return value == QLatin1String("yes"); }

    bool subnets(QString value, QStringList &list)
    {
        bool isWhole = true;
        for (const QString &subnet : swanList(value.remove(u'{').remove(u'}'))) {
            isWhole = PeerBuilder::add(list, subnet) && isWhole;
        }
        return isWhole;
    }

    bool seconds(const QString &value, qint64 &target)
    {
        const auto number = swanSeconds(value);
        if (number)
            target = *number;
        return number.has_value();
    }

    bool version(const QString &key, const QString &value)
    {
        if (key == QLatin1String("keyexchange")) {
            view().isIkeV2 = value != QLatin1String("ikev1");
            m_reading.takesEitherVersion = value == QLatin1String("ike");
            return value == QLatin1String("ikev1") || value == QLatin1String("ikev2") || value == QLatin1String("ike");
        }
        view().isIkeV2 = value != QLatin1String("no") && value != QLatin1String("never");
        return true;
    }

    bool take(const Setting &setting)
    {
        const QString &value = setting.value;
        const auto is = [&](const char *key) { return setting.key == QLatin1String(key); };
        if (is("keyexchange") || is("ikev2"))
            return version(setting.key, value);
        if (is("aggressive") || is("aggrmode")) {
            view().isAggressive = isYes(value);
            return true;
        }
        if (is("left"))
            view().local = address(value);
        else if (is("right"))
            view().remote = address(value);
        else if (is("leftid"))
            view().localId = value;
        else if (is("rightid"))
            view().remoteId = value;
        else if (is("leftsubnet") || is("leftsubnets"))
            return subnets(value, view().localSubnets);
        else if (is("rightsubnet") || is("rightsubnets"))
            return subnets(value, view().remoteSubnets);
        else if (is("ike"))
            return suites(value, false);
        else if (is("esp") || is("phase2alg"))
            return suites(value, true);
        else if (is("pfs"))
            m_hasPfs = value != QLatin1String("no");
        else if (is("ikelifetime"))
            return seconds(value, view().ikeLifetime);
        else if (is("lifetime") || is("keylife") || is("salifetime") || is("ipsec-lifetime"))
            return seconds(value, view().espLifetime);
        else if (is("dpddelay") || is("dpdaction")) {
            // Either turns it off; what stands last counts.
            view().probes = value != QLatin1String("none") && swanSeconds(value) != 0;
            m_reading.saysProbes = true;
        } else if (is("forceencaps") || is("encapsulation"))
            view().forcesEncapsulation = isYes(value);
        else if (is("auto")) {
            view().startsAtOnce = value == QLatin1String("start");
            m_reading.saysStart = true;
        } else if (is("authby") || is("leftauth") || is("rightauth"))
            return value == QLatin1String("secret") || value == QLatin1String("psk");
        else
            return is("also") || is("margintime") || is("rekeymargin") || is("rekeyfuzz") || is("keyingtries")
                || is("dpdtimeout") || is("closeaction") || is("mobike") || is("reauth") || is("fragmentation")
                || (is("type") && value == QLatin1String("tunnel"));
        return true;
    }

    bool suites(const QString &value, bool isEsp)
    {
        SwanOffers offers = swanOffers(value, isEsp);
        const bool isKnown = !offers.suites.empty();
        (isEsp ? m_reading.hasEspSuite : m_reading.hasIkeSuite) = isKnown;
        if (isKnown)
            (isEsp ? view().esp : view().ike) = offers.suites.front();
        (isEsp ? m_reading.espOffers : m_reading.ikeOffers) = std::move(offers.suites);
        return offers.isWhole;
    }

    bool m_isLibreswan;
    bool m_hasPfs = true;
    PeerReading m_reading;
};

std::expected<std::vector<SwanSecret>, ReadFault> secretsOf(const SourceText &text)
{
    std::vector<SwanSecret> secrets;
    int number = 0;
    for (const QString &line : text.lines()) {
        ++number;
        const QString trimmed = line.trimmed();
        if (trimmed.isEmpty() || trimmed.startsWith(u'#') || trimmed.startsWith(QLatin1String("include")))
            continue;
        // The colon stands alone, or ends the identities; those of IPv6 hold some too.
        qsizetype colon = -1;
        bool isQuoted = false;
        for (qsizetype i = 0; i < trimmed.size() && colon < 0; ++i) {
            if (trimmed[i] == u'"')
                isQuoted = !isQuoted;
            else if (trimmed[i] == u':' && !isQuoted
                     && (i + 1 == trimmed.size() || trimmed[i + 1] == u' ' || trimmed[i + 1] == u'\t'))
                colon = i;
        }
        if (colon < 0)
            return std::unexpected(ReadFault{
                number, {QT_TRANSLATE_NOOP("Peer", "A colon between identities and secret is expected here."), {}}});
        const QStringView rest = QStringView(trimmed).sliced(colon + 1).trimmed();
        if (!rest.startsWith(QLatin1String("PSK"), Qt::CaseInsensitive))
            continue; // a private key, which is another matter
        const auto ids = wordsOf(trimmed.first(colon), number, {u'#', false, u'"'});
        if (!ids)
            return std::unexpected(ids.error());
        QStringView value = rest.sliced(3).trimmed();
        std::optional<SecretBytes> key;
        if (value.startsWith(u'"') || value.startsWith(u'\'')) {
            const QChar quote = value.front();
            const qsizetype end = value.indexOf(quote, 1);
            if (end < 0)
                return std::unexpected(
                    ReadFault{number, {QT_TRANSLATE_NOOP("Peer", "A quotation is not closed."), {}}});
            QString plain = value.sliced(1, end - 1).toString();
            if (isPlaceholder(plain))
                continue;
            key = takeKey(plain);
        } else {
            QString encoded = value.toString();
            if (isPlaceholder(encoded))
                continue;
            key = takeEncodedKey(encoded);
        }
        if (!key || key->isEmpty())
            return std::unexpected(
                ReadFault{number, {QT_TRANSLATE_NOOP("Peer", "The digits of the key are broken."), {}}});
        SwanSecret secret;
        secret.key = std::move(*key);
        for (const QString &id : *ids) {
            if (id != QLatin1String("%any") && id != QLatin1String("%any6"))
                secret.addId(id);
        }
        if (secrets.size() < kMaxPeerSecrets)
            secrets.push_back(std::move(secret));
    }
    return secrets;
}

} // namespace

ReadResult readIpsecConf(PeerFormat format, const SourceText &text, const SourceText &secretsText)
{
    const auto sections = sectionsOf(text);
    if (!sections)
        return std::unexpected(sections.error());
    auto secrets = secretsOf(secretsText);
    if (!secrets) {
        ReadFault fault = secrets.error();
        return std::unexpected(fault);
    }
    const auto defaults =
        std::ranges::find_if(sections->conns, [](const Conn &conn) { return conn.name == QLatin1String("%default"); });
    // What others take over by "also" is a piece, unless it could stand for itself.
    QSet<QString> pieces;
    for (const Conn &conn : sections->conns) {
        for (const Setting &setting : conn.settings) {
            if (setting.key == QLatin1String("also"))
                pieces.insert(setting.value);
        }
    }
    PeerReadings readings;
    for (const Conn &conn : sections->conns) {
        if (conn.name == QLatin1String("%default") || pieces.contains(conn.name))
            continue;
        QSet<QString> seen;
        QList<Setting> settings;
        if (defaults != sections->conns.end())
            settings += settingsOf(*sections, *defaults, seen);
        settings += settingsOf(*sections, conn, seen);
        PeerReading reading = ConnReader(format, conn.name).read(settings);
        reading.key = secretFor(*secrets, reading.view);
        if (readings.empty())
            reading.ignored = sections->ignored.first(std::min<qsizetype>(kMaxIgnoredLines, sections->ignored.size()))
                + reading.ignored;
        readings.push_back(std::move(reading));
    }
    if (readings.empty())
        return std::unexpected(ReadFault{0, {QT_TRANSLATE_NOOP("Peer", "There is no connection in it."), {}}});
    return readings;
}

} // namespace tw::models
