#include "engine/crypto/certificate_chain.h"
#include "engine/crypto/signature.h"
#include "engine/crypto/throw_away_authority.h"

#include <QTest>

#include <array>

using namespace tw;
using namespace tw::crypto;

namespace {

constexpr UtcTime kNow{std::chrono::sys_days{std::chrono::year{2025} / 6 / 1}};

Certificate read(const Bytes &der) { return Certificate::fromDer(der).value(); }

} // namespace

class TestThrowAwayAuthority : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatItIssuesSpeaksForTheIdentity_data()
    {
        QTest::addColumn<QString>("identity");
        for (const char *identity : {"right.example.org", "user@right.example.org", "192.0.2.1", "2001:db8::1",
                                     "C=CN, O=Example, CN=right", "a,DNS:other.example.org"})
            QTest::newRow(identity) << QString::fromLatin1(identity);
    }

    void whatItIssuesSpeaksForTheIdentity()
    {
        QFETCH(QString, identity);
        api::Identity wanted{.type = api::Identity::Type::Fqdn, .data = {}};
        if (const auto parsed = api::Identity::parse(identity.toStdString()))
            wanted = *parsed;
        else // no name that anybody types; nothing of it may become another name
            wanted.data = Bytes(identity.toStdString().begin(), identity.toStdString().end());
        const ThrowAwayAuthority authority(kNow);
        const auto issued = authority.issue(wanted);
        const Certificate certificate = read(issued.certificate);
        QVERIFY(certificate.isFor(wanted));
        QVERIFY(!certificate.isFor(*api::Identity::parse("other.example.org")));
        QVERIFY(!certificate.isFor(*api::Identity::parse("192.0.2.99")));
    }

    void itsCertificatesAreGoodForTheirDay()
    {
        const ThrowAwayAuthority authority(kNow);
        const Certificate ca = read(authority.certificate());
        const Certificate issued = read(authority.issue(*api::Identity::parse("right.example.org")).certificate);
        QVERIFY(ca.facts().isCa && !issued.facts().isCa);
        QVERIFY(verifyChain(issued, {}, std::array{ca}, kNow).has_value());
        QVERIFY(verifyChain(issued, {}, std::array{ca}, kNow + std::chrono::hours(23)).has_value());
        const auto later = verifyChain(issued, {}, std::array{ca}, kNow + std::chrono::hours(25));
        QVERIFY(!later && later.error().fault == api::CertificateFault::Expired);
        // Another one has the same name, and another key.
        const Certificate other = read(ThrowAwayAuthority(kNow).certificate());
        QVERIFY(!verifyChain(issued, {}, std::array{other}, kNow));
    }

    void itsKeysSign()
    {
        const ThrowAwayAuthority authority(kNow);
        const auto issued = authority.issue(*api::Identity::parse("right.example.org"));
        const auto key = SigningKey::fromPkcs8(issued.key.view());
        QVERIFY(key && key->works() && key->isOf(read(issued.certificate)));
        QVERIFY(!key->isOf(read(authority.issue(*api::Identity::parse("right.example.org")).certificate)));
    }
};

QTEST_APPLESS_MAIN(TestThrowAwayAuthority)
#include "test_throw_away_authority.moc"
