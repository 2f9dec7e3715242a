#include "engine/crypto/random.h"

#include "engine/base/bytes.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace tw;

class TestRandom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void drawsDiffer();
    void largeAndEmptyRequestsAreServed();
};

// 128-bit draws: two alike among a thousand would be a broken generator, not bad luck.
void TestRandom::drawsDiffer()
{
    crypto::SystemRandom random;
    std::set<Bytes> seen;
    for (int i = 0; i < 1000; ++i) {
        Bytes draw(16);
        random.fill(draw);
        QVERIFY(seen.insert(draw).second);
    }
}

void TestRandom::largeAndEmptyRequestsAreServed()
{
    crypto::SystemRandom random;
    random.fill({});
    constexpr std::size_t kPiece = 64;
    Bytes large((2 << 20) + kPiece);
    random.fill(large);
    const ByteView view(large);
    for (std::size_t at = 0; at + kPiece <= view.size(); at += kPiece) {
        // 64 zero bytes in a row are a gap that nobody filled.
        QVERIFY(std::ranges::any_of(view.subspan(at, kPiece), [](std::uint8_t byte) { return byte != 0; }));
    }
}

QTEST_GUILESS_MAIN(TestRandom)
#include "test_random.moc"
