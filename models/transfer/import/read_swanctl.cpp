#include "models/transfer/import/dialect_reader.h"
#include "models/transfer/import/swan_words.h"

#include <QHash>

#include <algorithm>
#include <tuple>

namespace tw::models {

namespace {

struct Setting
{
    QString key;
    QString value;
    int line;
};

struct Section
{
    QString name;
    int line = 0;
    std::vector<Setting> settings;
    std::vector<Section> sections;
    QHash<QString, std::size_t> places;

    const Section *section(const QString &wanted) const
    {
        const auto found = places.constFind(wanted);
        return found == places.cend() ? nullptr : &sections[*found];
    }
    // One that is written again goes on where it ended, as the daemon has it.
    Section &open(const QString &wanted, int at)
    {
        if (const auto known = places.constFind(wanted); known != places.cend())
            return sections[*known];
        places.insert(wanted, sections.size());
        Section &added = sections.emplace_back();
        added.name = wanted;
        added.line = at;
        return added;
    }
    ~Section()
    {
        for (Setting &setting : settings)
            wipeText(setting.value);
    }
    Section() = default;
    Section(Section &&) = default;
    Section &operator=(Section &&) = default;
};

// strongSwan's settings language: "section { key = value }", "#" comments, quotes with escapes, a backslash that joins
// lines. Other files are not opened, and sections that refer to others are told as not understood.
class Parser
{
public:
    Parser(const SourceText &text) : m_lines(text.lines()) { }

    std::expected<Section, ReadFault> parse()
    {
        Section root;
        if (!fill(root, 0))
            return std::unexpected(*m_fault);
        return root;
    }
    QList<IgnoredLine> ignored;

private:
    bool atEnd() const { return m_line >= m_lines.size(); }
    // The current line from where we are; a line's end is an end of a statement.
    QStringView rest() const { return QStringView(m_lines[m_line]).sliced(m_at); }
    int number() const { return static_cast<int>(std::min(m_line + 1, m_lines.size())); }
    bool fail(const char *reason)
    {
        m_fault = ReadFault{number(), {reason, {}}};
        return false;
    }

    // To the next character that means something; false at the end of the text.
    bool skipBlanks()
    {
        for (; !atEnd(); ++m_line, m_at = 0) {
            const QStringView here = rest();
            qsizetype i = 0;
            while (i < here.size() && (here[i] == u' ' || here[i] == u'\t'))
                ++i;
            if (i < here.size() && here[i] != u'#') {
                m_at += i;
                return true;
            }
        }
        return false;
    }

    bool fill(Section &section, int depth)
    {
        while (skipBlanks()) {
            if (rest().startsWith(u'}')) {
                if (depth == 0)
                    return fail(QT_TRANSLATE_NOOP("Peer", "A closing brace without an opening one."));
                ++m_at;
                return true;
            }
            if (rest().startsWith(QLatin1String("include "))) {
                ignored.append({number(), QStringLiteral("include")});
                m_at = m_lines[m_line].size();
                continue;
            }
            if (!statement(section, depth))
                return false;
        }
        return depth == 0 || fail(QT_TRANSLATE_NOOP("Peer", "A section is not closed."));
    }

    bool statement(Section &section, int depth)
    {
        const QStringView here = rest();
        qsizetype length = 0;
        while (length < here.size() && !QStringView(u" \t={}#\"").contains(here[length]))
            ++length;
        const QString name = here.first(length).toString();
        const int line = number();
        if (name.isEmpty())
            return fail(QT_TRANSLATE_NOOP("Peer", "A name is expected here."));
        m_at += length;
        if (!skipBlanks())
            return fail(QT_TRANSLATE_NOOP("Peer", "A section is not closed."));
        if (rest().startsWith(u'{')) {
            ++m_at;
            if (depth + 1 > kMaxPeerDepth)
                return fail(QT_TRANSLATE_NOOP("Peer", "The line is nested too deeply."));
            return fill(section.open(name, line), depth + 1);
        }
        if (!rest().startsWith(u'=') || number() != line)
            return fail(QT_TRANSLATE_NOOP("Peer", "An equals sign or an opening brace is expected here."));
        ++m_at;
        Setting setting{name, {}, line};
        if (!value(setting.value))
            return false;
        section.settings.push_back(std::move(setting));
        return true;
    }

    bool value(QString &text)
    {
        QStringView here = rest();
        while (!here.isEmpty() && (here.first() == u' ' || here.first() == u'\t')) {
            here = here.sliced(1);
            ++m_at;
        }
        if (here.startsWith(u'"'))
            return quoted(text);
        qsizetype end = 0;
        while (end < here.size() && here[end] != u'#' && here[end] != u'}')
            ++end;
        text = here.first(end).trimmed().toString();
        m_at += end;
        return true;
    }

    bool quoted(QString &text)
    {
        for (++m_at; m_at < m_lines[m_line].size(); ++m_at) {
            QChar c = m_lines[m_line][m_at];
            if (c == u'"') {
                ++m_at;
                return true;
            }
            if (c == u'\\' && m_at + 1 < m_lines[m_line].size()) {
                c = m_lines[m_line][++m_at];
                c = c == u'n' ? QChar(u'\n') : c == u't' ? QChar(u'\t') : c == u'r' ? QChar(u'\r') : c;
            }
            text += c;
        }
        return fail(QT_TRANSLATE_NOOP("Peer", "A quotation is not closed."));
    }

    const QStringList &m_lines;
    qsizetype m_line = 0;
    qsizetype m_at = 0;
    std::optional<ReadFault> m_fault;
};

class ConnectionReader
{
public:
    explicit ConnectionReader(const Section &section) : m_section(section) { }

    PeerReading read()
    {
        view().name = m_section.name;
        m_reading.takesEitherVersion = true; // where it does not say
        for (const Setting &setting : m_section.settings)
            take(setting, connection(setting));
        for (const Section &section : m_section.sections) {
            if (section.name.startsWith(QLatin1String("local")) || section.name.startsWith(QLatin1String("remote")))
                readSide(section);
            else if (section.name == QLatin1String("children"))
                readChildren(section);
            else
                ignore(section.line, section.name);
        }
        if (m_renew > 0)
            view().ikeLifetime = m_renew + (m_over >= 0 ? m_over : m_renew / 10);
        if (view().isIkeV2)
            view().isAggressive = false;
        view().localId = plainId(view().localId.isEmpty() ? view().local : view().localId);
        view().remoteId = plainId(view().remoteId.isEmpty() ? view().remote : view().remoteId);
        return std::move(m_reading);
    }

private:
    PeerView &view() { return m_reading.view; }

    void ignore(int line, const QString &words)
    {
        if (m_reading.ignored.size() < kMaxIgnoredLines)
            m_reading.ignored.append({line, words});
        else
            m_reading.ignoresMore = true;
    }

    void take(const Setting &setting, bool isUnderstood)
    {
        if (!isUnderstood)
            ignore(setting.line, setting.key);
    }

    static bool isYes(const QString &value)
    {
        return value == QLatin1String("yes") || value == QLatin1String("true") || value == QLatin1String("1")
            || value == QLatin1String("enabled");
    }

    static QString firstAddress(const QString &value)
    {
        const QString first = swanList(value).value(0);
        return first.startsWith(u'%') || first.contains(u'/') ? QString() : first;
    }

    bool connection(const Setting &setting)
    {
        const auto is = [&](const char *key) { return setting.key == QLatin1String(key); };
        const QString &value = setting.value;
        if (is("version")) {
            view().isIkeV2 = value != QLatin1String("1"); // 0: either, and it begins with IKEv2
            m_reading.takesEitherVersion = value == QLatin1String("0");
            return value == QLatin1String("1") || value == QLatin1String("2") || value == QLatin1String("0");
        }
        if (is("aggressive")) {
            view().isAggressive = isYes(value);
            return true;
        }
        if (is("local_addrs")) {
            view().local = firstAddress(value);
            return true;
        }
        if (is("remote_addrs")) {
            view().remote = firstAddress(value);
            return true;
        }
        if (is("proposals")) {
            const SwanOffers offers = swanOffers(value, false);
            m_reading.ikeOffers = offers.suites;
            m_reading.hasIkeSuite = !offers.suites.empty();
            if (m_reading.hasIkeSuite)
                view().ike = offers.suites.front();
            return offers.isWhole;
        }
        if (is("rekey_time") || is("reauth_time")) {
            const auto seconds = swanSeconds(value);
            m_renew = std::max(m_renew, seconds.value_or(0));
            return seconds.has_value();
        }
        if (is("over_time")) {
            const auto seconds = swanSeconds(value);
            m_over = seconds.value_or(-1);
            return seconds.has_value();
        }
        if (is("dpd_delay")) {
            const auto seconds = swanSeconds(value);
            view().probes = seconds.value_or(0) > 0;
            m_reading.saysProbes = true;
            return seconds.has_value();
        }
        if (is("encap")) {
            view().forcesEncapsulation = isYes(value);
            return true;
        }
        return is("rand_time") || is("dpd_timeout") || is("keyingtries") || is("mobike") || is("fragmentation")
            || is("unique");
    }

    void readSide(const Section &side)
    {
        const bool isLocal = side.name.startsWith(QLatin1String("local"));
        for (const Setting &setting : side.settings) {
            if (setting.key == QLatin1String("id"))
                (isLocal ? view().localId : view().remoteId) = setting.value;
            else
                take(setting, setting.key == QLatin1String("auth") && setting.value == QLatin1String("psk"));
        }
    }

    void readChildren(const Section &children)
    {
        for (const Section &child : children.sections) {
            const bool isFirst = &child == &children.sections.front();
            for (const Setting &setting : child.settings)
                take(setting, childSetting(setting, isFirst));
            if (isFirst && m_childLife == 0 && m_childRenew > 0)
                m_childLife = m_childRenew + m_childRenew / 10;
            view().espLifetime = m_childLife;
        }
    }

    bool subnets(const QString &value, QStringList &list)
    {
        bool isWhole = true;
        for (const QString &subnet : swanList(value)) {
            isWhole = PeerBuilder::add(list, subnet) && isWhole; // "dynamic", or one with protocol and port
        }
        return isWhole;
    }

    bool childSetting(const Setting &setting, bool isFirst)
    {
        const auto is = [&](const char *key) { return setting.key == QLatin1String(key); };
        if (is("local_ts"))
            return subnets(setting.value, view().localSubnets);
        if (is("remote_ts"))
            return subnets(setting.value, view().remoteSubnets);
        if (is("esp_proposals")) {
            const SwanOffers offers = swanOffers(setting.value, true);
            if (isFirst) {
                m_reading.espOffers = offers.suites;
                m_reading.hasEspSuite = !offers.suites.empty();
                if (m_reading.hasEspSuite)
                    view().esp = offers.suites.front();
            }
            return offers.isWhole && (isFirst || offers.suites == m_reading.espOffers);
        }
        if (is("life_time") || is("rekey_time")) {
            const auto seconds = swanSeconds(setting.value);
            if (isFirst)
                (is("life_time") ? m_childLife : m_childRenew) = seconds.value_or(0);
            return seconds.has_value();
        }
        if (is("start_action")) {
            view().startsAtOnce = setting.value.contains(QLatin1String("start"));
            m_reading.saysStart = true;
            return true;
        }
        return is("rand_time") || is("close_action") || is("dpd_action")
            || (is("mode") && setting.value == QLatin1String("tunnel"));
    }

    const Section &m_section;
    PeerReading m_reading;
    qint64 m_renew = 0;
    qint64 m_over = -1;
    qint64 m_childRenew = 0;
    qint64 m_childLife = 0;
};

std::expected<std::vector<SwanSecret>, ReadFault> secretsOf(const Section *secrets)
{
    std::vector<SwanSecret> list;
    if (!secrets)
        return list;
    for (const Section &section : secrets->sections) {
        if (!section.name.startsWith(QLatin1String("ike")))
            continue;
        SwanSecret secret;
        bool hasKey = false;
        for (const Setting &setting : section.settings) {
            if (setting.key.startsWith(QLatin1String("id"))) {
                secret.addId(setting.value);
            } else if (setting.key == QLatin1String("secret") && !isPlaceholder(setting.value)) {
                QString text = setting.value;
                auto key = takeEncodedKey(text);
                if (!key)
                    return std::unexpected(
                        ReadFault{setting.line, {QT_TRANSLATE_NOOP("Peer", "The digits of the key are broken."), {}}});
                secret.key = std::move(*key);
                hasKey = true;
            }
        }
        if (hasKey && list.size() < kMaxPeerSecrets)
            list.push_back(std::move(secret));
    }
    return list;
}

} // namespace

ReadResult readSwanctl(const SourceText &text)
{
    Parser parser(text);
    const auto root = parser.parse();
    if (!root)
        return std::unexpected(root.error());
    const Section *connections = root->section(QStringLiteral("connections"));
    if (!connections || connections->sections.empty())
        return std::unexpected(ReadFault{0, {QT_TRANSLATE_NOOP("Peer", "There is no connection in it."), {}}});
    if (connections->sections.size() > kMaxPeerConnections)
        return std::unexpected(ReadFault{connections->line,
                                         {QT_TRANSLATE_NOOP("Peer", "There are more than %1 connections in it."),
                                          {QString::number(kMaxPeerConnections)}}});
    const auto secrets = secretsOf(root->section(QStringLiteral("secrets")));
    if (!secrets)
        return std::unexpected(secrets.error());
    PeerReadings readings;
    for (const Section &section : connections->sections) {
        PeerReading reading = ConnectionReader(section).read();
        reading.key = secretFor(*secrets, reading.view);
        if (readings.empty())
            reading.ignored =
                parser.ignored.first(std::min<qsizetype>(kMaxIgnoredLines, parser.ignored.size())) + reading.ignored;
        // Settings were read before sections.
        std::ranges::sort(reading.ignored, {}, [](const IgnoredLine &one) { return std::tie(one.line, one.words); });
        readings.push_back(std::move(reading));
    }
    return readings;
}

} // namespace tw::models
