#include "engine/base/result.h"

#include "tests/support/enumerators.h"

#include <QTest>

using namespace tw;

class TestResult : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFaultIsCalledByItsName();
    void aFailureCarriesFaultAndPlace();
};

void TestResult::everyFaultIsCalledByItsName()
{
    const auto faults = test::enumeratorsOf<Fault>();
    QVERIFY(faults.size() > 10);
    for (const auto &fault : faults)
        QCOMPARE(faultName(fault.value), fault.name);
}

void TestResult::aFailureCarriesFaultAndPlace()
{
    const Result<int> failed = fail(Fault::Truncated, "Notify");
    QVERIFY(!failed.has_value());
    QCOMPARE(failed.error(), (Error{Fault::Truncated, "Notify"}));
    QVERIFY(failed.error() != (Error{Fault::Malformed, "Notify"}));
    QVERIFY(failed.error() != (Error{Fault::Truncated, "Nonce"}));
}

QTEST_GUILESS_MAIN(TestResult)
#include "test_result.moc"
