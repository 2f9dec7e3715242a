#include "models/transfer/import/dialect_reader.h"

#include "engine/api/identity.h"
#include "models/catalog/address_rules.h"

#include <algorithm>
#include <bit>

namespace tw::models {

PeerBuilder::Taker PeerBuilder::cipher(PeerPhase phase)
{
    return [this, phase](const QStringList &words) { return takeCipher(words.join(u' '), phase); };
}

PeerBuilder::Taker PeerBuilder::hash(PeerPhase phase)
{
    return [this, phase](const QStringList &words) { return takeHash(words.join(u' '), phase); };
}

PeerBuilder::Taker PeerBuilder::group(PeerPhase phase)
{
    return [this, phase](const QStringList &words) { return takeGroup(words.join(u' '), phase); };
}

PeerBuilder::Taker PeerBuilder::noPfs()
{
    return [this](const QStringList &) {
        m_esp.group = api::DhGroup::None;
        return true;
    };
}

PeerBuilder::Taker PeerBuilder::text(QString PeerView::*member)
{
    return [this, member](const QStringList &words) {
        view().*member = words.value(0);
        return !words.value(0).isEmpty();
    };
}

PeerBuilder::Taker PeerBuilder::seconds(qint64 PeerView::*member)
{
    return [this, member](const QStringList &words) {
        bool isNumber = false;
        const qint64 number = words.value(0).toLongLong(&isNumber);
        if (!isNumber || number <= 0)
            return false;
        view().*member = number;
        return true;
    };
}

PeerBuilder::Taker PeerBuilder::key()
{
    return [this](const QStringList &words) { return takeKeyText(words.value(0)); };
}

PeerBuilder::Taker PeerBuilder::hexKey()
{
    return [this](const QStringList &words) {
        QString text = QStringLiteral("0x") + words.value(0);
        auto key = takeEncodedKey(text);
        if (!key)
            return false;
        m_reading.key = std::move(*key);
        return true;
    };
}

PeerBuilder::Taker PeerBuilder::isV2(bool is)
{
    return [this, is](const QStringList &) {
        view().isIkeV2 = is;
        return true;
    };
}

PeerBuilder::Taker PeerBuilder::isAggressive(bool is)
{
    return [this, is](const QStringList &) {
        view().isAggressive = is;
        return true;
    };
}

PeerBuilder::Taker PeerBuilder::startsAtOnce(bool is)
{
    return [this, is](const QStringList &) {
        view().startsAtOnce = is;
        m_reading.saysStart = true;
        return true;
    };
}

PeerBuilder::Taker PeerBuilder::probes(bool is)
{
    return [this, is](const QStringList &) {
        view().probes = is;
        m_reading.saysProbes = true;
        return true;
    };
}

PeerBuilder::Taker PeerBuilder::pair()
{
    return [this](const QStringList &words) {
        const bool isLocalKnown = addLocal(words.value(0));
        return addRemote(words.value(1)) && isLocalKnown;
    };
}

PeerBuilder::Taker PeerBuilder::maskedPair(bool areWildcards)
{
    return [this, areWildcards](const QStringList &words) {
        const bool isLocalKnown = addLocal(joinedSubnet(words.value(0), words.value(1), areWildcards));
        return addRemote(joinedSubnet(words.value(2), words.value(3), areWildcards)) && isLocalKnown;
    };
}

PeerBuilder::Taker PeerBuilder::nothing()
{
    return [](const QStringList &) { return true; };
}

bool PeerBuilder::add(QStringList &list, const QString &subnet)
{
    const QString network = networkText(subnet);
    if (network.isEmpty())
        return false;
    if (list.contains(network))
        return true;
    if (list.size() >= kMaxPeerSubnets)
        return false;
    list << network;
    return true;
}

bool PeerBuilder::addLocal(const QString &subnet) { return add(view().localSubnets, subnet); }
bool PeerBuilder::addRemote(const QString &subnet) { return add(view().remoteSubnets, subnet); }

bool PeerBuilder::takeCipher(QStringView word, PeerPhase phase)
{
    part(phase).encryption = m_words->encryption(word, phase);
    part(phase).isSpoiled = part(phase).isSpoiled || !part(phase).encryption;
    return part(phase).encryption.has_value();
}

bool PeerBuilder::takeHash(QStringView word, PeerPhase phase)
{
    part(phase).hash = m_words->hash(word, phase);
    part(phase).isSpoiled = part(phase).isSpoiled || !part(phase).hash;
    return part(phase).hash.has_value();
}

bool PeerBuilder::takeGroup(QStringView word, PeerPhase phase)
{
    part(phase).group = m_words->group(word, phase);
    part(phase).isSpoiled = part(phase).isSpoiled || !part(phase).group;
    return part(phase).group.has_value();
}

bool PeerBuilder::takeKeyText(QString text)
{
    if (isPlaceholder(text))
        return true;
    if (text.isEmpty())
        return false;
    m_reading.key = takeKey(text);
    return true;
}

void PeerBuilder::ignore(int line, const QString &words)
{
    if (m_reading.ignored.size() < kMaxIgnoredLines)
        m_reading.ignored.append({line, words});
    else
        m_reading.ignoresMore = true;
}

PeerReading PeerBuilder::finish()
{
    const auto suite = [](const Part &part, bool isEsp) -> std::optional<PeerSuite> {
        if (!part.encryption || part.isSpoiled)
            return std::nullopt;
        const bool isAead = api::isAead(*part.encryption);
        if ((!part.hash && !(isAead && isEsp)) || (!part.group && !isEsp))
            return std::nullopt;
        return PeerSuite{*part.encryption, isAead && isEsp ? api::Integrity::None : *part.hash,
                         part.group.value_or(api::DhGroup::None)};
    };
    if (const auto ike = suite(m_ike, false)) {
        m_reading.view.ike = *ike;
        m_reading.hasIkeSuite = true;
        m_reading.ikeOffers = {*ike};
    }
    if (const auto esp = suite(m_esp, true)) {
        m_reading.view.esp = *esp;
        m_reading.hasEspSuite = true;
        m_reading.espOffers = {*esp};
    }
    m_reading.view.localId = plainId(m_reading.view.localId);
    m_reading.view.remoteId = plainId(m_reading.view.remoteId);
    return std::move(m_reading);
}

void DialectReader::on(const char *pattern, PeerBuilder::Taker take)
{
    m_rules.push_back({QString::fromLatin1(pattern).split(u' '), std::move(take)});
}

void DialectReader::skip(std::initializer_list<const char *> patterns)
{
    for (const char *pattern : patterns)
        on(pattern, m_builder.nothing());
}

namespace {

std::optional<QStringList> match(const QStringList &pattern, const QStringList &words)
{
    QStringList captured;
    qsizetype i = 0;
    for (; i < pattern.size(); ++i) {
        if (pattern[i] == QLatin1String("**"))
            return captured + words.mid(i);
        if (i >= words.size())
            return std::nullopt;
        if (pattern[i] == QLatin1String("*"))
            captured << words[i];
        else if (pattern[i] != words[i])
            return std::nullopt;
    }
    if (i != words.size())
        return std::nullopt;
    return captured;
}

} // namespace

std::expected<void, ReadFault> DialectReader::read(const SourceText &text)
{
    const auto statements = statementsOf(text, m_dialect);
    if (!statements)
        return std::unexpected(statements.error());
    for (const Statement &statement : *statements) {
        bool isTaken = false;
        for (const Rule &rule : m_rules) {
            if (const auto captured = match(rule.pattern, statement.words)) {
                isTaken = rule.take(*captured);
                break;
            }
        }
        if (!isTaken)
            m_builder.ignore(statement.line,
                             statement.words.first(std::min<qsizetype>(2, statement.words.size())).join(u' '));
    }
    return {};
}

QString joinedSubnet(const QString &network, const QString &mask, bool isWildcard)
{
    const auto address = parseAddress(network);
    const auto bits = parseAddress(mask);
    if (!address || !bits || !address->isV4() || !bits->isV4())
        return {};
    quint32 number = 0;
    for (const std::uint8_t octet : bits->bytes())
        number = (number << 8) | octet;
    if (isWildcard)
        number = ~number;
    const int length = std::countl_one(number);
    if (length < 32 && (number << length) != 0)
        return {};
    return networkText(network + u'/' + QString::number(length));
}

QString plainId(const QString &identity)
{
    if (!identity.startsWith(u'@'))
        return identity;
    const auto marked = api::Identity::parse(identity.toStdString());
    const auto plain = api::Identity::parse(identity.sliced(1).toStdString());
    return marked && plain && *marked == *plain ? identity.sliced(1) : identity;
}

QString networkText(const QString &text)
{
    const QString whole = text.contains(u'/') ? text
        : text.contains(u':')                 ? text + QStringLiteral("/128")
                                              : text + QStringLiteral("/32");
    const auto prefix = parsePrefix(whole.trimmed());
    if (!prefix)
        return {};
    return toQString(IpPrefix(prefix->network(), prefix->length()));
}

} // namespace tw::models
