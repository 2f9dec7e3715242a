#include "models/log/event_text.h"
#include "models/log/event_wording.h"
#include "models/log/fact_details.h"
#include "models/log/joined_text.h"
#include "tests/support/enumerators.h"

#include <QCoreApplication>
#include <QTest>
#include <QTranslator>

#include <set>

using namespace tw;
using api::DetailKey;
using api::EventCode;

namespace {

// A fact with a telling value for every detail there is.
api::Event fullEvent(EventCode code)
{
    api::Event event;
    event.code = code;
    event.exchange = api::Exchange::IkeAuth;
    event.messageId = 1;
    for (const auto &key : test::enumeratorsOf<DetailKey>())
        event.details.push_back({key.value, "<" + std::string(key.name) + ">"});
    return event;
}

// Some other language.
class Shouting final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *source, const char *, int) const override
    {
        const QString text = QString::fromUtf8(source);
        return text == QLatin1String("yes") || text == QLatin1String("no") ? text.toUpper() : QString();
    }
};

} // namespace

class TestEventText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasWords();
    void charonsWords_data();
    void charonsWords();
    void placeholdersAreAllFilled();
    void aPeersNameCannotForgeALine();
    void aPeersNameIsNoPlaceholder();
    void detailsAreListedByKey();
    void answersAreWordsOfTheLanguage();
    void chineseSentencesAreJoinedWithoutABlank();
};

// Every code, in every direction, with no detail at all and with all of them.
void TestEventText::everyCodeHasWords()
{
    const auto codes = test::enumeratorsOf<EventCode>();
    QVERIFY(codes.size() > 40);
    QCOMPARE(static_cast<int>(codes.back().value), static_cast<int>(models::kLastEventCode));
    for (const auto &code : codes) {
        for (const auto direction : {api::Direction::None, api::Direction::In, api::Direction::Out}) {
            api::Event bare;
            bare.code = code.value;
            bare.direction = direction;
            api::Event full = fullEvent(code.value);
            full.direction = direction;
            for (const api::Event &event : {bare, full}) {
                const QString text = models::eventText(event);
                // The code's name is what an unworded one falls back to.
                const auto name = QString::fromUtf8(code.name.data(), static_cast<qsizetype>(code.name.size()));
                QVERIFY2(!text.isEmpty() && text != name, qPrintable(name));
                QVERIFY2(!text.contains(QLatin1Char('%')), qPrintable(text));
            }
        }
    }
}

// What admins grep for in charon's log (strongSwan 5.9, libcharon's task and sa sources), byte for byte.
void TestEventText::charonsWords_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("direction");
    QTest::addColumn<int>("messageId"); // -1: none
    QTest::addColumn<QList<std::pair<int, QByteArray>>>("details");
    QTest::addColumn<QString>("expected");

    const auto row = [](const char *name, EventCode code, api::Direction direction, int messageId,
                        const QList<std::pair<DetailKey, QByteArray>> &details, const char *expected) {
        QList<std::pair<int, QByteArray>> list;
        for (const auto &[key, value] : details)
            list.append({static_cast<int>(key), value});
        QTest::newRow(name) << static_cast<int>(code) << static_cast<int>(direction) << messageId << list
                            << QString::fromUtf8(expected);
    };
    const auto none = api::Direction::None;
    row("retransmit", EventCode::Retransmitted, none, 0, {{DetailKey::Count, "1"}},
        "sending retransmit 1 of request message ID 0");
    row("give up", EventCode::RetransmitsExhausted, none, 0, {{DetailKey::Count, "5"}},
        "giving up after 5 retransmits");
    row("sent", EventCode::MessageSent, none, -1,
        {{DetailKey::LocalEndpoint, "192.0.2.1[500]"},
         {DetailKey::RemoteEndpoint, "192.0.2.2[500]"},
         {DetailKey::Size, "336"}},
        "sending packet: from 192.0.2.1[500] to 192.0.2.2[500] (336 bytes)");
    row("received", EventCode::MessageReceived, none, -1,
        {{DetailKey::LocalEndpoint, "192.0.2.1[500]"},
         {DetailKey::RemoteEndpoint, "192.0.2.2[500]"},
         {DetailKey::Size, "336"}},
        "received packet: from 192.0.2.2[500] to 192.0.2.1[500] (336 bytes)");
    row("child", EventCode::ChildSaEstablished, none, -1,
        {{DetailKey::InboundSpi, "c1234567"},
         {DetailKey::OutboundSpi, "c89abcde"},
         {DetailKey::LocalSelectors, "10.1.0.0/24"},
         {DetailKey::RemoteSelectors, "10.2.0.0/24"}},
        "CHILD_SA established with SPIs c1234567_i c89abcde_o and TS 10.1.0.0/24 === 10.2.0.0/24");
    row("ike", EventCode::IkeSaEstablished, none, -1,
        {{DetailKey::LocalEndpoint, "192.0.2.1[4500]"},
         {DetailKey::RemoteEndpoint, "2001:db8::2[4500]"},
         {DetailKey::LocalId, "moon.example"},
         {DetailKey::RemoteId, "sun.example"}},
        "IKE_SA established between 192.0.2.1[moon.example]...2001:db8::2[sun.example]");
    row("refused by us", EventCode::ProposalRefused, api::Direction::Out, -1, {},
        "no matching proposal found, received proposals unacceptable");
    row("selectors, ours", EventCode::SelectorsUnacceptable, api::Direction::Out, -1,
        {{DetailKey::LocalSelectors, "10.1.0.0/24"}, {DetailKey::RemoteSelectors, "10.2.0.0/24"}},
        "traffic selectors 10.1.0.0/24 === 10.2.0.0/24 unacceptable");
    row("selectors, theirs", EventCode::SelectorsUnacceptable, api::Direction::In, -1, {},
        "received TS_UNACCEPTABLE notify, no CHILD_SA built");
    row("group", EventCode::InvalidKeyExchange, api::Direction::In, -1, {{DetailKey::Group, "MODP_3072"}},
        "peer didn't accept our DH group, it requested MODP_3072");
    row("proposal", EventCode::ProposalChosen, none, -1,
        {{DetailKey::Chosen, "IKE:AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024"}},
        "selected proposal: IKE:AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024");
    row("duplicate", EventCode::DuplicateAnswered, none, 1, {},
        "received retransmit of request with ID 1, retransmitting response");
}

void TestEventText::charonsWords()
{
    QFETCH(int, code);
    QFETCH(int, direction);
    QFETCH(int, messageId);
    using Details = QList<std::pair<int, QByteArray>>;
    QFETCH(Details, details);
    QFETCH(QString, expected);
    api::Event event;
    event.code = static_cast<EventCode>(code);
    event.direction = static_cast<api::Direction>(direction);
    if (messageId >= 0)
        event.messageId = static_cast<std::uint32_t>(messageId);
    for (const auto &[key, value] : details)
        event.details.push_back({static_cast<DetailKey>(key), value.toStdString()});
    QCOMPARE(models::eventText(event), expected);
}

// The slots of each sentence are exactly its place markers: none is left over, none is missing.
void TestEventText::placeholdersAreAllFilled()
{
    for (const models::Wording &wording : models::wordings()) {
        const QString source = QString::fromUtf8(wording.source);
        std::size_t slots = 0;
        while (slots < models::kMaxSlots && wording.slots[slots].kind != models::Slot::Kind::None)
            ++slots;
        for (std::size_t place = 1; place <= 9; ++place) {
            const bool isUsed = source.contains(QLatin1Char('%') + QString::number(place));
            QVERIFY2(isUsed == (place <= slots), wording.source);
        }
    }
}

void TestEventText::aPeersNameCannotForgeALine()
{
    api::Event event;
    event.code = EventCode::AuthenticationFailed;
    event.details = {{DetailKey::RemoteId, "sun\n2026 info forged\x1b[2J"},
                     {DetailKey::Failure, "PskMismatch"},
                     {DetailKey::ReceivedId,
                      "a\xe2\x80\xa8"
                      "b"}}; // U+2028, a line separator
    const QString text = models::eventText(event);
    for (const QChar c : text)
        QVERIFY2(c.isPrint() && c != QChar::LineSeparator, qPrintable(text));
    QVERIFY(text.contains(QLatin1String("sun\\x0a2026")));
    QVERIFY(!models::eventDetails(event).contains(QChar(0x1b)));
}

void TestEventText::aPeersNameIsNoPlaceholder()
{
    api::Event event;
    event.code = EventCode::AuthenticationRefused;
    event.details = {{DetailKey::LocalId, "%2"}, {DetailKey::RemoteId, "%1"}};
    QVERIFY(models::eventText(event).endsWith(QLatin1String("we are '%2' and expect '%1'")));
}

void TestEventText::detailsAreListedByKey()
{
    api::Event event;
    event.code = EventCode::ProposalRefused;
    event.details = {{DetailKey::Offered, "AES_CBC_128"}, {DetailKey::Differs, "encryption"}};
    QCOMPARE(models::eventDetails(event), QStringLiteral("Offered: AES_CBC_128\nDiffers: encryption"));
}

// In the sentence and in the table; what stands behind them is the engine's own.
void TestEventText::answersAreWordsOfTheLanguage()
{
    Shouting language;
    QVERIFY(QCoreApplication::installTranslator(&language));
    api::Event event;
    event.code = EventCode::NatDetected;
    event.details = {{DetailKey::NatLocal, "yes"}, {DetailKey::NatRemote, "no"}};
    const QString sentence = models::eventText(event);
    QVERIFY2(sentence.endsWith(QStringLiteral("NAT: YES, remote host is behind NAT: NO")), qPrintable(sentence));
    const QList<models::FactDetail> rows = models::factDetails(event);
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first().ours, QStringLiteral("YES"));
    QCOMPARE(rows.first().theirs, QStringLiteral("NO"));
    QVERIFY(models::eventDetails(event).contains(QStringLiteral("yes")));
}

void TestEventText::chineseSentencesAreJoinedWithoutABlank()
{
    using models::joinedSentences;
    QCOMPARE(joinedSentences({QStringLiteral("One."), QStringLiteral("Two.")}), QStringLiteral("One. Two."));
    QCOMPARE(joinedSentences({QStringLiteral("一。"), QStringLiteral("二。")}), QStringLiteral("一。二。"));
    QCOMPARE(joinedSentences({QStringLiteral("一。"), QString(), QStringLiteral("二。")}), QStringLiteral("一。二。"));
    QCOMPARE(joinedSentences({QStringLiteral("One.")}), QStringLiteral("One."));
    QCOMPARE(joinedSentences({}), QString());
}

QTEST_GUILESS_MAIN(TestEventText)
#include "test_event_text.moc"
