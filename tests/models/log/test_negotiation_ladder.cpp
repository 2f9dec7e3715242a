#include "models/log/fact_details.h"
#include "models/log/log_value.h"
#include "models/log/negotiation_ladder.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace tw;
using namespace std::chrono_literals;
using api::DetailKey;
using api::Direction;
using api::EventCode;
using api::Exchange;
using api::Level;
using models::FactDetail;
using models::LadderStep;
using models::LogRecord;

namespace {

constexpr UtcTime kStart(1'800'000'000s);

LogRecord fact(qint64 sequence, EventCode code, Direction direction, Exchange exchange, std::uint32_t id,
               std::vector<api::Detail> details = {}, Level level = Level::Info)
{
    LogRecord record;
    record.sequence = sequence;
    record.at = kStart + std::chrono::milliseconds(sequence);
    record.event.code = code;
    record.event.direction = direction;
    record.event.exchange = exchange;
    record.event.messageId = id;
    record.event.details = std::move(details);
    record.event.level = level;
    return record;
}

// What an initiator says when its first message is lost and its key is wrong.
QList<LogRecord> refused()
{
    return {
        fact(1, EventCode::MessageSent, Direction::Out, Exchange::IkeSaInit, 0,
             {{DetailKey::LocalEndpoint, "192.0.2.1[500]"},
              {DetailKey::RemoteEndpoint, "198.51.100.1[500]"},
              {DetailKey::Payloads, "SA KE No"}}),
        fact(2, EventCode::Retransmitted, Direction::Out, Exchange::IkeSaInit, 0, {{DetailKey::Count, "1"}},
             Level::Warning),
        fact(3, EventCode::MessageReceived, Direction::In, Exchange::IkeSaInit, 0, {{DetailKey::Payloads, "SA KE No"}}),
        fact(4, EventCode::MessageSent, Direction::Out, Exchange::IkeAuth, 1, {{DetailKey::Payloads, "IDi AUTH SA"}}),
        fact(5, EventCode::MessageReceived, Direction::In, Exchange::IkeAuth, 1,
             {{DetailKey::Payloads, "N(AUTH_FAILED)"}}),
        fact(6, EventCode::AuthenticationRefused, Direction::In, Exchange::IkeAuth, 1, {}, Level::Error),
    };
}

} // namespace

class TestNegotiationLadder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messagesAreRequestsAndResponses()
    {
        const QList<LadderStep> steps = models::ladderSteps(refused());
        QCOMPARE(steps.size(), 6);
        QCOMPARE(steps.at(0).title, QStringLiteral("IKE_SA_INIT request 0"));
        QCOMPARE(steps.at(0).direction, Direction::Out);
        QCOMPARE(steps.at(2).title, QStringLiteral("IKE_SA_INIT response 0"));
        QCOMPARE(steps.at(2).direction, Direction::In);
        QCOMPARE(steps.at(4).title, QStringLiteral("IKE_AUTH response 1"));
        QCOMPARE(steps.at(4).lines, QList<qint64>{5});
    }

    void aRepetitionSaysWhatIsRepeated()
    {
        const LadderStep step = models::ladderSteps(refused()).at(1);
        QVERIFY(step.isRepeated);
        QCOMPARE(step.kind, LadderStep::Kind::Message);
        QCOMPARE(step.payloads, QStringLiteral("SA KE No"));
        QCOMPARE(step.title, QStringLiteral("IKE_SA_INIT sent again (1)"));
    }

    void aRefusalIsTrouble()
    {
        const QList<LadderStep> steps = models::ladderSteps(refused());
        QVERIFY(!steps.at(2).isTrouble);
        QVERIFY(steps.at(4).isTrouble);
        QVERIFY(steps.at(5).isTrouble);
        QCOMPARE(steps.at(5).kind, LadderStep::Kind::Note);
    }

    // Of IKEv1 a message has no number of its own.
    void mainModeIsCounted()
    {
        const QList<LadderStep> steps = models::ladderSteps({
            fact(1, EventCode::MessageReceived, Direction::In, Exchange::MainMode, 0),
            fact(2, EventCode::MessageSent, Direction::Out, Exchange::MainMode, 0),
            fact(3, EventCode::MessageReceived, Direction::In, Exchange::MainMode, 0),
            fact(4, EventCode::MessageReceived, Direction::In, Exchange::QuickMode, 77),
        });
        QCOMPARE(steps.at(0).title, QStringLiteral("ID_PROT 1"));
        QCOMPARE(steps.at(2).title, QStringLiteral("ID_PROT 3"));
        QCOMPARE(steps.at(3).title, QStringLiteral("QUICK_MODE 1"));
    }

    void bothSidesMayAskWithTheSameNumber()
    {
        const QList<LadderStep> steps = models::ladderSteps({
            fact(1, EventCode::MessageSent, Direction::Out, Exchange::CreateChildSa, 2),
            fact(2, EventCode::MessageReceived, Direction::In, Exchange::CreateChildSa, 2), // the answer to ours
            fact(3, EventCode::MessageReceived, Direction::In, Exchange::CreateChildSa, 2), // the peer's own
            fact(4, EventCode::MessageSent, Direction::Out, Exchange::CreateChildSa, 2),
        });
        QCOMPARE(steps.at(1).title, QStringLiteral("CREATE_CHILD_SA response 2"));
        QCOMPARE(steps.at(2).title, QStringLiteral("CREATE_CHILD_SA request 2"));
        QCOMPARE(steps.at(3).title, QStringLiteral("CREATE_CHILD_SA response 2"));
    }

    void asText()
    {
        const QString text = models::ladderText(models::ladderSteps(refused()));
        const QStringList lines = text.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 6);
        QVERIFY2(lines.at(0).contains(QStringLiteral("---->   IKE_SA_INIT request 0 [ SA KE No ]")), qPrintable(text));
        QVERIFY2(lines.at(1).contains(QStringLiteral("- - > ")), qPrintable(text));
        QVERIFY2(lines.at(4).contains(QStringLiteral("<---- ! IKE_AUTH response 1")), qPrintable(text));
    }

    // https://mermaid.js.org/syntax/sequenceDiagram.html
    void asMermaid()
    {
        const QStringList lines =
            models::ladderMermaid(models::ladderSteps(refused())).split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.at(0), QStringLiteral("sequenceDiagram"));
        QCOMPARE(lines.at(3), QStringLiteral("    us->>peer: IKE_SA_INIT request 0 [ SA KE No ]"));
        QCOMPARE(lines.at(4), QStringLiteral("    us-->>peer: IKE_SA_INIT sent again (1) [ SA KE No ]"));
        QCOMPARE(lines.at(7), QStringLiteral("    peer-xus: IKE_AUTH response 1 [ N(AUTH_FAILED) ]"));
        QVERIFY(lines.at(8).startsWith(QStringLiteral("    Note over us,peer: (!)")));
    }

    void theModelKnowsItsLinesAndEnds()
    {
        models::LadderModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFacts(refused());
        QCOMPARE(model.ourAddress(), QStringLiteral("192.0.2.1[500]"));
        QCOMPARE(model.peerAddress(), QStringLiteral("198.51.100.1[500]"));
        QCOMPARE(model.rowOf(5), 4);
        QCOMPARE(model.rowOf(99), -1);
        QCOMPARE(model.index(4).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("From the peer: IKE_AUTH response 1 [ N(AUTH_FAILED) ]"));
    }

    void bothSidesOfARefusedProposal()
    {
        const LogRecord refusal =
            fact(1, EventCode::ProposalRefused, Direction::Out, Exchange::IkeSaInit, 0,
                 {{DetailKey::Offered, "AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024, AES_CBC_256/MODP_1024"},
                  {DetailKey::Configured, "AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"},
                  {DetailKey::Differs, "integrity, group"}});
        const QList<FactDetail> rows = models::factDetails(refusal.event);
        QCOMPARE(rows.size(), 4);
        QCOMPARE(rows.at(0),
                 (FactDetail{QStringLiteral("Encryption"), QStringLiteral("AES_CBC_256"),
                             QStringLiteral("AES_CBC_128, AES_CBC_256"), true, false}));
        QCOMPARE(rows.at(1),
                 (FactDetail{QStringLiteral("Integrity"), QStringLiteral("HMAC_SHA2_256_128"),
                             QStringLiteral("HMAC_SHA1_96"), true, true}));
        QVERIFY(rows.at(3).differs);
        QCOMPARE(rows.at(3).theirs, QStringLiteral("MODP_1024"));
    }

    void whatThePeerDidNotTellIsNotInvented()
    {
        const LogRecord refusal = fact(1, EventCode::NoProposalChosen, Direction::In, Exchange::IkeSaInit, 0,
                                       {{DetailKey::Offered, "AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024"}});
        for (const FactDetail &row : models::factDetails(refusal.event))
            QCOMPARE(row.theirs, QStringLiteral("not told"));
    }

    void identitiesStandBesideEachOther()
    {
        const LogRecord refusal = fact(1, EventCode::AuthenticationFailed, Direction::In, Exchange::IkeAuth, 1,
                                       {{DetailKey::LocalId, "192.0.2.1"},
                                        {DetailKey::RemoteId, "198.51.100.1"},
                                        {DetailKey::ReceivedId, "10.0.0.1"}});
        const QList<FactDetail> rows = models::factDetails(refusal.event);
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows.at(0).ours, QStringLiteral("192.0.2.1"));
        QCOMPARE(rows.at(0).theirs, QStringLiteral("198.51.100.1"));
        QCOMPARE(rows.at(1).theirs, QStringLiteral("10.0.0.1"));
        QVERIFY(rows.at(1).differs);
    }

    void chipsIncludeOrExcludeNeverBoth()
    {
        models::LogFacets facets = models::withChip({}, {Level::Warning, false});
        facets = models::withChip(facets, {Level::Debug, true});
        facets = models::withChip(facets, {models::LogMessageId{7}, false});
        QCOMPARE(models::chipsOf(facets).size(), 3);
        facets = models::withChip(facets, {Level::Warning, true});
        QVERIFY(facets.levels.included.empty());
        QCOMPARE(facets.levels.excluded, (std::set{Level::Warning, Level::Debug}));
        QCOMPARE(models::chipTitle({Level::Warning, true}), QStringLiteral("not Level: Warning"));
        QCOMPARE(models::chipTitle({Exchange::IkeAuth, false}), QStringLiteral("Exchange: IKE_AUTH"));
        for (const models::LogChip &chip : models::chipsOf(facets))
            facets = models::withoutChip(facets, chip);
        QVERIFY(facets.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestNegotiationLadder)
#include "test_negotiation_ladder.moc"
