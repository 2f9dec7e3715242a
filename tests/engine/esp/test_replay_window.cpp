#include "engine/esp/replay_window.h"

#include "engine/sim/seeded_random.h"

#include <QTest>

#include <set>

using tw::esp::ReplayWindow;

namespace {

constexpr std::uint64_t kWhole = std::uint64_t{1} << 32;

ReplayWindow windowAt(std::uint64_t highest, std::uint32_t size = 64)
{
    ReplayWindow window(size, true);
    window.accept(highest);
    return window;
}

} // namespace

class TestReplayWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachNumberIsAcceptedOnce();
    void zeroIsNeverAccepted();
    void leftEdgeIsExact();
    void checkChangesNothing();
    void aJumpForgetsEverythingBehindTheWindow();
    void sizeZeroAcceptsEverything();
    void sizesAreRoundedUpAndBounded();
    void agreesWithASetOfNumbers_data();
    void agreesWithASetOfNumbers();
    void highHalfIsInferred_data();
    void highHalfIsInferred();
    void numberLeftOfTheBeginningHasNoHighHalf();
    void withoutExtendedNumbersTheHighHalfIsZero();
};

void TestReplayWindow::eachNumberIsAcceptedOnce()
{
    ReplayWindow window(64, false);
    for (std::uint64_t sequence = 1; sequence <= 1000; ++sequence) {
        QVERIFY(window.accept(sequence));
        QVERIFY(!window.check(sequence));
        QVERIFY(!window.accept(sequence));
    }
    QCOMPARE(window.highest(), std::uint64_t{1000});
}

void TestReplayWindow::zeroIsNeverAccepted()
{
    ReplayWindow window(64, false);
    QVERIFY(!window.check(0));
    QVERIFY(!window.accept(0));
    QVERIFY(window.accept(1));
    QVERIFY(!window.accept(0));
}

void TestReplayWindow::leftEdgeIsExact()
{
    // RFC 4303, 3.4.3: a window of 64 with right edge T holds T-63 ... T.
    ReplayWindow window(64, false);
    QVERIFY(window.accept(1000));
    QVERIFY(!window.check(1000 - 64));
    QVERIFY(window.check(1000 - 63));
    QVERIFY(window.accept(1000 - 63));
    QVERIFY(!window.accept(1000 - 63));
}

void TestReplayWindow::checkChangesNothing()
{
    // A forged packet reaches check() only: a high number in it must not move the window.
    ReplayWindow window(64, false);
    QVERIFY(window.accept(10));
    QVERIFY(window.check(4'000'000'000));
    QCOMPARE(window.highest(), std::uint64_t{10});
    QVERIFY(window.accept(5));
}

void TestReplayWindow::aJumpForgetsEverythingBehindTheWindow()
{
    ReplayWindow window(128, false);
    for (std::uint64_t sequence = 1; sequence <= 200; ++sequence)
        QVERIFY(window.accept(sequence));
    QVERIFY(window.accept(1'000'000));
    for (std::uint64_t sequence = 1'000'000 - 127; sequence < 1'000'000; ++sequence)
        QVERIFY(window.accept(sequence));
    QVERIFY(!window.check(200));
}

void TestReplayWindow::sizeZeroAcceptsEverything()
{
    ReplayWindow window(0, false);
    QVERIFY(window.accept(7));
    QVERIFY(window.accept(7));
    QVERIFY(window.accept(1));
}

void TestReplayWindow::sizesAreRoundedUpAndBounded()
{
    QCOMPARE(ReplayWindow(1, false).size(), 64u);
    QCOMPARE(ReplayWindow(65, false).size(), 128u);
    QCOMPARE(ReplayWindow(4096, false).size(), 4096u);
    QCOMPARE(ReplayWindow(1'000'000, false).size(), 4096u);
}

void TestReplayWindow::agreesWithASetOfNumbers_data()
{
    QTest::addColumn<quint32>("size");
    QTest::addColumn<quint64>("spread");
    QTest::newRow("64, dense") << 64u << quint64{80};
    QTest::newRow("64, sparse") << 64u << quint64{700};
    QTest::newRow("1024, dense") << 1024u << quint64{1100};
    QTest::newRow("1024, sparse") << 1024u << quint64{9000};
    QTest::newRow("4096, dense") << 4096u << quint64{4300};
    QTest::newRow("4096, sparse") << 4096u << quint64{50'000};
}

void TestReplayWindow::agreesWithASetOfNumbers()
{
    QFETCH(quint32, size);
    QFETCH(quint64, spread);
    ReplayWindow window(size, false);
    tw::sim::SeededRandom random(size + spread);
    std::set<std::uint64_t> seen;
    std::uint64_t base = 1;
    for (int i = 0; i < 20'000; ++i) {
        base += random.below(4);
        const std::uint64_t sequence = base + random.below(spread);
        const std::uint64_t highest = seen.empty() ? 0 : *seen.rbegin();
        const bool expected = !seen.contains(sequence) && sequence + size > highest;
        QCOMPARE(window.check(sequence), expected);
        QCOMPARE(window.accept(sequence), expected);
        if (expected)
            seen.insert(sequence);
    }
}

void TestReplayWindow::highHalfIsInferred_data()
{
    // RFC 4303, appendix A2.2, with W = 64 and T = Th * 2^32 + Tl.
    QTest::addColumn<quint64>("highest");
    QTest::addColumn<quint32>("low");
    QTest::addColumn<quint64>("expected");
    QTest::newRow("case A, inside the window") << quint64{5 * kWhole + 1000} << 990u << quint64{5 * kWhole + 990};
    QTest::newRow("case A, on the left edge") << quint64{5 * kWhole + 1000} << 937u << quint64{5 * kWhole + 937};
    QTest::newRow("case A, right of the window") << quint64{5 * kWhole + 1000} << 5000u << quint64{5 * kWhole + 5000};
    QTest::newRow("case A, left of the window: the next subspace")
        << quint64{5 * kWhole + 1000} << 936u << quint64{6 * kWhole + 936};
    QTest::newRow("case A, just wrapped") << quint64{5 * kWhole + 0xffffffff} << 0u << quint64{6 * kWhole};
    QTest::newRow("case B, the subspace before")
        << quint64{5 * kWhole + 10} << 0xfffffff0u << quint64{4 * kWhole + 0xfffffff0};
    QTest::newRow("case B, on the left edge")
        << quint64{5 * kWhole + 10} << 0xffffffcbu << quint64{4 * kWhole + 0xffffffcb};
    QTest::newRow("case B, this subspace") << quint64{5 * kWhole + 10} << 11u << quint64{5 * kWhole + 11};
    QTest::newRow("case B, far ahead") << quint64{5 * kWhole + 10} << 0xffffffcau << quint64{5 * kWhole + 0xffffffca};
}

void TestReplayWindow::highHalfIsInferred()
{
    QFETCH(quint64, highest);
    QFETCH(quint32, low);
    QFETCH(quint64, expected);
    const auto inferred = windowAt(highest).infer(low);
    QVERIFY(inferred);
    QCOMPARE(quint64{*inferred}, expected);
}

void TestReplayWindow::numberLeftOfTheBeginningHasNoHighHalf()
{
    // Case B with Th = 0: the high half would be -1.
    QVERIFY(!windowAt(10).infer(0xfffffff0));
    QCOMPARE(windowAt(10).infer(0xffffff00), std::uint64_t{0xffffff00});
    // The first packet of all.
    QCOMPARE(ReplayWindow(64, true).infer(1), std::uint64_t{1});
}

void TestReplayWindow::withoutExtendedNumbersTheHighHalfIsZero()
{
    ReplayWindow window(64, false);
    QVERIFY(window.accept(0xfffffff0));
    QCOMPARE(window.infer(3), std::uint64_t{3});
    QVERIFY(!window.check(3));
}

QTEST_GUILESS_MAIN(TestReplayWindow)
#include "test_replay_window.moc"
