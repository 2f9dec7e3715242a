#include "models/filter/filter_lexer.h"
#include "models/filter/filter_parser.h"

#include <QRandomGenerator>
#include <QTest>

using namespace tw;
using namespace tw::models;
using Kind = FilterFault::Kind;

namespace {

const FilterVocabulary &vocabulary()
{
    static const FilterVocabulary words = connectionVocabulary();
    return words;
}

// As a Chinese window has it, of which the tests of the models know no translation.
FilterVocabulary chinese()
{
    FilterVocabulary words = connectionVocabulary();
    for (FilterVocabulary::Key &key : words.keys) {
        if (key.key == FilterKey::State)
            key.word.shown = QStringLiteral("状态");
    }
    for (FilterWord &state : words.states) {
        if (state.word == QLatin1StringView("failed"))
            state.shown = QStringLiteral("失败");
    }
    words.yes.shown = QStringLiteral("是");
    return words;
}

RowFacts row()
{
    RowFacts facts;
    facts.text = QStringLiteral("hz-office\nvco-1234\nhead office, second floor\n192.168.0.0/16");
    facts.states = stateWords(api::ConnectionState::Phase1Failed);
    facts.regions = {QStringLiteral("cn-hangzhou"), QStringLiteral("china (hangzhou)")};
    facts.gateways = {QStringLiteral("hz-vpn"), QStringLiteral("peer-1"), QStringLiteral("198.51.100.2")};
    facts.gatewayAddresses = {*IpAddress::parse("198.51.100.2"), *IpAddress::parse("2001:db8::7")};
    facts.nets = {*IpPrefix::parse("192.168.0.0/16"), *IpPrefix::parse("2001:db8:1::/48")};
    facts.isWeak = true;
    return facts;
}

bool isMatch(const char *filter, const RowFacts &facts = row())
{
    const auto parsed = parseFilter(QString::fromUtf8(filter), vocabulary());
    if (!parsed)
        qFatal("%s: %s", filter, qUtf8Printable(faultText(parsed.error(), vocabulary())));
    return matches(*parsed, facts);
}

FilterFault faultOf(const char *filter)
{
    const auto parsed = parseFilter(QString::fromUtf8(filter), vocabulary());
    if (parsed)
        qFatal("%s is right", filter);
    return parsed.error();
}

// Printed with what fails, so that a failure can be had again.
constexpr quint32 kSeed = 20'260'301;

template <typename T>
const T &oneOf(QRandomGenerator &random, const QList<T> &choices)
{
    return choices.at(random.bounded(static_cast<int>(choices.size())));
}

} // namespace

class TestListFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAreFound_data()
    {
        QTest::addColumn<bool>("expected");
        const auto is = [](const char *filter) { QTest::newRow(filter) << true; };
        const auto isNot = [](const char *filter) { QTest::newRow(filter) << false; };
        is("");
        is("   ");
        is("\"\"");
        is("office");
        is("OFFICE Vco-12"); // all words, in any order and any case
        isNot("office nothing");
        is("\"head office\"");
        isNot("\"office head\"");
        isNot("-office");
        is("-nothing");
        is("not nothing office");
        isNot("not office");
        is("NOT not office");
        is("--office");
        is("\"not\" or"); // what is in quotation marks is text: see below
        is("state:failed");
        is("STATE:Failed");
        is("state:\"Phase 1 failed\""); // as the table writes it
        is("state:phase1failed");
        isNot("state:up");
        is("state:up,failed");
        is("state:up|down|failed");
        is("-state:up");
        isNot("-state:up,failed");
        is("region:hangzhou");
        is("region:\"(hang\"");
        isNot("region:beijing");
        is("gw:VPN");
        is("gw:peer");
        is("gw:198.51.100.2");
        isNot("gw:198.51.100.20"); // a whole address is compared as a number
        isNot("gw:198.51.100.3");
        is("gw:198.51.100"); // a part of one as text
        is("gw:198.51.100.0/24");
        is("gw:2001:db8:0::7");
        isNot("gw:office");
        is("weak:yes");
        isNot("weak:no");
        is("weak:yes,no");
        isNot("-weak:yes");
        is("net:192.168.0.0/16");
        is("net:192.0.0.0/8"); // contains it
        is("net:192.168.7.0/24"); // lies in it
        is("net:192.168.7.9");
        is("net:192.168.7.9/24"); // host bits do not matter
        is("net:0.0.0.0/0");
        isNot("net:10.0.0.0/8");
        isNot("net:192.169.0.0/16");
        is("net:10.0.0.0/8,192.168.1.0/24");
        is("net:2001:db8::/32");
        is("net:2001:db8:1:2::9");
        isNot("net:2001:db8:2::/48");
        isNot("net:::/0 -net:::/0");
        is("2001:db8 -fe80::1 -abcd:ef01::"); // addresses are no keys
        is("office state:failed gw:hz-vpn weak:yes net:192.168.0.0/16 region:cn-");
        is("state：failed gw：“hz-vpn”、x"); // typed with a Chinese keyboard
        is("－nothing\u3000office");
    }

    void rowsAreFound()
    {
        QFETCH(bool, expected);
        RowFacts facts = row();
        if (qstrcmp(QTest::currentDataTag(), "\"not\" or") == 0)
            facts.text += QStringLiteral(" whether or not");
        if (qstrncmp(QTest::currentDataTag(), "2001", 4) == 0)
            facts.text += QStringLiteral("\n2001:db8:1::/48");
        QCOMPARE(isMatch(QTest::currentDataTag(), facts), expected);
    }

    void faultsSayWhatAndWhere_data()
    {
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<int>("at");
        QTest::addColumn<QString>("piece");
        QTest::addColumn<bool>("unfinished");
        const auto add = [](const char *filter, Kind kind, int at, const char *piece, bool unfinished) {
            QTest::newRow(filter) << kind << at << QString::fromUtf8(piece) << unfinished;
        };
        add("office \"head", Kind::UnclosedQuote, 7, "head", true);
        add("gw:\"a b", Kind::UnclosedQuote, 3, "a b", true);
        add("office -", Kind::NothingToNegate, 7, "-", true);
        add("office not", Kind::NothingToNegate, 7, "not", true);
        add("office not ", Kind::NothingToNegate, 7, "not", true);
        add("- office", Kind::NothingToNegate, 0, "-", false);
        add("colour:red", Kind::UnknownKey, 0, "colour", false);
        add("office -colour:red", Kind::UnknownKey, 8, "colour", false);
        add("state:", Kind::ValueMissing, 0, "state", true);
        add("state: up", Kind::ValueMissing, 0, "state", false);
        add("state:up,", Kind::ValueMissing, 0, "state", true);
        add("net: office", Kind::ValueMissing, 0, "net", false);
        add("state:fai", Kind::UnknownState, 6, "fai", true);
        add("state:fai office", Kind::UnknownState, 6, "fai", false);
        add("state:up,sleepy", Kind::UnknownState, 9, "sleepy", false);
        add("weak:y", Kind::NotYesOrNo, 5, "y", true);
        add("weak:perhaps", Kind::NotYesOrNo, 5, "perhaps", false);
        add("net:10.", Kind::NotANetwork, 4, "10.", true);
        add("net:10.0.0.0/", Kind::NotANetwork, 4, "10.0.0.0/", true);
        add("net:2001:db8", Kind::NotANetwork, 4, "2001:db8", true);
        add("net:10.0.0.0/33", Kind::NotANetwork, 4, "10.0.0.0/33", false);
        add("net:10.0.0.300/8", Kind::NotANetwork, 4, "10.0.0.300/8", false);
        add("net:10. office", Kind::NotANetwork, 4, "10.", false);
        add("net:office", Kind::NotANetwork, 4, "office", false);
        add("state:sleepy net:office", Kind::UnknownState, 6, "sleepy", false); // the first one
    }

    void faultsSayWhatAndWhere()
    {
        QFETCH(Kind, kind);
        QFETCH(int, at);
        QFETCH(QString, piece);
        QFETCH(bool, unfinished);
        const FilterFault fault = faultOf(QTest::currentDataTag());
        QCOMPARE(fault.kind, kind);
        QCOMPARE(fault.at, qsizetype{at});
        QCOMPARE(fault.piece, piece);
        QCOMPARE(fault.isUnfinished, unfinished);
    }

    void faultsSayWhatWouldBeRight()
    {
        const auto text = [](const char *filter) { return faultText(faultOf(filter), vocabulary()); };
        QCOMPARE(text("state:sleepy"),
                 QStringLiteral("“sleepy” is no state. The states are up, negotiating, failed, waiting, down."));
        QVERIFY(text("state:fai").startsWith(QStringLiteral("“fai” is not complete.")));
        QCOMPARE(text("colour:red"),
                 QStringLiteral("“colour:” is no key of this list. There are state:, region:, gw:, weak:, net:; text "
                                "with a colon goes in quotation marks."));
        QCOMPARE(text("weak:perhaps"), QStringLiteral("“perhaps” is neither yes nor no."));
        for (const char *filter : {"\"x", "-", "state:", "region:", "gw:", "weak:", "net:", "net:x", "net:1"})
            QVERIFY2(text(filter).size() > 15 && !text(filter).contains(u'%'), filter);
    }

    void theUsersLanguageCountsBesideEnglish()
    {
        const FilterVocabulary words = chinese();
        const auto english = parseFilter(QStringLiteral("state:failed weak:yes"), words);
        QVERIFY(english.has_value());
        for (const char *text : {"状态:失败 weak:是", "状态：failed weak:yes", "state:失败 weak:是"}) {
            const auto other = parseFilter(QString::fromUtf8(text), words);
            QVERIFY2(other && *other == *english, text);
        }
        QVERIFY(!parseFilter(QStringLiteral("状态:失败"), vocabulary())); // no word of an English window
        const auto typing = parseFilter(QStringLiteral("状态:失"), words);
        QVERIFY(!typing && typing.error().isUnfinished);
    }

    // Certificates have colons in their names, and their list has no keys.
    void aListWithoutKeysHasOnlyText()
    {
        const auto parsed = parseFilter(QStringLiteral("urn:x state:up"), {});
        QVERIFY(parsed.has_value());
        RowFacts facts;
        facts.text = QStringLiteral("urn:x:state:up");
        QVERIFY(matches(*parsed, facts));
        const FilterVocabulary peers = customerGatewayVocabulary();
        QCOMPARE(parseFilter(QStringLiteral("weak:yes"), peers).error().kind, Kind::UnknownKey);
        QVERIFY(parseFilter(QStringLiteral("net:10.0.0.0/8"), peers).has_value());
    }

    void statesHaveTheirWords()
    {
        for (int value = 0; value <= static_cast<int>(api::ConnectionState::Deleting); ++value) {
            const QStringList words = stateWords(static_cast<api::ConnectionState>(value));
            for (const QString &word : words)
                QVERIFY2(parseFilter(QStringLiteral("state:") + word, vocabulary()), qPrintable(word));
        }
        for (const auto state :
             {GatewayState::Init, GatewayState::Active, GatewayState::Updating, GatewayState::Deleting})
            QVERIFY(parseFilter(QStringLiteral("state:") + stateWords(state).first(), vpnGatewayVocabulary()));
    }

    // Whatever is typed: every character that is no blank lies in one piece, pieces do not overlap, and a fault lies
    // within the text.
    void everyTextHasItsPieces()
    {
        QRandomGenerator random(kSeed);
        const QString alphabet = QStringLiteral("ab1:.,|-\"“”： \u3000/ not state:net:gw:up");
        for (int round = 0; round < 20'000; ++round) {
            QString text;
            for (int length = random.bounded(14); length > 0; --length)
                text += alphabet.at(random.bounded(static_cast<int>(alphabet.size())));
            if (random.bounded(3) == 0)
                text.insert(random.bounded(static_cast<int>(text.size()) + 1), QStringLiteral("state:"));
            qsizetype at = 0;
            for (const FilterToken &token : lexFilter(text, true)) {
                QVERIFY2(token.at >= at && token.length > 0 && token.end() <= text.size(), qPrintable(text));
                QVERIFY2(QStringView(text).sliced(at, token.at - at).trimmed().isEmpty(), qPrintable(text));
                qsizetype inner = token.at;
                for (const FilterPiece &value : token.values) {
                    QVERIFY2(value.at >= inner && value.end() <= token.end(), qPrintable(text));
                    inner = value.end();
                }
                at = token.end();
            }
            QVERIFY2(QStringView(text).sliced(at).trimmed().isEmpty(), qPrintable(text));
            if (const auto parsed = parseFilter(text, vocabulary()); !parsed) {
                const FilterFault &fault = parsed.error();
                QVERIFY2(fault.at >= 0 && fault.length > 0 && fault.at + fault.length <= text.size(), qPrintable(text));
                QVERIFY2(!faultText(fault, vocabulary()).isEmpty(), qPrintable(text));
            }
        }
    }

    // Terms are made at random and judged by this test's own, plain reading of them; then as text by the filter.
    void filtersMeanWhatTheirTermsMean()
    {
        QRandomGenerator random(kSeed);
        const QStringList names{QStringLiteral("alpha"), QStringLiteral("beta"), QStringLiteral("gamma"),
                                QStringLiteral("delta 4")};
        const QList<api::ConnectionState> states{api::ConnectionState::Established, api::ConnectionState::Stopped,
                                                 api::ConnectionState::PeerDead, api::ConnectionState::Waiting};
        const QStringList stateOf{QStringLiteral("up"), QStringLiteral("down"), QStringLiteral("failed"),
                                  QStringLiteral("waiting")};
        struct Net
        {
            quint32 first = 0;
            quint32 last = 0;
            QString text;
        };
        const auto net = [&random] {
            const int length = random.bounded(33);
            const quint32 mask = length == 0 ? 0 : ~quint32{0} << (32 - length);
            const quint32 first = (0x0a000000 | random.bounded(0x10000)) & mask;
            const auto octet = [first](int shift) { return QString::number((first >> shift) & 0xff); };
            return Net{first, first | ~mask,
                       QStringList{octet(24), octet(16), octet(8), octet(0)}.join(u'.') + u'/'
                           + QString::number(length)};
        };
        int hits = 0;
        constexpr int kRounds = 5'000;
        for (int round = 0; round < kRounds; ++round) {
            const int state = random.bounded(static_cast<int>(states.size()));
            const Net own = net();
            const QString name = oneOf(random, names);
            const QString gateway = oneOf(random, names);
            RowFacts facts;
            facts.text = name;
            facts.states = stateWords(states.at(state));
            facts.gateways = {gateway};
            facts.nets = {*IpPrefix::parse(own.text.toStdString())};
            facts.isWeak = random.bounded(2) == 1;

            QString text;
            bool expected = true;
            for (int count = random.bounded(4); count > 0; --count) {
                QString term;
                bool holds = false;
                switch (random.bounded(5)) {
                case 0: {
                    const QString part = oneOf(random, names).mid(random.bounded(3));
                    term = quotedFilterValue(part.toUpper());
                    holds = name.contains(part);
                    break;
                }
                case 1: {
                    const QString one = oneOf(random, stateOf);
                    const QString other = oneOf(random, stateOf);
                    term = QStringLiteral("state:") + one + (random.bounded(2) ? u',' : u'|') + other;
                    holds = stateOf.at(state) == one || stateOf.at(state) == other;
                    break;
                }
                case 2: {
                    const QString part = oneOf(random, names);
                    term = QStringLiteral("gw:") + quotedFilterValue(part);
                    holds = gateway == part;
                    break;
                }
                case 3: {
                    const bool weak = random.bounded(2) == 1;
                    term = weak ? QStringLiteral("weak:yes") : QStringLiteral("Weak:NO");
                    holds = facts.isWeak == weak;
                    break;
                }
                default: {
                    const Net asked = net();
                    term = QStringLiteral("net:") + asked.text;
                    holds = asked.first <= own.last && own.first <= asked.last;
                    break;
                }
                }
                const QString negation =
                    oneOf(random, QStringList{{}, {}, QStringLiteral("-"), QStringLiteral("not ")});
                text += QStringLiteral(" ") + negation + term;
                expected = expected && holds != !negation.isEmpty();
            }
            const auto parsed = parseFilter(text, vocabulary());
            QVERIFY2(parsed.has_value(), qPrintable(text));
            QVERIFY2(matches(*parsed, facts) == expected,
                     qPrintable(text + QStringLiteral(" on ") + name + u' ' + facts.states.first() + u' ' + gateway
                                + u' ' + own.text));
            hits += expected ? 1 : 0;
        }
        QVERIFY(hits > kRounds / 10 && hits < kRounds * 9 / 10); // both were asked
    }
};

QTEST_GUILESS_MAIN(TestListFilter)
#include "test_list_filter.moc"
