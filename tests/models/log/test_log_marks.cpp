#include "models/log/log_marks.h"

#include <QTest>

using namespace tw;
using api::DetailKey;
using api::EventCode;
using models::LogMark;

class TestLogMarks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_marker = {}; }
    void theFirstChildIsUpAndTheLastOneDown();
    void aChildBesideIsNoRekey();
    void anSaThatFollowsAnotherIsARekey();
    void aStopIsDown();
    void connectionsAndEnginesDoNotMix();

private:
    LogMark child(EventCode code, const char *spi, const char *local = "10.1.0.0/24", const char *connection = "a")
    {
        api::Event event;
        event.code = code;
        event.connection = api::ConnectionId(connection);
        event.details = {{DetailKey::InboundSpi, spi}, {DetailKey::LocalSelectors, local}};
        return m_marker.mark(event);
    }
    LogMark other(EventCode code, const char *spi = "1", const char *connection = "a")
    {
        api::Event event;
        event.code = code;
        event.connection = api::ConnectionId(connection);
        event.details = {{DetailKey::InitiatorSpi, spi}};
        return m_marker.mark(event);
    }
    models::LogMarker m_marker;
};

void TestLogMarks::theFirstChildIsUpAndTheLastOneDown()
{
    QVERIFY(other(EventCode::IkeSaEstablished) == LogMark::None);
    QVERIFY(child(EventCode::ChildSaEstablished, "1") == LogMark::Up);
    QVERIFY(child(EventCode::ChildSaDeleted, "2") == LogMark::None); // never heard of
    QVERIFY(child(EventCode::ChildSaDeleted, "1") == LogMark::Down);
    QVERIFY(child(EventCode::ChildSaDeleted, "1") == LogMark::None);
    QVERIFY(child(EventCode::ChildSaEstablished, "3") == LogMark::Up);
}

void TestLogMarks::aChildBesideIsNoRekey()
{
    QVERIFY(child(EventCode::ChildSaEstablished, "1") == LogMark::Up);
    QVERIFY(child(EventCode::ChildSaEstablished, "2", "10.9.0.0/24") == LogMark::None);
    QVERIFY(child(EventCode::ChildSaDeleted, "1") == LogMark::None);
    QVERIFY(child(EventCode::ChildSaDeleted, "2") == LogMark::Down);
}

void TestLogMarks::anSaThatFollowsAnotherIsARekey()
{
    other(EventCode::IkeSaEstablished, "1");
    QVERIFY(child(EventCode::ChildSaEstablished, "1") == LogMark::Up);
    QVERIFY(child(EventCode::ChildSaEstablished, "2") == LogMark::Rekey);
    QVERIFY(child(EventCode::ChildSaDeleted, "1") == LogMark::None);
    QVERIFY(other(EventCode::IkeSaEstablished, "2") == LogMark::Rekey);
    QVERIFY(other(EventCode::IkeSaDeleted, "1") == LogMark::None);
    QVERIFY(other(EventCode::IkeSaDeleted, "2") == LogMark::None);
    QVERIFY(other(EventCode::IkeSaEstablished, "3") == LogMark::None);
}

void TestLogMarks::aStopIsDown()
{
    QVERIFY(other(EventCode::ConnectionStopped) == LogMark::None);
    child(EventCode::ChildSaEstablished, "1");
    QVERIFY(other(EventCode::ConnectionStopped) == LogMark::Down);
    QVERIFY(child(EventCode::ChildSaDeleted, "1") == LogMark::None);
}

void TestLogMarks::connectionsAndEnginesDoNotMix()
{
    QVERIFY(child(EventCode::ChildSaEstablished, "1", "x", "a") == LogMark::Up);
    QVERIFY(child(EventCode::ChildSaEstablished, "2", "x", "b") == LogMark::Up);
    other(EventCode::EngineStarted);
    QVERIFY(child(EventCode::ChildSaEstablished, "3", "x", "a") == LogMark::Up);
}

QTEST_GUILESS_MAIN(TestLogMarks)
#include "test_log_marks.moc"
