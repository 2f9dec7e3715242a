#include "models/filter/filter_edit.h"
#include "models/filter/filter_parser.h"

#include <QRandomGenerator>
#include <QTest>

using namespace tw::models;

namespace {

const FilterVocabulary &vocabulary()
{
    static const FilterVocabulary words = connectionVocabulary();
    return words;
}

const FilterChoice kFailed{FilterKey::State, QStringLiteral("failed")};
const FilterChoice kDown{FilterKey::State, QStringLiteral("down")};
const FilterChoice kWeak{FilterKey::Weak, QStringLiteral("yes")};

QString toggled(const char *text, const FilterChoice &choice)
{
    return withToggledChoice(QString::fromUtf8(text), choice, vocabulary());
}

FilterNames names()
{
    return {{{QStringLiteral("cn-hangzhou"), QStringLiteral("China (Hangzhou)")},
             {QStringLiteral("cn-beijing"), QStringLiteral("China (Beijing)")}},
            {{QStringLiteral("hz-vpn"), QStringLiteral("192.0.2.1")}, {QStringLiteral("peer 1"), QString()}}};
}

// `text` with a "^" where the cursor is; the offered words.
QStringList offered(const char *marked, FilterSuggestions *made = nullptr)
{
    QString text = QString::fromUtf8(marked);
    const qsizetype cursor = text.indexOf(u'^');
    text.remove(cursor, 1);
    const FilterSuggestions found = suggestionsAt(text, cursor, vocabulary(), names());
    QStringList words;
    for (const FilterNames::Name &item : found.items)
        words.append(item.insert);
    if (made)
        *made = found;
    return words;
}

} // namespace

class TestFilterEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choicesGoInAndOut()
    {
        QCOMPARE(toggled("", kFailed), QStringLiteral("state:failed"));
        QCOMPARE(toggled("office", kFailed), QStringLiteral("office state:failed"));
        QCOMPARE(toggled("office ", kWeak), QStringLiteral("office weak:yes"));
        QCOMPARE(toggled("state:failed", kFailed), QString());
        QCOMPARE(toggled("office STATE:Failed", kFailed), QStringLiteral("office"));
        QCOMPARE(toggled("state:failed office", kFailed), QStringLiteral("office"));
        QCOMPARE(toggled("a state:failed b", kFailed), QStringLiteral("a b"));
        // No row is in two states: the second is an alternative.
        QCOMPARE(toggled("state:failed x", kDown), QStringLiteral("state:failed,down x"));
        QCOMPARE(toggled("state:failed, x", kDown), QStringLiteral("state:failed,down x"));
        QCOMPARE(toggled("state:failed,down x", kFailed), QStringLiteral("state:down x"));
        QCOMPARE(toggled("state:failed,down x", kDown), QStringLiteral("state:failed x"));
        QCOMPARE(toggled("state:up|failed|down", kFailed), QStringLiteral("state:up|down"));
        QCOMPARE(toggled("weak:no", kWeak), QStringLiteral("weak:yes"));
        // What forbids it would leave nothing.
        QCOMPARE(toggled("-state:failed", kFailed), QStringLiteral("state:failed"));
        QCOMPARE(toggled("-state:failed,up", kFailed), QStringLiteral("-state:up state:failed"));
        QCOMPARE(toggled("\"head off", kFailed), QStringLiteral("\"head off\" state:failed"));
    }

    void whatIsAskedForIsKnown()
    {
        const auto has = [](const char *text, const FilterChoice &choice) {
            return hasChoice(QString::fromUtf8(text), choice, vocabulary());
        };
        QVERIFY(has("x state:up,failed", kFailed));
        QVERIFY(!has("x -state:failed", kFailed));
        QVERIFY(!has("state:fail", kFailed));
        QVERIFY(has("weak:yes", kWeak));
        QVERIFY(!has("weak:no \"weak:yes\"", kWeak));
    }

    // Of any filter: a click turns the choice, and a second one leads back to what was asked.
    void aSecondClickLeadsBack()
    {
        QRandomGenerator random(20'260'301);
        const QStringList terms{QStringLiteral("office"),           QStringLiteral("-branch"),
                                QStringLiteral("weak:no"),          QStringLiteral("state:up"),
                                QStringLiteral("gw:\"a b\""),       QStringLiteral("-weak:yes"),
                                QStringLiteral("net:10.0.0.0/8"),   QStringLiteral("not x"),
                                QStringLiteral("state:up,waiting"), QStringLiteral("-state:down")};
        for (int round = 0; round < 3'000; ++round) {
            QStringList chosen;
            for (int count = random.bounded(4); count > 0; --count)
                chosen.append(terms.at(random.bounded(static_cast<int>(terms.size()))));
            const QString text = chosen.join(u' ');
            const auto before = parseFilter(text, vocabulary());
            QVERIFY(before.has_value());
            const QString once = withToggledChoice(text, kFailed, vocabulary());
            QVERIFY2(hasChoice(once, kFailed, vocabulary()), qPrintable(text));
            QVERIFY2(parseFilter(once, vocabulary()), qPrintable(once));
            const QString twice = withToggledChoice(once, kFailed, vocabulary());
            QVERIFY2(!hasChoice(twice, kFailed, vocabulary()), qPrintable(text));
            QVERIFY2(parseFilter(twice, vocabulary()) == before, qPrintable(text + QStringLiteral(" -> ") + twice));
        }
    }

    void aTermIsTakenOut()
    {
        const QString text = QStringLiteral("a -state:up,x b");
        QCOMPARE(withoutTermAt(text, 3, vocabulary()), QStringLiteral("a  b"));
        QCOMPARE(withoutTermAt(text, 0, vocabulary()), QStringLiteral(" -state:up,x b"));
        QCOMPARE(withoutTermAt(text, 1, vocabulary()), text); // a blank is no term
    }

    void keysAndValuesAreOffered()
    {
        QCOMPARE(offered("^").size(), 5);
        QCOMPARE(offered("st^"), QStringList{QStringLiteral("state:")});
        QCOMPARE(offered("office -re^"), QStringList{QStringLiteral("region:")});
        QCOMPARE(offered("office -^").size(), 5);
        QVERIFY(offered("s^t").isEmpty()); // in the midst of a word
        QVERIFY(offered("\"st^").isEmpty());
        QVERIFY(offered("office^").isEmpty());
        QCOMPARE(offered("state:^").size(), 5);
        QCOMPARE(offered("state:n^"), QStringList{QStringLiteral("negotiating")});
        QCOMPARE(offered("state:up,fa^"), QStringList{QStringLiteral("failed")});
        QVERIFY(offered("state:failed^").isEmpty()); // it stands there
        QCOMPARE(offered("weak:^"), (QStringList{QStringLiteral("yes"), QStringLiteral("no")}));
        QCOMPARE(offered("region:Bei^"), QStringList{QStringLiteral("cn-beijing")});
        QCOMPARE(offered("gw:192^"), QStringList{QStringLiteral("hz-vpn")}); // by its address
        QCOMPARE(offered("gw:pe^"), QStringList{QStringLiteral("\"peer 1\"")});
        QVERIFY(offered("net:^").isEmpty());
        QVERIFY(offered("colour:^").isEmpty());
    }

    void whatIsReplacedIsTheWordAtTheCursor()
    {
        FilterSuggestions made;
        offered("x state:up,fa^ y", &made);
        QCOMPARE(made.at, qsizetype{11});
        QCOMPARE(made.length, qsizetype{2});
        offered("x -st^", &made);
        QCOMPARE(made.at, qsizetype{3});
        QCOMPARE(made.length, qsizetype{2});
        offered("state:^", &made);
        QCOMPARE(made.at, qsizetype{6});
        QCOMPARE(made.length, qsizetype{0});
    }
};

QTEST_GUILESS_MAIN(TestFilterEdit)
#include "test_filter_edit.moc"
