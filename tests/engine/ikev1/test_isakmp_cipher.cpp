#include "engine/crypto/algorithms.h"
#include "engine/wire/payload_chain.h"
#include "ikev1_replay.h"
#include "tests/support/error_of.h"
#include "tests/support/vector_rows.h"

#include <QTest>

using namespace tw;
using namespace tw::ikev1;

namespace {

// Nothing to do with any exchange.
IvChain anyChain(const api::IkeProposal &proposal)
{
    return IvChain::ofPhase1(proposal, fromHex("0102"), fromHex("0304"));
}

api::IkeProposal suite(api::Encryption encryption, api::Prf prf)
{
    api::IkeProposal proposal;
    proposal.encryption = encryption;
    proposal.prf = prf;
    return proposal;
}

wire::IkeHeader header()
{
    wire::IkeHeader header;
    header.initiatorSpi = wire::IkeSpi{1};
    header.responderSpi = wire::IkeSpi{2};
    header.exchange = wire::ExchangeType::InformationalV1;
    header.messageId = wire::MessageId{7};
    return header;
}

wire::IsakmpPayloads payloadsOf(std::size_t hashSize)
{
    return {{wire::PayloadType::HashV1, wire::HashPayload{Bytes(hashSize, 0x11)}}};
}

} // namespace

class TestIsakmpCipher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSealedOpens_data();
    void whatIsSealedOpens();
    void ivsAreAsLongAsABlock();
    void eachExchangeHasAChainOfItsOwn();
    void aShortCiphertextDoesNotMoveTheChain();
    void whatCannotBeEncodedDoesNotMoveTheChain();
    void refusesCiphertextThatIsNoBlocks();
    void refusesAMessageInClear();
    void anotherKeyDoesNotOpen();
    void aChangedOctetChangesTheHash();
    void refusesKeysAndSuitesThatItDoesNotHave();
};

void TestIsakmpCipher::whatIsSealedOpens_data()
{
    QTest::addColumn<int>("encryption");
    const auto row = [](const char *name, api::Encryption encryption) {
        QTest::newRow(name) << static_cast<int>(encryption);
    };
    row("des", api::Encryption::DesCbc);
    row("3des", api::Encryption::TripleDesCbc);
    row("aes128", api::Encryption::Aes128Cbc);
    row("aes192", api::Encryption::Aes192Cbc);
    row("aes256", api::Encryption::Aes256Cbc);
}

void TestIsakmpCipher::whatIsSealedOpens()
{
    QFETCH(int, encryption);
    const api::IkeProposal proposal = suite(static_cast<api::Encryption>(encryption), api::Prf::HmacSha1);
    const SecretBytes key = encryptionKey(proposal, SecretBytes(Bytes(20, 0x5a)));
    IsakmpCipher ours(std::move(IsakmpCipher::create(proposal.encryption, key).value()));
    IsakmpCipher theirs(std::move(IsakmpCipher::create(proposal.encryption, key).value()));
    IvChain sending = anyChain(proposal), receiving = anyChain(proposal);
    // Every remainder of the block size.
    for (std::size_t size = 1; size <= 33; ++size) {
        const wire::IsakmpPayloads payloads = payloadsOf(size);
        const Bytes sealed = ours.seal(sending, header(), payloads).value();
        const auto message = wire::decodeIsakmpMessage(sealed).value();
        QCOMPARE(message.closed()->ciphertext.size() % ours.blockSize(), std::size_t{0});
        const std::size_t padding = message.closed()->ciphertext.size() - size - wire::kPayloadHeaderSize;
        QVERIFY(padding >= 1 && padding <= ours.blockSize());
        const auto opened = theirs.open(receiving, message);
        QVERIFY(opened.has_value());
        QCOMPARE(opened->body.payloads, payloads);
        QVERIFY(test::hex(sending.iv()) != test::hex(receiving.iv())); // that is for whoever verified the HASH
        receiving.advance(message.closed()->ciphertext);
        QCOMPARE(test::hex(sending.iv()), test::hex(receiving.iv()));
    }
}

void TestIsakmpCipher::ivsAreAsLongAsABlock()
{
    for (const auto prf : {api::Prf::HmacMd5, api::Prf::HmacSha512}) {
        for (const auto encryption : {api::Encryption::DesCbc, api::Encryption::Aes256Cbc}) {
            const api::IkeProposal proposal = suite(encryption, prf);
            const IvChain phase1 = anyChain(proposal);
            QCOMPARE(phase1.iv().size(), crypto::sizesOf(encryption).block);
            QCOMPARE(IvChain::ofPhase2(proposal, phase1, wire::MessageId{1}).iv().size(),
                     crypto::sizesOf(encryption).block);
        }
    }
}

void TestIsakmpCipher::eachExchangeHasAChainOfItsOwn()
{
    const api::IkeProposal proposal = suite(api::Encryption::Aes128Cbc, api::Prf::HmacSha256);
    const IvChain phase1 = anyChain(proposal);
    const IvChain one = IvChain::ofPhase2(proposal, phase1, wire::MessageId{1});
    const IvChain two = IvChain::ofPhase2(proposal, phase1, wire::MessageId{2});
    QVERIFY(test::hex(one.iv()) != test::hex(two.iv()));
    QVERIFY(test::hex(one.iv()) != test::hex(phase1.iv()));
    QCOMPARE(test::hex(IvChain::ofPhase2(proposal, phase1, wire::MessageId{1}).iv()), test::hex(one.iv()));
}

void TestIsakmpCipher::aShortCiphertextDoesNotMoveTheChain()
{
    IvChain chain = anyChain(suite(api::Encryption::Aes128Cbc, api::Prf::HmacSha1));
    const QByteArray before = test::hex(chain.iv());
    chain.advance(Bytes(15, 1));
    QCOMPARE(test::hex(chain.iv()), before);
    Bytes two(32, 1);
    two.back() = 2;
    chain.advance(two);
    QCOMPARE(test::hex(chain.iv()), test::hex(ByteView(two).last(16)));
}

void TestIsakmpCipher::whatCannotBeEncodedDoesNotMoveTheChain()
{
    test::Ikev1Replay replay("des");
    IvChain chain = anyChain(replay.proposal());
    const QByteArray before = test::hex(chain.iv());
    QCOMPARE(test::errorOf(replay.cipher().seal(chain, header(), payloadsOf(0))).fault, Fault::InvalidArgument);
    QCOMPARE(test::errorOf(replay.cipher().seal(chain, header(), {})).fault, Fault::InvalidArgument);
    // One that is too long for a datagram fails when it is encrypted already.
    const wire::IsakmpPayload large{wire::PayloadType::VendorIdV1, wire::VendorId{Bytes(65520)}};
    QCOMPARE(test::errorOf(replay.cipher().seal(chain, header(), {&large, 1})).fault, Fault::InvalidArgument);
    QCOMPARE(test::hex(chain.iv()), before);
    QVERIFY(replay.cipher().seal(chain, header(), payloadsOf(16)).has_value());
    QVERIFY(test::hex(chain.iv()) != before);
}

void TestIsakmpCipher::refusesCiphertextThatIsNoBlocks()
{
    test::Ikev1Replay replay("main");
    const Bytes iv(16);
    QVERIFY(replay.cipher().decrypt(iv, Bytes(32)).has_value());
    QCOMPARE(test::errorOf(replay.cipher().decrypt(iv, {})).fault, Fault::Malformed);
    QCOMPARE(test::errorOf(replay.cipher().decrypt(iv, Bytes(31))).fault, Fault::Malformed);
    QCOMPARE(test::errorOf(replay.cipher().decrypt(Bytes(8), Bytes(32))).fault, Fault::InvalidArgument);
    QCOMPARE(test::errorOf(replay.cipher().encrypt(Bytes(8), Bytes(32))).fault, Fault::InvalidArgument);
    // The first message of quick mode, and every length that it does not have.
    const test::Phase2Message &message = replay.phase2().begin()->second.front();
    const Bytes body = toBytes(ByteView(replay.wholeMessage(*message.datagram)).subspan(wire::kIkeHeaderSize));
    for (std::size_t size = 0; size < body.size(); ++size) {
        const wire::IsakmpMessage cut{message.header, wire::ClosedBody{toBytes(ByteView(body).first(size))}};
        QVERIFY(!replay.cipher().open(anyChain(replay.proposal()), cut).has_value());
    }
}

void TestIsakmpCipher::refusesAMessageInClear()
{
    test::Ikev1Replay replay("main");
    const wire::IsakmpMessage clear{header(), payloadsOf(20)};
    QCOMPARE(test::errorOf(replay.cipher().open(anyChain(replay.proposal()), clear)).fault, Fault::InvalidArgument);
}

// A wrong pre-shared key shows itself so: nothing but a plain text without sense tells (RFC 2409 has no other way).
void TestIsakmpCipher::anotherKeyDoesNotOpen()
{
    test::Ikev1Replay replay("main");
    const auto message = wire::decodeIsakmpMessage(replay.phase1().front().datagram->bytes).value();
    const IvChain chain =
        IvChain::ofPhase1(replay.proposal(), replay.initiator().publicValue, replay.responder().publicValue);
    QVERIFY(replay.cipher().open(chain, message).has_value());
    SecretBytes other = replay.keys().encryption.clone();
    other.bytes()[0] ^= 1;
    IsakmpCipher wrong(std::move(IsakmpCipher::create(replay.proposal().encryption, other).value()));
    QVERIFY(!wrong.open(chain, message).has_value());
}

// CBC alone lets octets be changed at will: each that still parses must fail at its HASH.
void TestIsakmpCipher::aChangedOctetChangesTheHash()
{
    test::Ikev1Replay replay("main");
    const auto &messages = replay.phase2();
    const auto quickMode = std::ranges::find_if(messages, [](const auto &one) { return one.second.size() == 3; });
    QVERIFY(quickMode != messages.end());
    const test::Phase2Message &first = quickMode->second.front();
    const auto good = wire::decodeIsakmpMessage(replay.wholeMessage(*first.datagram)).value();
    const Bytes ciphertext = good.closed()->ciphertext;
    const std::size_t padding = first.opened.plainText.size() - first.opened.body.size;
    IvChain phase1 =
        IvChain::ofPhase1(replay.proposal(), replay.initiator().publicValue, replay.responder().publicValue);
    for (const auto &one : replay.phase1())
        phase1.advance(ByteView(one.datagram->bytes).subspan(wire::kIkeHeaderSize));
    const IvChain chain = IvChain::ofPhase2(replay.proposal(), phase1, quickMode->first);
    const auto isAuthentic = [&](const wire::IsakmpMessage &message) {
        const auto opened = replay.cipher().open(chain, message);
        if (!opened)
            return false;
        const auto *hash = wire::findPayload<wire::HashPayload>(opened->body.payloads, wire::PayloadType::HashV1);
        return hash
            && hash->data
            == hash1(replay.proposal().prf, replay.keys().a, message.header.messageId, opened->behindHash());
    };
    QVERIFY(isAuthentic(good));
    for (std::size_t i = 0; i + padding < ciphertext.size(); ++i) {
        wire::IsakmpMessage bad = good;
        Bytes changed = ciphertext;
        changed[i] ^= 0x01;
        bad.content = wire::ClosedBody{changed};
        QVERIFY(!isAuthentic(bad));
    }
}

void TestIsakmpCipher::refusesKeysAndSuitesThatItDoesNotHave()
{
    const SecretBytes key(Bytes(16));
    QVERIFY(IsakmpCipher::create(api::Encryption::Aes128Cbc, key).has_value());
    QCOMPARE(test::errorOf(IsakmpCipher::create(api::Encryption::Aes256Cbc, key)).fault, Fault::InvalidArgument);
    QCOMPARE(test::errorOf(IsakmpCipher::create(api::Encryption::Aes128Gcm16, key)).fault, Fault::Unsupported);
}

QTEST_GUILESS_MAIN(TestIsakmpCipher)
#include "test_isakmp_cipher.moc"
