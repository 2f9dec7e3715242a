#include "engine/sim/rehearsal.h"
#include "models/diagnosis/diagnosis_text.h"
#include "models/rehearsal/rehearsal_diagnosis.h"
#include "models/rehearsal/rehearsal_mistake.h"
#include "models/rehearsal/rehearsal_setup.h"
#include "tests/support/temporary_workspace.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <functional>

using namespace tw;
using namespace tw::models;
using api::RehearsalStep;
using api::RehearsalVerdict;

namespace {

// A line of tests/data/diagnosis_faults.json, which the tests against a real strongSwan (tests/interop) read too.
struct Fault
{
    QString version; // "IKEv2"
    QString mode; // of IKEv1
    QString fault;
    QString role; // "initiator", "initiator, after a probe", ...
    QString expected; // the truth
    QString named; // what we say, where that is another
    QString side;
    QString fix;
    QString value;
    QString rehearsal; // the mistake, or the network's fault; empty: no rehearsal has it
    QString rehearsed; // our own engine, as the peer, says more than that device: then this is the name
    QString rehearsedFix;

    bool isResponder() const { return role.startsWith(QStringLiteral("responder")); }
    bool isAfterTrial() const { return role.contains(QStringLiteral("after")); }
    bool isNamed() const { return named.isEmpty(); } // else it is one of several that we say
    const QString &code() const { return named.isEmpty() ? expected : named; }
    QString title() const
    {
        return QStringList{version, mode, fault, role}.filter(QRegularExpression(QStringLiteral("."))).join(u' ');
    }
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

const QList<Fault> &faults()
{
    static const QList<Fault> all = [] {
        QList<Fault> list;
        const QByteArray text = contentOf(QStringLiteral(TW_SOURCE_DIR "/tests/data/diagnosis_faults.json"));
        for (const QJsonValue &line : QJsonDocument::fromJson(text).array()) {
            const auto value = [&](const char *key) { return line[QLatin1String(key)].toString(); };
            list.append({value("version"), value("mode"), value("fault"), value("role"), value("expected"),
                         value("named"), line[QLatin1String("side")].toString(QStringLiteral("unknown")), value("fix"),
                         value("value"), value("rehearsal"), value("rehearsed"), value("rehearsedFix")});
        }
        return list;
    }();
    return all;
}

QString text(std::string_view name) { return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())); }

// The connection of the interop tests: same algorithms, same kind of identities.
class Site
{
public:
    Site(const QString &version, const QString &mode, const QString &rehearsal, const QString &fault)
    {
        workspace.addSampleGateways();
        ConnectionDraft draft = test::sampleDraft();
        draft.localSubnet = QStringLiteral("10.1.0.0/24");
        draft.remoteSubnet = QStringLiteral("10.2.0.0/24");
        draft.ikeVersion = version.toLower();
        draft.ikeEncAlg = draft.ipsecEncAlg = QStringLiteral("aes");
        draft.ikeAuthAlg = QStringLiteral("sha256");
        draft.ikePfs = QStringLiteral("group14");
        draft.ipsecAuthAlg = QStringLiteral("sha1");
        const bool hasPfs = fault == QStringLiteral("PFS group differs") || rehearsal == QStringLiteral("pfs-off");
        draft.ipsecPfs = hasPfs ? QStringLiteral("group14") : QStringLiteral("disabled");
        if (!mode.isEmpty())
            draft.ikeMode = mode;
        if (mode != QStringLiteral("main")) {
            draft.localId = QStringLiteral("left.example.org");
            draft.remoteId = QStringLiteral("right.example.org");
        }
        if (rehearsal == QStringLiteral("4500-blocked")) // as between NATs; else nothing goes there
            draft.natTraversal = QStringLiteral("forced");
        id = workspace.catalog().save(draft, test::sampleKey()).value_or(QString());
    }

    api::Rehearsal play(const QString &what)
    {
        api::RehearsalSetup setup = rehearsalOf(workspace.catalog(), id, ExportedPeer{}).value().setup;
        if (const auto mistake = parseMistake(what.toStdString()))
            makeMistake(setup, *mistake);
        else
            setup.faults = {api::parseRehearsalFault(what.toStdString()).value()};
        return sim::rehearse(setup);
    }

    test::TemporaryWorkspace workspace;
    QString id;
};

// Of our side in the role; where we begin, that is the first that failed.
RehearsalStep failedStep(const api::Rehearsal &rehearsal, bool isResponder)
{
    if (isResponder)
        return RehearsalStep::OtherBegins;
    const auto failed = std::ranges::find(rehearsal.steps, RehearsalVerdict::Failed, &api::RehearsedStep::verdict);
    return failed == rehearsal.steps.end() ? RehearsalStep::Negotiation : failed->step;
}

QString storyOf(const api::RehearsalStory &story)
{
    QString lines;
    for (const api::Event &event : story.ours) {
        lines += QLatin1Char('\n') + text(api::eventName(event.code));
        for (const api::Detail &detail : event.details)
            lines += QStringLiteral(" ") + text(api::detailName(detail.key)) + u'=' + text(detail.value);
    }
    return lines;
}

} // namespace

// A rehearsed fault has the name that the real one has.
class TestRehearsalDiagnosis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRehearsedFaultIsNamedAsTheRealOne_data();
    void aRehearsedFaultIsNamedAsTheRealOne();
    void everyMistakeIsInTheTable_data();
    void everyMistakeIsInTheTable();
    void theDocumentHasTheTable();
    void theDocumentHasTheSum();
};

void TestRehearsalDiagnosis::aRehearsedFaultIsNamedAsTheRealOne_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < faults().size(); ++i) {
        if (!faults().at(i).rehearsal.isEmpty())
            QTest::newRow(qPrintable(faults().at(i).title())) << i;
    }
}

void TestRehearsalDiagnosis::aRehearsedFaultIsNamedAsTheRealOne()
{
    QFETCH(int, index);
    const Fault &fault = faults().at(index);
    Site site(fault.version, fault.mode, fault.rehearsal, fault.fault);
    const api::Rehearsal rehearsal = site.play(fault.rehearsal);
    QVERIFY(!rehearsal.hasPassed());
    const RehearsalStep step = failedStep(rehearsal, fault.isResponder());
    const Diagnosis found = rehearsalDiagnosis(site.workspace.catalog(), site.id, rehearsal, step);
    const QString context = storyOf(fault.isResponder() ? rehearsal.reversed : rehearsal.story);
    const bool saysMore = !fault.rehearsed.isEmpty();
    const QString code = saysMore ? fault.rehearsed : fault.code();
    QVERIFY2(text(diagnosisName(found.code)) == code,
             qPrintable(text(diagnosisName(found.code)) + QStringLiteral(" instead of ") + code + context));
    QCOMPARE(text(sideName(found.side)), fault.side);
    QVERIFY(!found.fixes.isEmpty());
    QCOMPARE(text(fixKindName(found.fixes.first().kind)), saysMore ? fault.rehearsedFix : fault.fix);
    if (!saysMore)
        QCOMPARE(found.fixes.first().value.isEmpty(), fault.value.isEmpty()); // which one is the mistake's affair
    if (found.phase != api::Phase::Data)
        QCOMPARE(text(roleName(found.role)), fault.role.section(u',', 0, 0));
    QVERIFY(!diagnosisSentence(found).isEmpty());
}

void TestRehearsalDiagnosis::everyMistakeIsInTheTable_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("mode");
    QTest::newRow("IKEv2") << QStringLiteral("IKEv2") << QString();
    QTest::newRow("main mode") << QStringLiteral("IKEv1") << QStringLiteral("main");
    QTest::newRow("aggressive mode") << QStringLiteral("IKEv1") << QStringLiteral("aggressive");
}

void TestRehearsalDiagnosis::everyMistakeIsInTheTable()
{
    QFETCH(QString, version);
    QFETCH(QString, mode);
    Site site(version, mode, QStringLiteral("pfs-off"), {});
    const auto setup = rehearsalOf(site.workspace.catalog(), site.id, MirroredPeer{}).value().setup;
    for (const RehearsalMistake mistake : possibleMistakes(*setup.ours.config)) {
        const QString name = text(mistakeName(mistake));
        for (const bool isResponder : {false, true}) {
            QVERIFY2(std::ranges::any_of(faults(),
                                         [&](const Fault &fault) {
                                             return fault.version == version && fault.mode == mode
                                                 && fault.rehearsal == name && fault.isResponder() == isResponder;
                                         }),
                     qPrintable(name + (isResponder ? QStringLiteral(" responder") : QStringLiteral(" initiator"))));
        }
    }
}

// docs/diagnosis.md shows the table to people.
void TestRehearsalDiagnosis::theDocumentHasTheTable()
{
    const QString document = QString::fromUtf8(contentOf(QStringLiteral(TW_SOURCE_DIR "/docs/diagnosis.md")));
    for (const Fault &fault : faults()) {
        const QString line = QStringLiteral("| %1 | %2 | %3 | %4 | %5 |")
                                 .arg(fault.mode.isEmpty() ? fault.version : fault.version + u' ' + fault.mode,
                                      fault.fault, fault.role, fault.code(), fault.expected);
        const qsizetype at = document.indexOf(line);
        QVERIFY2(at >= 0, qPrintable(line));
        const QString rest = document.mid(at + line.size()).section(u'\n', 0, 0);
        const QString verdict = fault.isNamed() ? QStringLiteral("right") : QStringLiteral("one of several");
        QVERIFY2(rest.startsWith(QStringLiteral(" %1 | %2 | %3").arg(verdict, fault.side, fault.fix)),
                 qPrintable(line + rest));
    }
}

void TestRehearsalDiagnosis::theDocumentHasTheSum()
{
    const QString document =
        QString::fromUtf8(contentOf(QStringLiteral(TW_SOURCE_DIR "/docs/diagnosis.md"))).simplified();
    const auto sum = [](auto isMeant) {
        QList<Fault> meant = faults();
        meant.removeIf([&](const Fault &fault) { return !isMeant(fault); });
        const auto named = std::ranges::count_if(meant, &Fault::isNamed);
        const QString right = QStringLiteral("%1 of %2 right").arg(named).arg(meant.size());
        return named == meant.size() ? right
                                     : right + QStringLiteral(" and %1 one of several").arg(meant.size() - named);
    };
    const QString line = QStringLiteral("as responder %1; as initiator at once %2; after a probe or a test rekey %3.")
                             .arg(sum(std::mem_fn(&Fault::isResponder)),
                                  sum([](const Fault &fault) { return !fault.isResponder() && !fault.isAfterTrial(); }),
                                  sum(std::mem_fn(&Fault::isAfterTrial)));
    QVERIFY2(document.contains(line), qPrintable(line));
}

QTEST_GUILESS_MAIN(TestRehearsalDiagnosis)
#include "test_rehearsal_diagnosis.moc"
