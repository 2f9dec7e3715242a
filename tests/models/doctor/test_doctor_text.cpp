#include "models/doctor/doctor_text.h"
#include "tests/support/enumerators.h"

#include <QRegularExpression>
#include <QTest>

using namespace tw;
using namespace tw::models;
using tw::test::enumeratorsOf;

namespace {

const QStringList kArgs{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three"), QStringLiteral("four")};

} // namespace

class TestDoctorText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingHasNameAndWords();
    void theSumIsShown();
    void aChosenAddressIsSaid();
};

void TestDoctorText::everythingHasNameAndWords()
{
    static const QRegularExpression hole(QStringLiteral("%\\d"));
    const auto isWhole = [](const QString &text) { return !text.isEmpty() && !text.contains(hole); };
    for (const auto &[finding, name] : enumeratorsOf<DoctorFinding>()) {
        QCOMPARE(doctorName(finding), name);
        if (finding == DoctorFinding::None)
            continue;
        for (const DoctorVerdict verdict : {DoctorVerdict::Failed, DoctorVerdict::Warning}) {
            DoctorCheck check;
            check.finding = finding;
            check.verdict = verdict;
            check.args = kArgs;
            const bool isWorded = isWhole(doctorText(check));
            QVERIFY2(isWorded, name.data());
        }
    }
    for (const auto &[advice, name] : enumeratorsOf<DoctorAdvice>()) {
        QCOMPARE(doctorName(advice), name);
        QVERIFY2(isWhole(doctorText(DoctorMend{advice, {}, kArgs, {}, {}})), name.data());
    }
    for (const auto &[id, name] : enumeratorsOf<DoctorCheckId>())
        QVERIFY2(isWhole(doctorTitle(id)) && !doctorName(id).empty(), name.data());
    for (const auto &[id, name] : enumeratorsOf<DoctorCounterId>()) {
        QCOMPARE(doctorName(id), name);
        QVERIFY2(isWhole(doctorText(id)), name.data());
    }
    for (const auto &[verdict, name] : enumeratorsOf<DoctorVerdict>())
        QVERIFY2(isWhole(doctorText(verdict)) && !doctorName(verdict).empty(), name.data());
    for (const auto &[kind, name] : enumeratorsOf<DoctorKind>())
        QVERIFY2(isWhole(doctorTitle(kind)) && !doctorName(kind).empty(), name.data());
    for (const auto &[side, name] : enumeratorsOf<DoctorSide>())
        QVERIFY2(doctorText(side).isEmpty() == (side == DoctorSide::None) && !doctorName(side).empty(), name.data());
}

// The figures of AES-CBC with SHA-1 in UDP over IPv4: 1422, as the table of the data path's design has it.
void TestDoctorText::theSumIsShown()
{
    DoctorMtu mtu;
    mtu.pathMtu = 1500;
    mtu.outerHeader = 20;
    mtu.udpHeader = 8;
    mtu.espHeader = 8;
    mtu.iv = 16;
    mtu.icv = 12;
    mtu.alignment = 16;
    mtu.trailer = 2;
    mtu.fitsPath = 1422;
    mtu.device = 1400;
    mtu.computed = 1400;
    QCOMPARE(doctorText(mtu),
             QStringLiteral("1500 - 20 (IPv4) - 8 (UDP) - 8 (ESP header) - 16 (IV) - 12 (check value) - 12 (to whole "
                            "cipher blocks) - 2 (ESP trailer) = 1422; MTU of the device: 1400; in use: 1400"));
}

void TestDoctorText::aChosenAddressIsSaid()
{
    DoctorReport report;
    QVERIFY(doctorProbeText(report).isEmpty());
    report.source = QStringLiteral("10.1.0.1");
    report.destination = QStringLiteral("10.2.0.1");
    const QString named = doctorProbeText(report);
    QVERIFY(named.contains(report.source) && named.contains(report.destination));
    report.isDestinationChosen = true;
    QVERIFY(doctorProbeText(report).size() > named.size());
}

QTEST_GUILESS_MAIN(TestDoctorText)
#include "test_doctor_text.moc"
