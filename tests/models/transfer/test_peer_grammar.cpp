#include "tests/models/transfer/peer_grammar.h"
#include "tests/models/transfer/peer_samples.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QXmlStreamReader>

using namespace tw;
using namespace tw::models;
using namespace tw::test;

namespace {

QString grammarFile(const QString &name) { return QStringLiteral(TW_GRAMMAR_DIR) + u'/' + name; }

QString grammarOf(PeerFormat format)
{
    // OPNsense's override file is a swanctl.conf.
    const char *id = peerFormatInfo(format == PeerFormat::OpnSense ? PeerFormat::Swanctl : format).id;
    return grammarFile(QLatin1String(id) + QStringLiteral(".grammar"));
}

// The part of JSON Schema that ours uses; a word that is not known here fails the test.
QStringList schemaFaults(const QJsonObject &schema, const QJsonValue &value, const QString &path)
{
    QStringList wrong;
    const auto no = [&](const QString &what) { wrong << path + QStringLiteral(": ") + what; };
    for (auto rule = schema.begin(); rule != schema.end(); ++rule) {
        const QString word = rule.key();
        if (word == QLatin1String("type")) {
            const QString type = rule->toString();
            const double number = value.toDouble();
            if ((type == QLatin1String("object") && !value.isObject())
                || (type == QLatin1String("string") && !value.isString())
                || (type == QLatin1String("integer")
                    && (!value.isDouble() || number != static_cast<double>(static_cast<qint64>(number)))))
                no(QStringLiteral("is no ") + type);
        } else if (word == QLatin1String("required")) {
            for (const QJsonValue &key : rule->toArray()) {
                if (!value.toObject().contains(key.toString()))
                    no(QStringLiteral("lacks ") + key.toString());
            }
        } else if (word == QLatin1String("properties")) {
            const QJsonObject properties = rule->toObject();
            const QJsonObject object = value.toObject();
            for (const QString &key : object.keys()) {
                if (properties.contains(key))
                    wrong += schemaFaults(properties.value(key).toObject(), object.value(key), path + u'.' + key);
                else
                    no(QStringLiteral("may not have ") + key); // additionalProperties is false everywhere
            }
        } else if (word == QLatin1String("enum")) {
            if (!rule->toArray().contains(value))
                no(QStringLiteral("is not one of the words"));
        } else if (word == QLatin1String("pattern")) {
            if (!QRegularExpression(rule->toString()).match(value.toString()).hasMatch())
                no(QStringLiteral("does not match"));
        } else if (word == QLatin1String("minimum") || word == QLatin1String("minLength")) {
            if ((value.isDouble() ? value.toDouble() : static_cast<double>(value.toString().size())) < rule->toDouble())
                no(QStringLiteral("is too small"));
        } else if (word == QLatin1String("maximum") || word == QLatin1String("maxLength")) {
            if ((value.isDouble() ? value.toDouble() : static_cast<double>(value.toString().size())) > rule->toDouble())
                no(QStringLiteral("is too large"));
        } else if (word != QLatin1String("additionalProperties") && word != QLatin1String("title")
                   && word != QLatin1String("$schema")) {
            no(QStringLiteral("the checker does not know ") + word);
        }
    }
    return wrong;
}

QJsonObject schema()
{
    QFile file(grammarFile(QStringLiteral("alibaba.schema.json")));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("there is no schema");
    return QJsonDocument::fromJson(file.readAll()).object();
}

// Of pfSense's configuration: which elements stand in which, from its documentation of <ipsec>.
QStringList xmlFaults(const QByteArray &text)
{
    static const QHash<QString, QString> elements = {
        {QStringLiteral("ipsec"), QStringLiteral("phase1 phase2")},
        {QStringLiteral("phase1"),
         QStringLiteral(
             "ikeid iketype mode interface protocol remote-gateway myid_type myid_data peerid_type peerid_data "
             "encryption lifetime authentication_method pre-shared-key nat_traversal dpd_delay dpd_maxfail descr")},
        {QStringLiteral("phase2"),
         QStringLiteral("ikeid uniqid reqid mode protocol localid remoteid encryption-algorithm-option "
                        "hash-algorithm-option pfsgroup lifetime descr")},
        {QStringLiteral("encryption"), QStringLiteral("item")},
        {QStringLiteral("item"), QStringLiteral("encryption-algorithm hash-algorithm dhgroup")},
        {QStringLiteral("encryption-algorithm"), QStringLiteral("name keylen")},
        {QStringLiteral("encryption-algorithm-option"), QStringLiteral("name keylen")},
        {QStringLiteral("localid"), QStringLiteral("type address netbits")},
        {QStringLiteral("remoteid"), QStringLiteral("type address netbits")},
    };
    static const QHash<QString, QString> values = {
        {QStringLiteral("iketype"), QStringLiteral("ikev1|ikev2|auto")},
        {QStringLiteral("mode"), QStringLiteral("main|aggressive|tunnel|tunnel6")},
        {QStringLiteral("protocol"), QStringLiteral("inet|inet6|esp")},
        {QStringLiteral("myid_type"), QStringLiteral("address|fqdn|user_fqdn")},
        {QStringLiteral("peerid_type"), QStringLiteral("address|fqdn|user_fqdn")},
        {QStringLiteral("hash-algorithm"), QStringLiteral("sha1|sha256|sha384|sha512")},
        {QStringLiteral("hash-algorithm-option"), QStringLiteral("hmac_sha(1|256|384|512)")},
        {QStringLiteral("name"), QStringLiteral("aes|aes256gcm")},
        {QStringLiteral("keylen"), QStringLiteral("128|192|256")},
        {QStringLiteral("dhgroup"), QStringLiteral("1|2|5|1[4-9]|2[0-4]|31")},
        {QStringLiteral("pfsgroup"), QStringLiteral("0|1|2|5|1[4-9]|2[0-4]|31")},
        {QStringLiteral("lifetime"), QStringLiteral("\\d{1,5}")},
        {QStringLiteral("netbits"), QStringLiteral("\\d{1,3}")},
    };
    QStringList wrong;
    QStringList path;
    QString content;
    QXmlStreamReader xml(text);
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        if (token == QXmlStreamReader::StartElement) {
            const QString name = xml.name().toString();
            if (!path.isEmpty() && !elements.value(path.last()).split(u' ').contains(name))
                wrong << QStringLiteral("%1 in %2").arg(name, path.last());
            path << name;
            content.clear();
        } else if (token == QXmlStreamReader::Characters) {
            content += xml.text();
        } else if (token == QXmlStreamReader::EndElement) {
            const QString allowed = values.value(path.takeLast());
            if (!allowed.isEmpty()
                && !QRegularExpression(QRegularExpression::anchoredPattern(allowed)).match(content).hasMatch())
                wrong << QStringLiteral("%1 holds %2").arg(xml.name().toString(), content);
            content.clear();
        }
    }
    if (xml.hasError())
        wrong << xml.errorString();
    return wrong;
}

QStringList faultsOf(PeerFormat format, const ExportResult &result)
{
    QByteArray text;
    for (const ExportedFile &file : result.files)
        text += bytesOf(file.text);
    if (format == PeerFormat::Alibaba)
        return schemaFaults(schema(), QJsonDocument::fromJson(text).object(), QStringLiteral("$"));
    if (format == PeerFormat::PfSense)
        return xmlFaults(text);
    return PeerGrammar(grammarOf(format))
        .faults(QString::fromUtf8(text), QLatin1String(peerFormatInfo(format).comment));
}

} // namespace

// Every text that is written keeps to the grammar that the device's documentation has: keywords, order, quoting.
class TestPeerGrammar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void texts_data();
    void texts();
    void theCheckerFindsWhatIsWrong_data();
    void theCheckerFindsWhatIsWrong();
    void theSchemaFindsWhatIsWrong();
};

void TestPeerGrammar::texts_data()
{
    QTest::addColumn<PeerFormat>("format");
    for (const PeerFormatInfo &info : peerFormats())
        QTest::newRow(info.id) << info.format;
}

void TestPeerGrammar::texts()
{
    QFETCH(PeerFormat, format);
    int written = 0;
    for (unsigned seed = 0; seed < 150; ++seed) {
        RandomPeer random(seed);
        const SecretBytes key = random.key();
        const PeerView view = random.view(format);
        const ExportResult result = exportPeer(format, requestFor(view, seed % 4 == 0 ? nullptr : &key));
        if (!result.blockers.isEmpty())
            continue;
        ++written;
        const QStringList wrong = faultsOf(format, result);
        QVERIFY2(wrong.isEmpty(),
                 qPrintable(QStringLiteral("seed %1: %2").arg(QString::number(seed), wrong.join(u'\n'))));
    }
    QVERIFY2(written >= 3, qPrintable(QString::number(written)));
}

void TestPeerGrammar::theCheckerFindsWhatIsWrong_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    const auto row = [](const char *name, const char *before, const char *after) {
        QTest::newRow(name) << QString::fromLatin1(before) << QString::fromLatin1(after);
    };
    row("an unknown word", " set pfs group14", " set pfs group13");
    row("a line under another", " mode tunnel\n", "");
    row("a use before its definition", " match address hq-ACL", " match address other-ACL");
    row("a stray line", "interface {WAN}", "interface {WAN}\nreload\ninterface {WAN}");
    row("an indent too much", "\n encryption", "\n  encryption");
}

void TestPeerGrammar::theCheckerFindsWhatIsWrong()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    const ExportResult result = exportPeer(PeerFormat::CiscoIos, requestFor(exampleView(true), nullptr));
    QString text = QString::fromUtf8(bytesOf(result.files.front().text));
    const PeerGrammar grammar(grammarOf(PeerFormat::CiscoIos));
    QCOMPARE(grammar.faults(text, QStringLiteral("!")), QStringList());
    QVERIFY(text.contains(before));
    text.replace(before, after);
    QVERIFY(!grammar.faults(text, QStringLiteral("!")).isEmpty());
}

void TestPeerGrammar::theSchemaFindsWhatIsWrong()
{
    const ExportResult result = exportPeer(PeerFormat::Alibaba, requestFor(exampleView(true), nullptr));
    const QByteArray text = bytesOf(result.files.front().text);
    for (const auto &[before, after] :
         {std::pair("RemoteSubnet", "RemotSubnet"), std::pair("aes256", "aes128"), std::pair("86400", "\"86400\""),
          std::pair("86400", "86401"), std::pair("172.16.5.0/24,", "172.16.5.0/24, ")}) {
        QByteArray wrong = text;
        QVERIFY(wrong.contains(before));
        wrong.replace(before, after);
        QVERIFY2(!schemaFaults(schema(), QJsonDocument::fromJson(wrong).object(), QStringLiteral("$")).isEmpty(),
                 after);
    }
}

QTEST_APPLESS_MAIN(TestPeerGrammar)
#include "test_peer_grammar.moc"
