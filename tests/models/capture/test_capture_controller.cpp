#include "engine/sim/scripted_port.h"
#include "models/capture/capture_controller.h"
#include "models/capture/capture_text.h"
#include "models/catalog/catalog.h"
#include "models/store/database.h"
#include "models/store/secret_store.h"
#include "models/transfer/apply_document.h"
#include "tests/support/scripted_capture.h"

#include <QDeadlineTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace tw;
using models::CaptureController;
using namespace std::chrono_literals;

namespace {

constexpr auto kDocument = R"({
    "VpnGateways": [{"Name": "gw", "RegionId": "cn-hangzhou", "InternetIp": "192.0.2.1"}],
    "CustomerGateways": [{"Name": "peer", "RegionId": "cn-hangzhou", "IpAddress": "192.0.2.2"}],
    "VpnConnections": [
        {"Name": "office", "RegionId": "cn-hangzhou", "VpnGateway": "gw", "CustomerGateway": "peer",
         "LocalSubnet": "10.1.0.0/24", "RemoteSubnet": "10.2.0.0/24", "IkeConfig": {"Psk": "one"}}]})";

} // namespace

class TestCaptureController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void fromTheRequestToTheEnd();
    void whatCannotBeBegunIsSaid();
    void oneThatEndsByItselfEndsAtTheEngine();
    void leaseEnds();
    void engineThatGoesTakesTheCaptureAlong();
    void engineThatDoesNotAnswerIsNotWaitedFor();
    void liveKeysMeanKeys();
    void everyEndHasItsSentence();
    void everyFaultHasItsSentence();

private:
    CaptureController::Options options() const { return {.path = QStringLiteral("/somewhere/one.pcapng")}; }
    CaptureController::Outcome start(CaptureController::Options options)
    {
        return m_controller->start(m_id, std::move(options));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<models::Database> m_database;
    std::unique_ptr<models::MemorySecretStore> m_secrets;
    std::unique_ptr<models::Catalog> m_catalog;
    tests::CaptureScript m_script;
    std::unique_ptr<CaptureController> m_controller;
    sim::ScriptedPort m_engine;
    QString m_id;
};

void TestCaptureController::init()
{
    m_controller.reset();
    m_catalog.reset();
    m_engine.clear();
    m_script = {};
    m_directory = std::make_unique<QTemporaryDir>();
    auto database = models::Database::open(m_directory->filePath(QStringLiteral("catalog.sqlite")),
                                           models::Catalog::schema(), models::Database::Access::Write);
    QVERIFY(database);
    m_database = std::move(*database);
    m_secrets = std::make_unique<models::MemorySecretStore>();
    auto catalog = models::Catalog::load(*m_database, *m_secrets);
    QVERIFY(catalog);
    m_catalog = std::move(*catalog);
    QVERIFY(models::applyDocument(*m_catalog, QByteArray(kDocument), models::ApplyMode::Apply));
    m_id = m_catalog->connections().first().draft.id;
    m_controller = std::make_unique<CaptureController>(m_catalog.get(), tests::scriptedOpener(m_script));
    m_controller->setEngine(&m_engine);
}

void TestCaptureController::fromTheRequestToTheEnd()
{
    QCOMPARE(m_controller->state(), CaptureController::State::Off);
    QVERIFY(start(options()));
    QCOMPARE(m_controller->state(), CaptureController::State::On);
    const auto *asked = m_engine.last<api::StartCapture>();
    QVERIFY(asked && asked->channel);
    QCOMPARE(asked->order.connection.value(), m_id.toStdString());
    QVERIFY(!asked->order.keys && !asked->order.liveKeys);
    QCOMPARE(m_script.target.path, std::string("/somewhere/one.pcapng"));
    QVERIFY(!m_script.target.keys && !m_script.target.replaces);
    QVERIFY(m_script.target.comment.starts_with("office (vco-"));
    QVERIFY(m_controller->endText().isEmpty());

    QSignalSpy changed(m_controller.get(), &CaptureController::changed);
    m_script.progress.esp = 7;
    QTRY_COMPARE(m_controller->progress().esp, std::uint64_t{7});
    QVERIFY(!changed.isEmpty());

    QSignalSpy closed(m_controller.get(), &CaptureController::closed);
    m_controller->stop();
    QVERIFY(m_engine.last<api::StopCapture>());
    QCOMPARE(m_controller->state(), CaptureController::State::Ending);
    m_script.progress.end = api::CaptureEnd::Asked;
    m_script.progress.isClosed = true;
    m_script.progress.dropped = 3;
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(m_controller->state(), CaptureController::State::Closed);
    QCOMPARE(m_script.writers, 0);
    QVERIFY(!m_controller->endText().isEmpty());
    QCOMPARE(m_controller->notes().size(), 1);
    // And another one may begin, and the next as soon as that one is written down.
    m_script.progress = {};
    QVERIFY(start(options()));
    QCOMPARE(m_controller->progress().dropped, std::uint64_t{0});
    m_controller->stop();
    QVERIFY(!start(options()));
    m_script.progress.end = api::CaptureEnd::Asked;
    m_script.progress.isClosed = true;
    QVERIFY(start(options()));
}

void TestCaptureController::whatCannotBeBegunIsSaid()
{
    QVERIFY(!m_controller->start(QStringLiteral("vco-none"), options()));
    QVERIFY(!start({.path = QStringLiteral("relative.pcapng")}));
    QVERIFY(!start({.path = QStringLiteral("/somewhere"), .maxBytes = 10}));
    m_script.fault = api::CaptureFault{api::CaptureFault::Kind::Exists, "/somewhere/one.pcapng", {}};
    const auto refused = start(options());
    QVERIFY(!refused && refused.error().contains(QStringLiteral("/somewhere/one.pcapng")));
    m_script.fault.reset();
    m_controller->setEngine(nullptr);
    QVERIFY(!start(options()));
    QVERIFY(m_engine.commands().empty());
    QCOMPARE(m_controller->state(), CaptureController::State::Off);
    m_controller->setEngine(&m_engine);
    QVERIFY(start(options()));
    QVERIFY(!start(options())); // one is on
    QCOMPARE(m_engine.commands().size(), std::size_t{1});
}

void TestCaptureController::oneThatEndsByItselfEndsAtTheEngine()
{
    QVERIFY(start(options()));
    m_script.progress.end = api::CaptureEnd::SizeReached;
    QTRY_VERIFY(m_engine.last<api::StopCapture>());
    QCOMPARE(m_controller->state(), CaptureController::State::Ending);
    const QString text = m_controller->endText();
    QVERIFY(!text.isEmpty());
    m_script.progress.isClosed = true;
    QTRY_COMPARE(m_controller->state(), CaptureController::State::Closed);
    QCOMPARE(m_controller->endText(), text);
    QCOMPARE(m_engine.commands().size(), std::size_t{2});
}

void TestCaptureController::leaseEnds()
{
    auto wanted = options();
    wanted.lease = 500ms;
    QVERIFY(start(wanted));
    // Nobody is gone who asks: three leases pass.
    QTimer asking;
    connect(&asking, &QTimer::timeout, m_controller.get(), &CaptureController::stay);
    asking.start(20);
    const QDeadlineTimer later(1500);
    QTRY_VERIFY(later.hasExpired());
    QVERIFY(!m_engine.last<api::StopCapture>());
    asking.stop();
    QTRY_VERIFY(m_engine.last<api::StopCapture>());
    m_script.progress.isClosed = true;
    m_script.progress.end = api::CaptureEnd::Asked;
    QTRY_COMPARE(m_controller->state(), CaptureController::State::Closed);
    QVERIFY(m_controller->endText() != models::captureEndText(m_script.progress, {}));
}

void TestCaptureController::engineThatGoesTakesTheCaptureAlong()
{
    QVERIFY(start(options()));
    m_controller->setEngine(nullptr);
    QCOMPARE(m_controller->state(), CaptureController::State::Ending);
    m_script.progress.end = api::CaptureEnd::Asked; // as the channel's closing looks
    m_script.progress.isClosed = true;
    QTRY_COMPARE(m_controller->state(), CaptureController::State::Closed);
    api::CaptureProgress gone;
    gone.end = api::CaptureEnd::EngineGone;
    QCOMPARE(m_controller->endText(), models::captureEndText(gone, {}));
}

void TestCaptureController::engineThatDoesNotAnswerIsNotWaitedFor()
{
    QVERIFY(start(options()));
    m_controller->stop();
    QTRY_COMPARE_WITH_TIMEOUT(m_controller->state(), CaptureController::State::Closed, 20'000);
    QCOMPARE(m_script.writers, 0);
    QVERIFY(!m_controller->endText().isEmpty());
}

void TestCaptureController::liveKeysMeanKeys()
{
    auto wanted = options();
    wanted.liveKeys = true;
    QVERIFY(start(wanted));
    QVERIFY(m_script.target.keys);
    QVERIFY(m_script.target.readme.find("one.pcapng.keys") != std::string::npos);
    const auto *asked = m_engine.last<api::StartCapture>();
    QVERIFY(asked->order.keys && asked->order.liveKeys);
    QCOMPARE(m_controller->keysDirectory(), QStringLiteral("/somewhere/one.pcapng.keys"));
    QVERIFY(models::captureWarnings(false, false).isEmpty());
    QVERIFY(models::captureWarnings(true, false) != models::captureWarnings(true, true));
}

void TestCaptureController::everyEndHasItsSentence()
{
    QStringList all;
    for (int i = 1; i <= static_cast<int>(api::CaptureEnd::EngineGone); ++i) {
        api::CaptureProgress progress;
        progress.end = static_cast<api::CaptureEnd>(i);
        all << models::captureEndText(progress, QStringLiteral("/a"));
        QVERIFY(!all.last().isEmpty());
    }
    QCOMPARE(all.removeDuplicates(), 0);
    api::CaptureProgress poor;
    poor.dropped = poor.keysUnnamed = poor.totals.keysWithheld = poor.totals.sasBefore = 2;
    QCOMPARE(models::captureNotes(poor, true).size(), 4);
    QCOMPARE(models::captureNotes(poor, false).size(), 1);
}

void TestCaptureController::everyFaultHasItsSentence()
{
    using Kind = api::CaptureFault::Kind;
    QStringList all;
    for (const Kind kind : {Kind::Exists, Kind::NotAFile, Kind::System})
        all << models::captureFaultText({kind, "/a", "No space left on device"});
    QCOMPARE(all.removeDuplicates(), 0);
    QVERIFY(all.last().contains(QStringLiteral("No space left on device")));
}

QTEST_GUILESS_MAIN(TestCaptureController)
#include "test_capture_controller.moc"
