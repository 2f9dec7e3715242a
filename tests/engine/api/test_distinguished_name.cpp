#include "engine/api/distinguished_name.h"

#include <QTest>

using namespace tw;

namespace {

std::string_view textOf(const QByteArray &text) { return {text.constData(), std::size_t(text.size())}; }

Bytes der(const char *hex) { return fromHex(hex); }

// Subjects of requests that "openssl req -new -subj ... -outform DER" (3.0) made.
const char *const kExample = "302d310b300906035504061302434e3110300e060355040a13074578616d706c65310c300a060355040313"
                             "0376706e"; // /C=CN/O=Example/CN=vpn, string_mask = default
const char *const kExampleUtf8 = "302d310b300906035504061302434e3110300e060355040a0c074578616d706c65310c300a0603550403"
                                 "0c0376706e"; // the same, string_mask = utf8only
const char *const kMultiValued = "3023310b300906035504061302434e3114300806035504031301623008060355040b130161";

} // namespace

class TestDistinguishedName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encodesAsOpensslDoes_data();
    void encodesAsOpensslDoes();
    void readsWhatPeopleWrite_data();
    void readsWhatPeopleWrite();
    void refusesWhatIsNoName_data();
    void refusesWhatIsNoName();
    void showsWhatPeersSend_data();
    void showsWhatPeersSend();
    void peopleReadTheirOwnLetters_data();
    void peopleReadTheirOwnLetters();
    void stringTypesAndCaseSayNothing();
    void otherNamesAreOther();
    void whatIsNoNameIsComparedAsItIs_data();
    void whatIsNoNameIsComparedAsItIs();
};

void TestDistinguishedName::encodesAsOpensslDoes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Bytes>("expected");
    const auto row = [](const char *text, const char *hex) { QTest::newRow(text) << QByteArray(text) << der(hex); };
    row("C=CN, O=Example, CN=vpn", kExample);
    row("DC=org, DC=example, CN=gate way, E=admin@example.org",
        "306331133011060a0992268993f22c64011916036f726731173015060a0992268993f22c64011916076578616d706c65"
        "3111300f0603550403130867617465207761793120301e06092a864886f70d010901161161646d696e406578616d706c"
        "652e6f7267");
    row("C=CN, O=示例, CN=vpn",
        "302c310b300906035504061302434e310f300d060355040a0c06e7a4bae4be8b310c300a06035504030c0376706e");
    row("1.3.6.1.4.1.311.60.2.1.3=CN, serialNumber=123, ST=Zhejiang, L=Hangzhou, OU=Net, title=x, street=y, UID=u",
        "30818231133011060b2b0601040182373c0201031302434e310c300a060355040513033132333111300f0603550408130"
        "85a68656a69616e673111300f0603550407130848616e677a686f75310c300a060355040b13034e6574310a3008060355"
        "040c130178310a300806035504091301793111300f060a0992268993f22c640101130175");
}

void TestDistinguishedName::encodesAsOpensslDoes()
{
    QFETCH(QByteArray, text);
    QFETCH(Bytes, expected);
    const auto name = api::parseDistinguishedName(textOf(text));
    QVERIFY(name.has_value());
    // The third one was made with string_mask = utf8only; ours are of the narrowest type, each for itself.
    if (text.contains("示"))
        QCOMPARE(api::comparableName(*name), api::comparableName(expected));
    else
        QCOMPARE(toHex(*name), toHex(expected));
}

void TestDistinguishedName::readsWhatPeopleWrite_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shown");
    const auto row = [](const char *text, const char *shown) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(shown);
    };
    row("C=CN,O=Example,CN=vpn", "C=CN, O=Example, CN=vpn");
    row("c=CN, o = Example ,  cn=vpn ", "C=CN, O=Example, CN=vpn");
    row("EMAILADDRESS=a@b", "E=a@b");
    row("2.5.4.3=vpn", "CN=vpn");
    row("2.999.4294967295=x", "2.999.4294967295=x"); // X.660 has the first two
    row("O=Smith\\, Jones", "O=Smith\\, Jones"); // RFC 4514, 4
    row("O=Smith\\2c Jones", "O=Smith\\, Jones");
    row("O=a=b", "O=a=b");
    row("O=\\ a\\ ", "O=\\ a\\ ");
    row("O=a  b", "O=a  b");
    row("O=\\#a\\+\\\"", "O=\\#a\\+\\\"");
    row("CN=Lu\\C4\\8Di\\C4\\87", "CN=Lu\\c4\\8di\\c4\\87"); // RFC 4514, 4
    row("CN=Lučić", "CN=Lu\\c4\\8di\\c4\\87");
    row("CN=a/b_c", "CN=a/b_c");
}

void TestDistinguishedName::readsWhatPeopleWrite()
{
    QFETCH(QByteArray, text);
    const auto name = api::parseDistinguishedName(textOf(text));
    QVERIFY(name.has_value());
    const auto shown = api::distinguishedNameText(*name);
    QVERIFY(shown.has_value());
    QTEST(QByteArray::fromStdString(*shown), "shown");
    QCOMPARE(api::parseDistinguishedName(*shown), name);
}

void TestDistinguishedName::refusesWhatIsNoName_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"",
                             " ",
                             "vpn",
                             "=vpn",
                             "XX=vpn",
                             "CN=",
                             "CN= ",
                             "CN=a,",
                             "CN=a, ",
                             "CN=a,,O=b",
                             "CN=a, b",
                             "OU=a+CN=b",
                             "CN=\"a\"",
                             "CN=#0403",
                             "CN=a\\",
                             "3.1=a",
                             "1.40=a",
                             "1=a",
                             "1..2=a",
                             "1.2.=a",
                             "2.5.4.4294967296=a",
                             "CN=\xff",
                             "CN=\xc0\xaf",
                             "CN=\xed\xa0\x80",
                             "CN=\xf4\x90\x80\x80",
                             "CN=\xe4\xbd",
                             "CN=a\nb",
                             "E=\xc3\xa4"})
        QTest::newRow(text) << QByteArray(text);
}

void TestDistinguishedName::refusesWhatIsNoName()
{
    QFETCH(QByteArray, text);
    QVERIFY(!api::parseDistinguishedName(textOf(text)).has_value());
}

void TestDistinguishedName::showsWhatPeersSend_data()
{
    QTest::addColumn<Bytes>("name");
    QTest::addColumn<QByteArray>("shown");
    const auto row = [](const char *what, const char *hex, const char *shown) {
        QTest::newRow(what) << der(hex) << QByteArray(shown);
    };
    row("openssl", kExampleUtf8, "C=CN, O=Example, CN=vpn");
    row("two attributes in one relative name", kMultiValued, "C=CN, CN=b+OU=a");
    row("nothing in it", "3000", "");
    row("control characters", "3010310e300c06035504030c05610a001b62", "CN=a\\0a\\00\\1bb");
    row("no string", "300e310c300a06035504030303000102", "CN=#0303000102");
}

void TestDistinguishedName::showsWhatPeersSend()
{
    QFETCH(Bytes, name);
    const auto shown = api::distinguishedNameText(name);
    QVERIFY(shown.has_value());
    QTEST(QByteArray::fromStdString(*shown), "shown");
}

void TestDistinguishedName::peopleReadTheirOwnLetters_data()
{
    QTest::addColumn<Bytes>("name");
    QTest::addColumn<QByteArray>("shown");
    const auto row = [](const char *what, const char *hex, const char *shown) {
        QTest::newRow(what) << der(hex) << QByteArray(shown);
    };
    // openssl req -utf8 -subj /C=CN/O=实验室/CN=a,b
    row("openssl", "302f310b300906035504061302434e31123010060355040a0c09e5ae9ee9aa8ce5aea4310c300a06035504030c03612c62",
        "C=CN, O=实验室, CN=a\\,b");
    row("UTF-16", "300f310d300b06035504031e047f515178", "CN=网典");
    row("UTF-16, Latin", "300f310d300b06035504031e0400e90041", "CN=éA");
    row("half a character of UTF-16", "300e310c300a06035504031e037f5151", "CN=#1e037f5151");
    row("half a surrogate", "300d310b300906035504031e02d800", "CN=#1e02d800");
    row("no UTF-8", "300d310b300906035504030c02ff41", "CN=\\ffA");
    row("overlong UTF-8", "300d310b300906035504030c02c080", "CN=\\c0\\80");
    row("control characters", "300e310c300a06035504030c0361071b", "CN=a\\07\\1b");
    row("no name", "0c0161", "0c0161");
    row("an empty name", "3000", "");
    row("nothing", "", "");
}

void TestDistinguishedName::peopleReadTheirOwnLetters()
{
    QFETCH(Bytes, name);
    QTEST(QByteArray::fromStdString(api::readableName(name)), "shown");
    QVERIFY(api::readableName(Bytes(10'000)).size() <= 512);
}

// RFC 5280, 7.1
void TestDistinguishedName::stringTypesAndCaseSayNothing()
{
    const Bytes ours = api::comparableName(der(kExample));
    QCOMPARE(api::comparableName(der(kExampleUtf8)), ours);
    for (const char *same : {"C=cn, O=EXAMPLE, CN=Vpn", "C=CN, O=\\ Example\\ , CN=vpn"})
        QCOMPARE(api::comparableName(api::parseDistinguishedName(same).value()), ours);
    QCOMPARE(api::comparableName(api::parseDistinguishedName("O=a  b").value()),
             api::comparableName(api::parseDistinguishedName("O=a b").value()));
    // What openssl made a TeletexString of, for its underscore.
    QCOMPARE(api::comparableName(der("302531153013060355040a130c536d6974682c204a6f6e6573310c300a06035504031403615f62")),
             api::comparableName(api::parseDistinguishedName("O=Smith\\, Jones, CN=a_b").value()));
}

void TestDistinguishedName::otherNamesAreOther()
{
    const Bytes ours = api::comparableName(der(kExample));
    for (const char *other : {"C=CN, O=Example", "C=CN, O=Example, CN=vpn1", "C=CN, O=Example, CN=vp n",
                              "C=CN, CN=vpn, O=Example", "C=CN, O=Example, OU=vpn", "C=CN, O=Example, CN=vpn, CN=vpn"})
        QVERIFY2(api::comparableName(api::parseDistinguishedName(other).value()) != ours, other);
    // Two attributes in one relative name are not two relative names.
    QVERIFY(api::comparableName(der(kMultiValued))
            != api::comparableName(api::parseDistinguishedName("C=CN, CN=b, OU=a").value()));
}

void TestDistinguishedName::whatIsNoNameIsComparedAsItIs_data()
{
    QTest::addColumn<Bytes>("name");
    const Bytes whole = der(kExample);
    for (std::size_t size = 0; size < whole.size(); ++size)
        QTest::addRow("%d octets", int(size)) << Bytes(whole.begin(), whole.begin() + std::ptrdiff_t(size));
    Bytes more = whole;
    more.push_back(0);
    QTest::newRow("an octet behind it") << more;
    QTest::newRow("length beyond two octets") << der("308300000b310930070603550403130161");
    QTest::newRow("indefinite length") << der("30800000");
    QTest::newRow("relative name without attributes") << der("30023100");
    QTest::newRow("attribute without type") << der("3009310730050600130161");
    QTest::newRow("more than type and value") << der("300e310c300a06035504031301610500");
    QTest::newRow("text") << toBytes(asBytes("C=CN"));
}

void TestDistinguishedName::whatIsNoNameIsComparedAsItIs()
{
    QFETCH(Bytes, name);
    QCOMPARE(api::comparableName(name), name);
    QVERIFY(!api::distinguishedNameText(name).has_value());
}

QTEST_GUILESS_MAIN(TestDistinguishedName)
#include "test_distinguished_name.moc"
