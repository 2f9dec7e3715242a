#include "engine/ikev2/auth.h"
#include "engine/ikev2/auth_proof.h"
#include "engine/ikev2/auth_signature.h"
#include "engine/wire/message.h"

#include "tests/engine/ikev2/ike_pair.h"
#include "tests/support/certificate_files.h"

#include <QTest>

#include <algorithm>

using namespace tw;
using namespace tw::test;
using api::ConnectionState;
using api::DetailKey;
using api::EventCode;
using api::FailureCode;

namespace {

api::ConnectionConfig withCertificates(api::ConnectionConfig config, std::initializer_list<std::string> chain,
                                       std::initializer_list<std::string> authorities)
{
    api::CertificateAuthentication authentication;
    for (const std::string &name : chain)
        authentication.chain.push_back(certificateDer(name));
    for (const std::string &name : authorities)
        authentication.authorities.push_back(certificateDer(name));
    config.ike.authentication = std::move(authentication);
    return cheap(std::move(config));
}

api::ConnectionConfig leftOf(std::initializer_list<std::string> chain, std::initializer_list<std::string> authorities)
{
    return withCertificates(leftConfig(), chain, authorities);
}

api::ConnectionConfig rightOf(std::initializer_list<std::string> chain, std::initializer_list<std::string> authorities)
{
    return withCertificates(rightConfig(), chain, authorities);
}

api::ConnectionConfig ecRight() { return rightOf({"ec-right"}, {"ec-root"}); }

// The key of a side, as the command carries it.
void start(IkeSide &side, const api::ConnectionConfig &config, const std::string &keyOf, bool negotiate)
{
    const SecretBytes key = privateKey(keyOf);
    side.start(config, asText(key.view()), negotiate);
}

bool failsPhase1(IkePair &pair)
{
    return pair.runUntil([&] { return pair.left.state() == ConnectionState::Phase1Failed; });
}

std::string certificateDetails(const IkeSide &side, EventCode code = EventCode::PeerCertificateProblem)
{
    return side.detail(code, DetailKey::Certificate) + "|" + side.detail(code, DetailKey::CertificateFault) + "|"
        + side.detail(code, DetailKey::CertificateField) + "|" + side.detail(code, DetailKey::CertificateValue);
}

wire::Payloads payloadsOf(const sim::SimDatagram &datagram) { return wire::decodeMessage(datagram.bytes)->payloads; }

} // namespace

class TestIkev2Certificates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothKindsOfKeysInBothRoles_data();
    void bothKindsOfKeysInBothRoles();
    void identityMayBeTheSubject();
    void identityMayBeAnAddress();
    void responderAsksForItsAuthorities();
    void hashesAreAnnouncedToThoseWhoKnow();
    void sharedKeysSaveTheOctets();
    void strippedHashesAreNoticed_data();
    void strippedHashesAreNoticed();
    void refusedByTheResponder_data();
    void refusedByTheResponder();
    void refusedByTheInitiator_data();
    void refusedByTheInitiator();
    void anIdentityThatWasNotMeantIsNoCertificateProblem();
    void aMissingIntermediateIsNamed();
    void onlyTheSignatureMakesACertificateTheSenders();
    void aTamperedSignatureIsRefused();
    void whoAnnouncesSha2MayNotSignWithSha1();
    void methodsThatDifferAreNamed_data();
    void methodsThatDifferAreNamed();
    void ownKeyMustBeOfTheCertificate();
    void anOwnCertificateThatExpiredIsToldAndSent();
    void withoutAWallClockNothingIsValid();
    void changedCertificatesAreAnEdit();
    void connectionsOfBothMethodsLiveSideBySide();
};

void TestIkev2Certificates::bothKindsOfKeysInBothRoles_data()
{
    QTest::addColumn<QStringList>("left");
    QTest::addColumn<QStringList>("right");
    QTest::addColumn<QString>("leftBelieves");
    QTest::addColumn<QString>("rightBelieves");
    const auto list = [](std::initializer_list<const char *> names) {
        QStringList all;
        for (const char *name : names)
            all << QString::fromLatin1(name);
        return all;
    };
    QTest::newRow("RSA, with an intermediate")
        << list({"rsa-left", "rsa-middle"}) << list({"rsa-right", "rsa-middle"}) << "rsa-root"
        << "rsa-root";
    QTest::newRow("RSA, intermediate imported") << list({"rsa-left"}) << list({"rsa-right"}) << "rsa-middle"
                                                << "rsa-middle";
    QTest::newRow("ECDSA P-256 and P-384") << list({"ec-left"}) << list({"ec-right"}) << "ec-root"
                                           << "ec-root";
    QTest::newRow("ECDSA P-521") << list({"ec-left-521"}) << list({"ec-right"}) << "ec-root"
                                 << "ec-root";
    QTest::newRow("RSA-PSS") << list({"pss-left"}) << list({"rsa-right", "rsa-middle"}) << "rsa-root"
                             << "rsa-root";
    QTest::newRow("RSA and ECDSA") << list({"rsa-left", "rsa-middle"}) << list({"ec-right"}) << "ec-root"
                                   << "rsa-root";
    QTest::newRow("self-signed") << list({"self-left"}) << list({"ec-right"}) << "ec-right"
                                 << "self-left";
}

void TestIkev2Certificates::bothKindsOfKeysInBothRoles()
{
    QFETCH(QStringList, left);
    QFETCH(QStringList, right);
    QFETCH(QString, leftBelieves);
    QFETCH(QString, rightBelieves);
    auto leftSide = leftOf({}, {leftBelieves.toStdString()});
    auto rightSide = rightOf({}, {rightBelieves.toStdString()});
    for (const QString &name : left)
        std::get<api::CertificateAuthentication>(leftSide.ike.authentication)
            .chain.push_back(certificateDer(name.toStdString()));
    for (const QString &name : right)
        std::get<api::CertificateAuthentication>(rightSide.ike.authentication)
            .chain.push_back(certificateDer(name.toStdString()));
    for (const bool leftInitiates : {true, false}) {
        IkePair pair;
        IkeSide &responder = leftInitiates ? pair.right : pair.left;
        IkeSide &initiator = leftInitiates ? pair.left : pair.right;
        const std::string leftKey = left.front().toStdString();
        const std::string rightKey = right.front().toStdString();
        start(responder, leftInitiates ? rightSide : leftSide, leftInitiates ? rightKey : leftKey, false);
        start(initiator, leftInitiates ? leftSide : rightSide, leftInitiates ? leftKey : rightKey, true);
        QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }, std::chrono::seconds(5)));
        QVERIFY(pair.childrenFit());
        QVERIFY(!pair.left.detail(EventCode::IkeSaEstablished, DetailKey::Certificate).empty());
        QVERIFY(!pair.right.detail(EventCode::IkeSaEstablished, DetailKey::Certificate).empty());
        QCOMPARE(pair.left.count(EventCode::OwnCertificateProblem), 0u);
    }
}

void TestIkev2Certificates::identityMayBeTheSubject()
{
    auto left = leftOf({"ec-left"}, {"ec-root"});
    auto right = ecRight();
    left.ike.localId = api::Identity::parse("C=CN, O=lab, CN=left").value();
    right.ike.remoteId = api::Identity::parse("c=CN, o=LAB, cn=Left").value(); // as the administrator typed it
    IkePair pair;
    start(pair.right, right, "ec-right", false);
    start(pair.left, left, "ec-left", true);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QCOMPARE(pair.right.status().ikeSa->remoteId.toString(), std::string("C=CN, O=lab, CN=left"));
}

void TestIkev2Certificates::identityMayBeAnAddress()
{
    auto left = leftOf({"ec-left"}, {"ec-root"});
    auto right = ecRight();
    left.ike.localId = right.ike.remoteId = api::Identity::parse("192.0.2.2").value();
    left.ike.remoteId = right.ike.localId = api::Identity::parse("right@example.org").value();
    IkePair pair;
    start(pair.right, right, "ec-right", false);
    start(pair.left, left, "ec-left", true);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
}

void TestIkev2Certificates::responderAsksForItsAuthorities()
{
    IkePair pair;
    start(pair.right, rightOf({"ec-right"}, {"rsa-root", "ec-root"}), "ec-right", false);
    start(pair.left, leftOf({"ec-left"}, {"ec-root"}), "ec-left", true);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    const wire::Payloads answer = payloadsOf(pair.sent.at(1));
    const auto *asked = wire::findPayload<wire::CertificateRequest>(answer, wire::PayloadType::CertificateRequest);
    QVERIFY(asked);
    QVERIFY(asked->encoding == wire::CertificateEncoding::X509Signature);
    QCOMPARE(asked->authorities.size(), 40u);
    // And the initiator does the same, where only the peer sees it.
    QVERIFY(pair.right.detail(EventCode::MessageReceived, DetailKey::Payloads).find("CERTREQ") != std::string::npos);
    QVERIFY(pair.right.detail(EventCode::MessageReceived, DetailKey::Payloads).find("IDi CERT ") == 0);
}

void TestIkev2Certificates::hashesAreAnnouncedToThoseWhoKnow()
{
    IkePair pair;
    start(pair.right, ecRight(), "ec-right", false);
    start(pair.left, leftOf({"ec-left"}, {"ec-root"}), "ec-left", true);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    for (const std::size_t message : {0u, 1u}) {
        const wire::Payloads payloads = payloadsOf(pair.sent.at(message));
        const auto *notify = wire::findNotify(payloads, wire::NotifyType::SignatureHashAlgorithms);
        QVERIFY(notify);
        QCOMPARE(toHex(notify->data), std::string("000200030004")); // RFC 7427, 7: SHA2-256, -384, -512; no SHA-1
    }
}

void TestIkev2Certificates::sharedKeysSaveTheOctets()
{
    IkePair pair;
    pair.right.start(cheap(rightConfig()), kPsk, false);
    pair.left.start(cheap(leftConfig()));
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    for (const std::size_t message : {0u, 1u}) {
        const wire::Payloads payloads = payloadsOf(pair.sent.at(message));
        QVERIFY(!wire::findNotify(payloads, wire::NotifyType::SignatureHashAlgorithms));
        QVERIFY(!wire::findPayload<wire::CertificateRequest>(payloads, wire::PayloadType::CertificateRequest));
    }
}

void TestIkev2Certificates::strippedHashesAreNoticed_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("root");
    QTest::addColumn<bool>("isPossible");
    QTest::newRow("RSA, method 1") << "rsa-left"
                                   << "rsa-middle" << true;
    QTest::newRow("ECDSA, method 9") << "ec-left"
                                     << "ec-root" << true;
    QTest::newRow("ECDSA, method 11") << "ec-left-521"
                                      << "ec-root" << true;
    QTest::newRow("RSA-PSS has no such method") << "pss-left"
                                                << "rsa-root" << false;
}

// On its way to the responder the list becomes a notify that nobody knows, so the responder says nothing of RFC 7427
// either, and the initiator signs in the way that there was before. The responder understands that; it finds no more
// wrong than that the octets, of which it saw others, were not signed.
void TestIkev2Certificates::strippedHashesAreNoticed()
{
    QFETCH(QString, left);
    QFETCH(QString, root);
    IkePair pair;
    auto right = rightOf({"ec-right"}, {root.toStdString()});
    start(pair.right, right, "ec-right", false);
    bool isRewritten = false;
    pair.filter = [&](const sim::SimDatagram &datagram) {
        if (kindOf(datagram.bytes).exchange != kIkeSaInit || kindOf(datagram.bytes).isResponse || isRewritten)
            return true;
        isRewritten = true;
        sim::SimDatagram changed = datagram;
        const std::array<std::uint8_t, 2> type{0x40, 0x2f}; // 16431
        const auto at = std::search(changed.bytes.begin(), changed.bytes.end(), type.begin(), type.end());
        if (at == changed.bytes.end())
            return true;
        at[1] = 0x7f; // 16511: a status that nobody knows
        pair.network.send(changed, pair.now());
        return false;
    };
    start(pair.left, leftOf({left.toStdString()}, {"ec-root"}), left.toStdString(), true);
    QVERIFY(failsPhase1(pair));
    QFETCH(bool, isPossible);
    if (isPossible)
        QCOMPARE(pair.right.detail(EventCode::PeerCertificateProblem, DetailKey::CertificateFault),
                 std::string("ProofInvalid"));
    else
        QCOMPARE(pair.left.detail(EventCode::OwnCertificateProblem, DetailKey::CertificateFault),
                 std::string("UnsupportedSignature"));
}

void TestIkev2Certificates::refusedByTheResponder_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("details");
    const QString host = QStringLiteral("left.example.org");
    QTest::newRow("expired") << "expired"
                             << "expired" << host << "C=CN, O=lab, CN=left|Expired|notAfter|2024-06-01T12:00:00Z";
    QTest::newRow("not yet valid") << "not-yet"
                                   << "not-yet" << host
                                   << "C=CN, O=lab, CN=left|NotYetValid|notBefore|2030-01-01T00:00:00Z";
    QTest::newRow("key usage forbids signing") << "may-not-sign"
                                               << "may-not-sign" << host << "C=CN, O=lab, CN=left|MayNotSign|keyUsage|";
    QTest::newRow("self-signed") << "self-left"
                                 << "self-left" << host << "CN=left|UnknownIssuer|issuer|CN=left";
    QTest::newRow("another house") << "rsa-left"
                                   << "rsa-left" << host
                                   << "C=CN, O=lab, CN=left|UnknownIssuer|issuer|C=CN, O=lab, CN=RSA middle";
    QTest::newRow("no such name") << "nameless"
                                  << "nameless" << host
                                  << "C=CN, O=lab, CN=left.example.org|WrongName|subjectAltName|C=CN, O=lab, "
                                     "CN=left.example.org";
    QTest::newRow("another name") << "ec-left"
                                  << "ec-left"
                                  << "left.example.net"
                                  << "C=CN, O=lab, CN=left|WrongName|subjectAltName|C=CN, O=lab, CN=left, "
                                     "left.example.org, left@example.org, 192.0.2.2, 2001:db8::2";
}

void TestIkev2Certificates::refusedByTheResponder()
{
    QFETCH(QString, left);
    QFETCH(QString, key);
    QFETCH(QString, id);
    auto leftSide = leftOf({left.toStdString()}, {"ec-root"});
    auto rightSide = ecRight();
    leftSide.ike.localId = rightSide.ike.remoteId = api::Identity::parse(id.toStdString()).value();
    IkePair pair;
    start(pair.right, rightSide, "ec-right", false);
    start(pair.left, leftSide, key.toStdString(), true);
    QVERIFY(failsPhase1(pair));
    QTEST(QString::fromStdString(certificateDetails(pair.right)), "details");
    QVERIFY(pair.right.status().lastFailure == FailureCode::CertificateProblem);
    QCOMPARE(pair.right.detail(EventCode::PeerCertificateProblem, DetailKey::Failure),
             std::string("CertificateProblem"));
    QCOMPARE(pair.right.detail(EventCode::PeerCertificateProblem, DetailKey::ReceivedId), id.toStdString());
    // The peer is told no more than that (RFC 7296, 2.21.2), and whose certificate it was that was refused.
    QVERIFY(pair.left.status().lastFailure == FailureCode::AuthenticationRefused);
    QVERIFY(!pair.left.detail(EventCode::AuthenticationRefused, DetailKey::Certificate).empty());
    QVERIFY(pair.left.children().empty() && pair.right.children().empty());
}

void TestIkev2Certificates::refusedByTheInitiator_data()
{
    QTest::addColumn<QString>("right");
    QTest::addColumn<QString>("believes");
    QTest::addColumn<QString>("details");
    QTest::newRow("stranger") << "ec-right"
                              << "rsa-root"
                              << "C=CN, O=lab, CN=right|UnknownIssuer|issuer|C=CN, O=lab, CN=EC root";
    QTest::newRow("wrong name") << "ec-left"
                                << "ec-root"
                                << "C=CN, O=lab, CN=left|WrongName|subjectAltName|C=CN, O=lab, CN=left, "
                                   "left.example.org, left@example.org, 192.0.2.2, 2001:db8::2";
}

void TestIkev2Certificates::refusedByTheInitiator()
{
    QFETCH(QString, right);
    QFETCH(QString, believes);
    IkePair pair;
    start(pair.right, rightOf({right.toStdString()}, {"ec-root"}), right.toStdString(), false);
    start(pair.left, leftOf({"ec-left"}, {believes.toStdString()}), "ec-left", true);
    QVERIFY(failsPhase1(pair));
    QTEST(QString::fromStdString(certificateDetails(pair.left)), "details");
    QVERIFY(pair.left.status().lastFailure == FailureCode::CertificateProblem);
    // The responder believed in the SA, and is told (RFC 7296, 2.21.2).
    pair.run(std::chrono::seconds(1));
    QVERIFY(pair.right.children().empty());
    QVERIFY(pair.right.status().lastFailure == FailureCode::AuthenticationRefused);
}

void TestIkev2Certificates::anIdentityThatWasNotMeantIsNoCertificateProblem()
{
    auto left = leftOf({"ec-left"}, {"ec-root"});
    left.ike.localId = api::Identity::parse("left@example.org").value(); // true, but not what the responder wants
    IkePair pair;
    start(pair.right, ecRight(), "ec-right", false);
    start(pair.left, left, "ec-left", true);
    QVERIFY(failsPhase1(pair));
    QVERIFY(pair.right.status().lastFailure == FailureCode::PeerIdMismatch);
    QCOMPARE(pair.right.count(EventCode::PeerCertificateProblem), 0u);
}

// Certificates are no secret: somebody shows the left side's with a key of his own, or with what it signed elsewhere.
void TestIkev2Certificates::onlyTheSignatureMakesACertificateTheSenders()
{
    const UtcTime now = sim::VirtualClock::kBeginning;
    const SecretBytes skP(32);
    const wire::Identification id{api::Identity::parse("left.example.org").value(), {}};
    const wire::Identification otherId{api::Identity::parse("left@example.org").value(), {}};
    const Bytes first = toBytes(asBytes("first message"));
    const Bytes nonce = toBytes(asBytes("nonce"));
    const ikev2::SignedOctets octets{first, nonce, skP, id};
    const auto proofOf = [&](const std::string &keyOf) {
        const auto key = std::move(crypto::SigningKey::fromPkcs8(privateKey(keyOf).view()).value());
        const auto how = ikev2::chooseSignature(key.kind(), {crypto::HashAlgorithm::Sha256}).value();
        const SecretBytes masked = ikev2::maskedId(api::Prf::HmacSha256, octets);
        return ikev2::sign(key, how, {first, nonce, masked.view()});
    };
    const auto verify = [&](const ikev2::SignedOctets &seen, const wire::Authentication &proof) {
        return ikev2::verifyPeer(api::Prf::HmacSha256,
                                 {crypto::Certificate::fromDer(certificateDer("ec-left")).value()},
                                 {crypto::Certificate::fromDer(certificateDer("ec-root")).value()}, seen, proof, now);
    };
    const auto good = verify(octets, proofOf("ec-left"));
    QVERIFY(good.has_value());
    QVERIFY(good->identity() == id.identity);
    QCOMPARE(good->certificate(), std::string("C=CN, O=lab, CN=left"));

    const auto isRefused = [](const auto &verdict) {
        return !verdict && verdict.error().fault == api::CertificateFault::ProofInvalid;
    };
    QVERIFY(isRefused(verify(octets, proofOf("self-left"))));
    const Bytes other = toBytes(asBytes("other octets"));
    QVERIFY(isRefused(verify({other, nonce, skP, id}, proofOf("ec-left"))));
    QVERIFY(isRefused(verify({first, other, skP, id}, proofOf("ec-left"))));
    QVERIFY(isRefused(verify({first, nonce, skP, otherId}, proofOf("ec-left"))));
    QVERIFY(isRefused(verify({first, nonce, SecretBytes(ByteView(other)), id}, proofOf("ec-left"))));
}

// The root is believed, but the peer does not show who stands between it and the root.
void TestIkev2Certificates::aMissingIntermediateIsNamed()
{
    IkePair pair;
    start(pair.right, rightOf({"ec-right"}, {"rsa-root"}), "ec-right", false);
    start(pair.left, leftOf({"rsa-left"}, {"ec-root"}), "rsa-left", true);
    QVERIFY(failsPhase1(pair));
    QCOMPARE(certificateDetails(pair.right),
             std::string("C=CN, O=lab, CN=left|UnknownIssuer|issuer|C=CN, O=lab, CN=RSA middle"));
    pair.left.update(leftOf({"rsa-left", "rsa-middle"}, {"ec-root"}), asText(privateKey("rsa-left").view()));
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
}

void TestIkev2Certificates::aTamperedSignatureIsRefused()
{
    const SecretBytes skP(32);
    const wire::Identification id{api::Identity::parse("left.example.org").value(), {}};
    const Bytes first = toBytes(asBytes("first message"));
    const Bytes nonce = toBytes(asBytes("nonce"));
    const ikev2::SignedOctets octets{first, nonce, skP, id};
    const SecretBytes masked = ikev2::maskedId(api::Prf::HmacSha256, octets);
    for (const auto &[name, root] : {std::pair{"ec-left", "ec-root"}, std::pair{"rsa-left", "rsa-middle"}}) {
        const auto key = std::move(crypto::SigningKey::fromPkcs8(privateKey(name).view()).value());
        const auto how = ikev2::chooseSignature(key.kind(), {crypto::HashAlgorithm::Sha256}).value();
        const wire::Authentication good = ikev2::sign(key, how, {first, nonce, masked.view()});
        const auto verify = [&](const wire::Authentication &proof) {
            return ikev2::verifyPeer(api::Prf::HmacSha256, {crypto::Certificate::fromDer(certificateDer(name)).value()},
                                     {crypto::Certificate::fromDer(certificateDer(root)).value()}, octets, proof,
                                     sim::VirtualClock::kBeginning);
        };
        QVERIFY(verify(good).has_value());
        for (std::size_t at = 0; at < good.data.size(); ++at) {
            wire::Authentication changed = good;
            changed.data[at] ^= 1;
            const auto verdict = verify(changed);
            QVERIFY(!verdict);
            QVERIFY(verdict.error().fault == api::CertificateFault::ProofInvalid
                    || verdict.error().fault == api::CertificateFault::UnsupportedSignature);
        }
    }
}

// The older method for RSA has SHA-1 built in. Whoever announced SHA-2 need not stoop to it, nor be made to.
void TestIkev2Certificates::whoAnnouncesSha2MayNotSignWithSha1()
{
    ike::LoadedConnection connection;
    connection.config = std::make_shared<api::ConnectionConfig>(rightOf({"ec-right"}, {"rsa-middle"}));
    const SecretBytes skP(32);
    const wire::Identification id{api::Identity::parse("left.example.org").value(), {}};
    const Bytes first = toBytes(asBytes("first message"));
    const Bytes nonce = toBytes(asBytes("nonce"));
    const ikev2::SignedOctets octets{first, nonce, skP, id};
    const SecretBytes masked = ikev2::maskedId(api::Prf::HmacSha256, octets);
    const auto key = std::move(crypto::SigningKey::fromPkcs8(privateKey("rsa-left").view()).value());
    const auto old = ikev2::sign(key, ikev2::chooseSignature(key.kind(), {}).value(), {first, nonce, masked.view()});
    QVERIFY(old.method == wire::AuthMethod::RsaSignature);
    const wire::Payloads payloads{
        {wire::PayloadType::Certificate, false,
         wire::Certificate{wire::CertificateEncoding::X509Signature, certificateDer("rsa-left")}}};
    const auto authenticate = [&](const ikev2::SignatureHashes &announced) {
        return ikev2::authenticatePeer(connection, api::Prf::HmacSha256, octets, {old, payloads, announced},
                                       sim::VirtualClock::kBeginning);
    };
    QVERIFY(authenticate({}).has_value());
    const auto verdict = authenticate({crypto::HashAlgorithm::Sha512});
    QVERIFY(!verdict);
    QVERIFY(verdict.error().failure == FailureCode::CertificateProblem);
    QVERIFY(verdict.error().certificate->fault == api::CertificateFault::UnsupportedSignature);
}

void TestIkev2Certificates::methodsThatDifferAreNamed_data()
{
    QTest::addColumn<bool>("leftHasKey");
    QTest::newRow("initiator with a pre-shared key") << true;
    QTest::newRow("responder with a pre-shared key") << false;
}

void TestIkev2Certificates::methodsThatDifferAreNamed()
{
    QFETCH(bool, leftHasKey);
    IkePair pair;
    if (leftHasKey) {
        start(pair.right, ecRight(), "ec-right", false);
        pair.left.start(cheap(leftConfig()));
    } else {
        pair.right.start(cheap(rightConfig()), kPsk, false);
        start(pair.left, leftOf({"ec-left"}, {"ec-root"}), "ec-left", true);
    }
    QVERIFY(failsPhase1(pair));
    QVERIFY(pair.right.status().lastFailure == FailureCode::AuthenticationMethodMismatch);
    QCOMPARE(pair.right.detail(EventCode::AuthenticationFailed, DetailKey::Failure),
             std::string("AuthenticationMethodMismatch"));
    QVERIFY(pair.left.status().lastFailure == FailureCode::AuthenticationRefused);
}

void TestIkev2Certificates::ownKeyMustBeOfTheCertificate()
{
    {
        IkePair pair;
        start(pair.right, ecRight(), "ec-right", false);
        start(pair.left, leftOf({"ec-left"}, {"ec-root"}), "ec-right", true);
        QVERIFY(failsPhase1(pair));
        QVERIFY(pair.left.status().lastFailure == FailureCode::CertificateProblem);
        QCOMPARE(certificateDetails(pair.left, EventCode::OwnCertificateProblem),
                 std::string("C=CN, O=lab, CN=left|KeyMismatch|subjectPublicKeyInfo|"));
    }
    {
        IkePair pair;
        pair.right.start(ecRight(), "not a private key", false);
        start(pair.left, leftOf({"ec-left"}, {"ec-root"}), "ec-left", true);
        QVERIFY(failsPhase1(pair));
        QVERIFY(pair.left.status().lastFailure == FailureCode::AuthenticationRefused);
        QVERIFY(pair.right.status().lastFailure == FailureCode::CertificateProblem);
        QCOMPARE(pair.right.detail(EventCode::OwnCertificateProblem, DetailKey::CertificateFault),
                 std::string("KeyUnreadable"));
        QVERIFY(pair.right.children().empty());
    }
}

void TestIkev2Certificates::anOwnCertificateThatExpiredIsToldAndSent()
{
    IkePair pair;
    start(pair.right, ecRight(), "ec-right", false);
    start(pair.left, leftOf({"expired"}, {"ec-root"}), "expired", true);
    QVERIFY(failsPhase1(pair));
    QCOMPARE(certificateDetails(pair.left, EventCode::OwnCertificateProblem),
             std::string("C=CN, O=lab, CN=left|Expired|notAfter|2024-06-01T12:00:00Z"));
    QVERIFY(pair.left.last(EventCode::OwnCertificateProblem)->level == api::Level::Warning);
    QCOMPARE(pair.left.count(EventCode::AuthenticationRefused), 1u);
}

void TestIkev2Certificates::withoutAWallClockNothingIsValid()
{
    IkePair pair;
    start(pair.right, ecRight(), "ec-right", false);
    pair.right.supervisor().setClock({});
    start(pair.left, leftOf({"ec-left"}, {"ec-root"}), "ec-left", true);
    QVERIFY(failsPhase1(pair));
    QCOMPARE(certificateDetails(pair.right),
             std::string("C=CN, O=lab, CN=EC root|NotYetValid|notBefore|2024-01-01T00:00:00Z"));
    // And a clock that was set right mends it.
    pair.right.supervisor().setClock(sim::VirtualClock().anchor());
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
}

void TestIkev2Certificates::changedCertificatesAreAnEdit()
{
    IkePair pair;
    start(pair.right, ecRight(), "ec-right", false);
    start(pair.left, leftOf({"ec-left"}, {"ec-root"}), "ec-left", true);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    const SecretBytes key = privateKey("ec-left-521");
    pair.left.update(leftOf({"ec-left-521"}, {"ec-root"}), asText(key.view()));
    QVERIFY(!pair.left.isEstablished());
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
    QCOMPARE(pair.left.count(EventCode::IkeSaEstablished), 2u);
}

// Which connection the initiator means is known only by its identity.
void TestIkev2Certificates::connectionsOfBothMethodsLiveSideBySide()
{
    IkePair pair;
    auto byKey = cheap(rightConfig());
    byKey.id = api::ConnectionId("vco-by-key");
    byKey.ike.remoteId = api::Identity::parse("other.example.org").value();
    pair.right.start(byKey, kPsk, false);
    start(pair.right, ecRight(), "ec-right", false);
    start(pair.left, leftOf({"ec-left"}, {"ec-root"}), "ec-left", true);
    QVERIFY(pair.runUntil([&] { return pair.bothEstablished(); }));
}

QTEST_GUILESS_MAIN(TestIkev2Certificates)
#include "test_ikev2_certificates.moc"
