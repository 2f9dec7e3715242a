#include "engine/ikev1/fragments.h"
#include "ikev1_replay.h"
#include "tests/support/error_of.h"
#include "tests/support/vector_rows.h"

#include <QTest>

using namespace tw;
using namespace tw::ikev1;

namespace {

// A message of any content: header and `size` octets.
Bytes messageOf(std::size_t size)
{
    wire::IsakmpMessage message;
    message.header.initiatorSpi = wire::IkeSpi{1};
    message.header.responderSpi = wire::IkeSpi{2};
    message.header.exchange = wire::ExchangeType::QuickMode;
    message.header.messageId = wire::MessageId{0xdeadbeef};
    message.header.flags = wire::kFlagEncryption;
    Bytes body(size);
    for (std::size_t i = 0; i < size; ++i)
        body[i] = static_cast<std::uint8_t>(i * 7);
    message.content = wire::ClosedBody{std::move(body)};
    return wire::encodeIsakmpMessage(message).value();
}

wire::IsakmpFragment fragmentIn(const Bytes &bytes)
{
    const auto message = wire::decodeIsakmpMessage(bytes).value();
    return *wire::findPayload<wire::IsakmpFragment>(*message.payloads(), wire::PayloadType::FragmentV1);
}

std::vector<wire::IsakmpFragment> fragmentsOf(const Bytes &message, std::size_t limit, std::uint16_t id = 1)
{
    std::vector<wire::IsakmpFragment> fragments;
    const auto parts = splitMessage(message, limit, id);
    for (const Bytes &bytes : parts.value())
        fragments.push_back(fragmentIn(bytes));
    return fragments;
}

} // namespace

class TestIkev1Fragments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void weSplitAsCharonDoes();
    void everyPieceFitsTheLimit();
    void refusesWhatCannotBeSplit();
    void comesTogetherInAnyOrder();
    void aRepeatedFragmentChangesNothing();
    void aNewMessageTakesThePlaceOfAnUnfinishedOne_data();
    void aNewMessageTakesThePlaceOfAnUnfinishedOne();
    void whatFollowsTheLastBeginsAnew();
    void boundsCountAndSize();
};

// Packets of 215 octets, of which IP and UDP take 28 and the non-ESP marker of port 4500 another 4.
void TestIkev1Fragments::weSplitAsCharonDoes()
{
    int split = 0;
    for (const auto &datagram : test::readIkev1Transcript("fragments").datagrams) {
        if (datagram.fragments.empty())
            continue;
        const bool onNatPort = datagram.title.starts_with("QUICK_MODE");
        const Bytes whole = test::Ikev1Replay::wholeMessage(datagram);
        const auto ours = splitMessage(whole, onNatPort ? 183 : 187, 1);
        QVERIFY(ours.has_value());
        QCOMPARE(ours->size(), datagram.fragments.size());
        for (std::size_t i = 0; i < ours->size(); ++i)
            QCOMPARE(test::hex((*ours)[i]), test::hex(datagram.fragments[i]));

        FragmentAssembly assembly;
        QVERIFY(!assembly.add(fragmentIn(datagram.fragments.at(0))));
        QCOMPARE(test::hex(assembly.add(fragmentIn(datagram.fragments.at(1))).value()), test::hex(whole));
        QVERIFY(assembly.isEmpty());
        ++split;
    }
    QCOMPARE(split, 4);
}

void TestIkev1Fragments::everyPieceFitsTheLimit()
{
    for (std::size_t size = 1; size < 200; ++size) {
        const Bytes message = messageOf(size);
        const auto parts = splitMessage(message, 100, 7);
        QVERIFY(parts.has_value());
        QCOMPARE(parts->size(), (message.size() + 63) / 64); // 36 octets are header and fragment fields
        Bytes again;
        for (const Bytes &part : *parts) {
            QVERIFY(part.size() <= 100);
            const auto fragment = fragmentIn(part);
            QCOMPARE(fragment.id, std::uint16_t{7});
            QCOMPARE(fragment.isLast(), &part == &parts->back());
            append(again, fragment.data);
        }
        QCOMPARE(again, message);
    }
}

void TestIkev1Fragments::refusesWhatCannotBeSplit()
{
    QCOMPARE(test::errorOf(splitMessage(messageOf(100), 36, 1)).fault, Fault::InvalidArgument);
    QCOMPARE(test::errorOf(splitMessage(Bytes(20), 1000, 1)).fault, Fault::InvalidArgument);
    QCOMPARE(test::errorOf(splitMessage({}, 1000, 1)).fault, Fault::InvalidArgument);
    const Bytes message = messageOf(255 - wire::kIkeHeaderSize);
    QCOMPARE(splitMessage(message, 37, 1)->size(), std::size_t{255}); // an octet each
    QCOMPARE(test::errorOf(splitMessage(messageOf(256 - wire::kIkeHeaderSize), 37, 1)).fault, Fault::InvalidArgument);
}

void TestIkev1Fragments::comesTogetherInAnyOrder()
{
    const Bytes message = messageOf(220);
    const auto fragments = fragmentsOf(message, 100);
    QCOMPARE(fragments.size(), std::size_t{4});
    std::vector<std::size_t> order = {0, 1, 2, 3};
    FragmentAssembly assembly; // one for all: nothing may be left of the one before
    do {
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY(!assembly.add(fragments[order[i]]));
        QCOMPARE(assembly.add(fragments[order[3]]), std::optional(message));
        QVERIFY(assembly.isEmpty());
    } while (std::ranges::next_permutation(order).found);
}

void TestIkev1Fragments::aRepeatedFragmentChangesNothing()
{
    const Bytes message = messageOf(150);
    const auto fragments = fragmentsOf(message, 100);
    QCOMPARE(fragments.size(), std::size_t{3});
    FragmentAssembly assembly;
    for (const std::size_t i : {0, 0, 2, 0, 2})
        QVERIFY(!assembly.add(fragments[i]));
    QCOMPARE(assembly.add(fragments[1]), std::optional(message));
}

void TestIkev1Fragments::aNewMessageTakesThePlaceOfAnUnfinishedOne_data()
{
    QTest::addColumn<int>("id");
    QTest::newRow("with another id") << 2;
    QTest::newRow("with the same id, as strongSwan does it") << 1;
}

void TestIkev1Fragments::aNewMessageTakesThePlaceOfAnUnfinishedOne()
{
    QFETCH(int, id);
    Bytes other = messageOf(150);
    for (std::size_t i = wire::kIkeHeaderSize; i < other.size(); ++i)
        other[i] ^= 0xff;
    const auto unfinished = fragmentsOf(messageOf(150), 100);
    const auto wanted = fragmentsOf(other, 100, static_cast<std::uint16_t>(id));
    FragmentAssembly assembly;
    QVERIFY(!assembly.add(unfinished[0]));
    QVERIFY(!assembly.add(unfinished[1]));
    QVERIFY(!assembly.add(wanted[0]));
    QVERIFY(!assembly.add(wanted[1]));
    QCOMPARE(assembly.add(wanted[2]), std::optional(other));
}

void TestIkev1Fragments::whatFollowsTheLastBeginsAnew()
{
    // Two that say they are the last, and one behind the last.
    const wire::IsakmpFragment first{1, 1, 0, fromHex("aa")};
    const wire::IsakmpFragment third{1, 3, wire::IsakmpFragment::kLastFlag, fromHex("cc")};
    const wire::IsakmpFragment second{1, 2, wire::IsakmpFragment::kLastFlag, fromHex("bb")};
    FragmentAssembly assembly;
    QVERIFY(!assembly.add(first));
    QVERIFY(!assembly.add(third));
    QVERIFY(!assembly.add(second)); // alone now
    QCOMPARE(assembly.add(first), std::optional(fromHex("aabb")));
    QVERIFY(!assembly.add(second));
    QVERIFY(!assembly.add({1, 3, 0, fromHex("cc")})); // alone again
    QVERIFY(!assembly.add(first));
    QVERIFY(!assembly.add({1, 2, 0, fromHex("bb")}));
    QCOMPARE(assembly.add({1, 4, wire::IsakmpFragment::kLastFlag, fromHex("dd")}), std::optional(fromHex("aabbccdd")));
}

void TestIkev1Fragments::boundsCountAndSize()
{
    FragmentAssembly assembly;
    QVERIFY(!assembly.add({1, FragmentAssembly::kMaxFragments, 0, fromHex("aa")}));
    QVERIFY(!assembly.isEmpty());
    QVERIFY(!assembly.add({1, FragmentAssembly::kMaxFragments + 1, 0, fromHex("aa")}));
    QVERIFY(assembly.isEmpty());
    QVERIFY(!assembly.add({1, 0, wire::IsakmpFragment::kLastFlag, fromHex("aa")}));
    QVERIFY(assembly.isEmpty());
    QVERIFY(!assembly.add({1, 1, 0, Bytes(FragmentAssembly::kMaxSize)}));
    QVERIFY(!assembly.isEmpty());
    QVERIFY(!assembly.add({1, 2, wire::IsakmpFragment::kLastFlag, fromHex("aa")}));
    QVERIFY(assembly.isEmpty());
}

QTEST_GUILESS_MAIN(TestIkev1Fragments)
#include "test_ikev1_fragments.moc"
