#include "models/search/command_search.h"
#include "models/search/fuzzy_match.h"

#include <QTest>

using namespace tw::models;

namespace {

QString text(const char *literal) { return QString::fromUtf8(literal); }

QList<SearchEntry> sample()
{
    return {
        {text("action:new"), text("新建IPsec连接..."), text("New IPsec connection..."), text("文件")},
        {text("action:quit"), text("退出"), text("Quit"), text("文件")},
        {text("action:dark"), text("深色"), text("Dark"), text("视图 > 主题")},
        {text("action:light"), text("浅色"), text("Light"), text("视图 > 主题")},
        {text("object:vco-1"), text("hz-shanghai"), {}, text("IPsec连接")},
        {text("object:vco-2"), text("hz-office"), {}, text("IPsec连接")},
    };
}

QStringList keysOf(const QString &pattern, const QStringList &recent = {})
{
    const QList<SearchEntry> entries = sample();
    QStringList keys;
    for (const SearchHit &hit : search(entries, pattern, recent))
        keys.append(entries.at(hit.index).key);
    return keys;
}

} // namespace

class TestCommandSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatMatches_data();
    void whatMatches();
    void whatIsMeantComesFirst_data();
    void whatIsMeantComesFirst();
    void lettersAreMarkedWhereTheyHangTogether();
    void hostileLengthsAreBounded();
    void nothingTypedListsEverything();
    void lateChoicesComeFirst();
    void typingBeatsHabit();
    void chineseAndEnglishAreBothFound();
    void theWordsMayStandInThePlace();
    void choicesAreRememberedWithoutRepetition();
    void helpGivesWay();
};

void TestCommandSearch::whatMatches_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QList<int>>("positions"); // empty: no match
    QTest::newRow("beginning") << text("quit") << text("Quit") << QList<int>{0, 1, 2, 3};
    QTest::newRow("initials") << text("nic") << text("New IPsec connection") << QList<int>{0, 4, 10};
    QTest::newRow("middle") << text("gate") << text("New VPN gateway") << QList<int>{8, 9, 10, 11};
    QTest::newRow("letter case") << text("IPSEC") << text("ipsec") << QList<int>{0, 1, 2, 3, 4};
    QTest::newRow("two words in any order")
        << text("gateway new") << text("New gateway") << QList<int>{0, 1, 2, 4, 5, 6, 7, 8, 9, 10};
    QTest::newRow("Chinese") << text("连接") << text("新建IPsec连接") << QList<int>{7, 8};
    QTest::newRow("Chinese, letters apart") << text("新连") << text("新建IPsec连接") << QList<int>{0, 7};
    QTest::newRow("digits after a dash") << text("b2") << text("branch-2") << QList<int>{0, 7};
    QTest::newRow("left out within a word") << text("cstmr") << text("A customer") << QList<int>{2, 4, 5, 7, 9};
    QTest::newRow("from the middle of words") << text("gate") << text("Look again at the table") << QList<int>();
    QTest::newRow("scattered over a long name")
        << text("gate") << text("partner-long-name-that-goes-on-and-on-for-ever-until-nobody-reads-it") << QList<int>();
    QTest::newRow("wrong order") << text("tiuq") << text("Quit") << QList<int>();
    QTest::newRow("one letter too many") << text("quitt") << text("Quit") << QList<int>();
    QTest::newRow("one word of two") << text("new gateway") << text("New region") << QList<int>();
    QTest::newRow("nothing to find it in") << text("a") << QString() << QList<int>();
}

void TestCommandSearch::whatMatches()
{
    QFETCH(QString, pattern);
    QFETCH(QString, shown);
    QFETCH(QList<int>, positions);
    const auto match = fuzzyMatch(pattern, shown);
    QCOMPARE(match.has_value(), !positions.isEmpty());
    if (match)
        QCOMPARE(match->positions, positions);
}

void TestCommandSearch::whatIsMeantComesFirst_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("better");
    QTest::addColumn<QString>("worse");
    QTest::newRow("a beginning before a middle") << text("log") << text("Log of it") << text("View log");
    QTest::newRow("a word before a part of one") << text("log") << text("View log") << text("Analogous");
    QTest::newRow("together before apart") << text("stop") << text("a stop") << text("a sxtxoxp");
    QTest::newRow("initials before letters in words") << text("vg") << text("VPN gateway") << text("Vagrant");
    QTest::newRow("near before far") << text("ab") << text("axb") << text("axxxxxb");
}

void TestCommandSearch::whatIsMeantComesFirst()
{
    QFETCH(QString, pattern);
    QFETCH(QString, better);
    QFETCH(QString, worse);
    const auto first = fuzzyMatch(pattern, better);
    const auto second = fuzzyMatch(pattern, worse);
    QVERIFY(first && second);
    QVERIFY2(first->score > second->score,
             qPrintable(QStringLiteral("%1 against %2").arg(first->score).arg(second->score)));
}

void TestCommandSearch::lettersAreMarkedWhereTheyHangTogether()
{
    // Not the first s, t, a, r that come along.
    QCOMPARE(fuzzyMatch(text("start"), text("stop at a start"))->positions, (QList<int>{10, 11, 12, 13, 14}));
}

void TestCommandSearch::hostileLengthsAreBounded()
{
    const QString endless(100'000, u'a');
    const auto match = fuzzyMatch(endless, endless);
    QVERIFY(match && match->positions.size() == 64);
    QVERIFY(!fuzzyMatch(text("b"), endless + u'b'));
}

void TestCommandSearch::nothingTypedListsEverything()
{
    QStringList all;
    for (const SearchEntry &entry : sample())
        all.append(entry.key);
    QCOMPARE(keysOf({}), all);
    QCOMPARE(keysOf(text("  ")), all);
    QVERIFY(keysOf(text("zzz")).isEmpty());
}

void TestCommandSearch::lateChoicesComeFirst()
{
    const QStringList keys = keysOf({}, {text("object:vco-2"), text("action:gone"), text("action:quit")});
    QCOMPARE(keys.size(), sample().size());
    QCOMPARE(keys.first(), text("object:vco-2"));
    QCOMPARE(keys.at(1), text("action:quit"));
    QCOMPARE(keys.at(2), text("action:new"));
    // Also of two that match alike.
    QCOMPARE(keysOf(text("hz")).first(), text("object:vco-2")); // the shorter one
    QCOMPARE(keysOf(text("hz"), {text("object:vco-1")}).first(), text("object:vco-1"));
}

void TestCommandSearch::typingBeatsHabit()
{
    QCOMPARE(keysOf(text("office"), {text("object:vco-1")}).first(), text("object:vco-2"));
    const QList<SearchEntry> entries{{text("a"), text("Vagrant"), {}, {}}, {text("b"), text("VPN gateway"), {}, {}}};
    QCOMPARE(search(entries, text("vg"), {text("a")}).first().index, 1);
}

void TestCommandSearch::chineseAndEnglishAreBothFound()
{
    QCOMPARE(keysOf(text("退出")), QStringList{text("action:quit")});
    QCOMPARE(keysOf(text("quit")), QStringList{text("action:quit")});
    const auto hits = search(sample(), text("dark"), {});
    QCOMPARE(hits.size(), 1);
    QVERIFY(hits.first().inTitle.isEmpty());
    QCOMPARE(hits.first().inEnglish, (QList<int>{0, 1, 2, 3}));
}

void TestCommandSearch::theWordsMayStandInThePlace()
{
    QCOMPARE(keysOf(text("主题 深")), QStringList{text("action:dark")});
    const auto hits = search(sample(), text("主题 深"), {});
    QCOMPARE(hits.first().inPlace, (QList<int>{5, 6}));
    QCOMPARE(hits.first().inTitle, QList<int>{0});
    QVERIFY(keysOf(text("主题")).isEmpty()); // one word alone would list whole menus
}

void TestCommandSearch::choicesAreRememberedWithoutRepetition()
{
    QStringList keys;
    for (int number = 0; number < 30; ++number)
        keys = withChoice(keys, QString::number(number));
    QCOMPARE(keys.size(), 12);
    QCOMPARE(keys.first(), text("29"));
    keys = withChoice(keys, text("25"));
    QCOMPARE(keys.size(), 12);
    QCOMPARE(keys.first(), text("25"));
    QCOMPARE(keys.count(text("25")), 1);
}

// Though its title is the shorter one, and was chosen lately; where it alone matches well, it is first.
void TestCommandSearch::helpGivesWay()
{
    const QList<SearchEntry> entries{
        {text("help:gateway"), text("Customer gateway"), {}, text("Help"), true},
        {text("page:gateways"), text("Customer gateways"), {}, text("View")},
        {text("action:delete"), text("Delete the log of a customer"), {}, text("Edit")},
        {text("help:dpd"), text("Dead peer detection"), {}, text("Help"), true},
    };
    const auto first = [&](const char *pattern, const QStringList &recent = {}) {
        return entries.at(search(entries, text(pattern), recent).first().index).key;
    };
    QCOMPARE(first("customer gate"), text("page:gateways"));
    QCOMPARE(first("customer gate", {text("help:gateway")}), text("page:gateways"));
    QCOMPARE(first("dead peer"), text("help:dpd"));
}

QTEST_GUILESS_MAIN(TestCommandSearch)
#include "test_command_search.moc"
