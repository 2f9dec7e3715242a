#pragma once

#include "models/transfer/import/source_text.h"
#include "models/transfer/peer_words.h"

#include <functional>

// Reads one connection line by line: each line that is understood has a pattern, and whatever has none is told to the
// user. "*" in a pattern stands for one word, "**" for the rest of the line.
namespace tw::models {

class PeerBuilder
{
public:
    explicit PeerBuilder(const PeerWords &words) : m_words(&words) { }

    // Each gives whether the value was understood.
    using Taker = std::function<bool(const QStringList &)>;
    Taker cipher(PeerPhase phase);
    Taker hash(PeerPhase phase);
    Taker group(PeerPhase phase);
    Taker noPfs();
    Taker text(QString PeerView::*member);
    Taker seconds(qint64 PeerView::*member);
    Taker key(); // a text
    Taker hexKey();
    Taker isV2(bool is);
    Taker isAggressive(bool is);
    Taker startsAtOnce(bool is);
    Taker probes(bool is);
    Taker pair(); // two subnets
    Taker maskedPair(bool areWildcards); // address and mask, twice
    Taker nothing();

    bool addLocal(const QString &subnet);
    bool addRemote(const QString &subnet);
    void setHash(PeerPhase phase, api::Integrity hash) { part(phase).hash = hash; }
    static bool add(QStringList &list, const QString &subnet); // false: it is none, or there are too many
    bool takeCipher(QStringView word, PeerPhase phase);
    bool takeHash(QStringView word, PeerPhase phase);
    bool takeGroup(QStringView word, PeerPhase phase);
    bool takeKeyText(QString text);
    void useWords(const PeerWords &words) { m_words = &words; }
    const PeerWords &words() const { return *m_words; }

    PeerReading &reading() { return m_reading; }
    PeerView &view() { return m_reading.view; }
    void ignore(int line, const QString &words);
    PeerReading finish();

private:
    struct Part
    {
        std::optional<api::Encryption> encryption;
        std::optional<api::Integrity> hash;
        std::optional<api::DhGroup> group;
        bool isSpoiled = false; // something was said and not understood
    };
    Part &part(PeerPhase phase) { return phase == PeerPhase::Esp ? m_esp : m_ike; }

    const PeerWords *m_words;
    PeerReading m_reading;
    Part m_ike;
    Part m_esp;
};

class DialectReader
{
public:
    DialectReader(PeerBuilder &builder, const Dialect &dialect) : m_builder(builder), m_dialect(dialect) { }

    void on(const char *pattern, PeerBuilder::Taker take);
    void skip(std::initializer_list<const char *> patterns);
    std::expected<void, ReadFault> read(const SourceText &text);

private:
    struct Rule
    {
        QStringList pattern;
        PeerBuilder::Taker take;
    };

    PeerBuilder &m_builder;
    Dialect m_dialect;
    std::vector<Rule> m_rules;
};

// "10.0.0.0" and "255.255.255.0", or as a wildcard "0.0.0.255": "10.0.0.0/24". Empty where they are none, or the mask has
// holes.
QString joinedSubnet(const QString &network, const QString &mask, bool isWildcard);
// Without the marks that force its kind, where it is understood without them.
QString plainId(const QString &identity);
// The network of a subnet; a lone address is one of its own. Empty where it is none.
QString networkText(const QString &text);

using ReadOneResult = std::expected<PeerReading, ReadFault>;
ReadOneResult readCiscoIos(const SourceText &text);
ReadOneResult readCiscoAsa(const SourceText &text);
ReadOneResult readJunos(const SourceText &text);
ReadOneResult readFortiOs(const SourceText &text);
ReadOneResult readRouterOs(const SourceText &text);
ReadOneResult readPanOs(const SourceText &text);
ReadOneResult readHuawei(const SourceText &text);
ReadOneResult readH3c(const SourceText &text);
ReadOneResult readVyOs(const SourceText &text);
ReadOneResult readPfSense(const SourceText &text);
ReadOneResult readWindows(const SourceText &text);

ReadResult readSwanctl(const SourceText &text);
ReadResult readIpsecConf(PeerFormat format, const SourceText &text, const SourceText &secrets);
ReadResult readAlibaba(const SourceText &text);

} // namespace tw::models
