#include "engine/api/certificate_reader.h"
#include "engine/api/event.h"
#include "engine/api/status.h"

#include "tests/support/enumerators.h"

#include <QTest>

#include <set>

using namespace tw;
using namespace tw::api;

namespace {

// Every enumerator has a name, and no two share one: names are stored, exported and searched for.
template <typename Enum>
std::size_t countNames(std::string_view (*nameOf)(Enum))
{
    std::set<std::string_view> names;
    for (const auto &one : test::enumeratorsOf<Enum>()) {
        if (nameOf(one.value).empty() || !names.insert(nameOf(one.value)).second)
            qWarning("%s has no name of its own", std::string(one.name).c_str());
    }
    return names.size() - names.count({});
}

template <typename Enum>
bool isReadBack(std::string_view (*nameOf)(Enum), std::optional<Enum> (*parse)(std::string_view))
{
    for (const auto &one : test::enumeratorsOf<Enum>()) {
        if (parse(nameOf(one.value)) != one.value)
            return false;
    }
    return !parse("") && !parse("no such name") && !parse("None ");
}

// Stable names are spelt as in the source, so that a name in a log leads to the code.
template <typename Enum>
bool isSpeltAsInTheSource(std::string_view (*nameOf)(Enum))
{
    for (const auto &one : test::enumeratorsOf<Enum>()) {
        if (nameOf(one.value) != one.name)
            return false;
    }
    return true;
}

} // namespace

class TestNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enumeratorsAreFound();
    void events();
    void details();
    void exchanges();
    void phasesDirectionsAndLevels();
    void states();
    void failures();
    void dropReasons();
    void certificateFaults();
    void cloudStatusHasFourWords();
    void anEventFindsItsDetails();
};

// The tests below are worth what this helper is.
void TestNames::enumeratorsAreFound()
{
    const auto levels = test::enumeratorsOf<Level>();
    QCOMPARE(levels.size(), std::size_t{4});
    QCOMPARE(levels.front().name, std::string_view("Error"));
    QCOMPARE(levels.back().value, Level::Debug);
}

void TestNames::events()
{
    QCOMPARE(countNames(eventName), test::enumeratorsOf<EventCode>().size());
    QVERIFY(isReadBack(eventName, parseEvent));
    QVERIFY(isSpeltAsInTheSource(eventName));
}

void TestNames::details()
{
    QCOMPARE(countNames(detailName), test::enumeratorsOf<DetailKey>().size());
    QVERIFY(isReadBack(detailName, parseDetail));
    QVERIFY(isSpeltAsInTheSource(detailName));
}

void TestNames::exchanges()
{
    QCOMPARE(countNames(exchangeName), test::enumeratorsOf<Exchange>().size());
    QVERIFY(isReadBack(exchangeName, parseExchange));
    // RFC 7296, 3.1
    QCOMPARE(exchangeName(Exchange::IkeSaInit), std::string_view("IKE_SA_INIT"));
    QCOMPARE(exchangeName(Exchange::IkeAuth), std::string_view("IKE_AUTH"));
    QCOMPARE(exchangeName(Exchange::CreateChildSa), std::string_view("CREATE_CHILD_SA"));
    QCOMPARE(exchangeName(Exchange::Informational), std::string_view("INFORMATIONAL"));
}

void TestNames::certificateFaults()
{
    QCOMPARE(countNames(certificateFaultName), test::enumeratorsOf<CertificateFault>().size());
    QVERIFY(isReadBack(certificateFaultName, parseCertificateFault));
    QVERIFY(isSpeltAsInTheSource(certificateFaultName));
    QCOMPARE(countNames(credentialsFaultName), test::enumeratorsOf<CredentialsFault>().size());
    QVERIFY(isSpeltAsInTheSource(credentialsFaultName));
    QCOMPARE(isoTime(UtcTime(std::chrono::sys_days{std::chrono::year{2024} / 2 / 29} + std::chrono::hours(25))),
             std::string("2024-03-01T01:00:00Z"));
}

void TestNames::phasesDirectionsAndLevels()
{
    QCOMPARE(countNames(phaseName), test::enumeratorsOf<Phase>().size());
    QVERIFY(isReadBack(phaseName, parsePhase));
    QCOMPARE(countNames(directionName), test::enumeratorsOf<Direction>().size());
    QVERIFY(isReadBack(directionName, parseDirection));
    QCOMPARE(countNames(levelName), test::enumeratorsOf<Level>().size());
    QVERIFY(isReadBack(levelName, parseLevel));
}

void TestNames::states()
{
    QCOMPARE(countNames(stateName), test::enumeratorsOf<ConnectionState>().size());
    QVERIFY(isSpeltAsInTheSource(stateName));
}

void TestNames::failures()
{
    QCOMPARE(countNames(failureName), test::enumeratorsOf<FailureCode>().size());
    QVERIFY(isReadBack(failureName, parseFailure));
    QVERIFY(isSpeltAsInTheSource(failureName));
}

void TestNames::dropReasons()
{
    QCOMPARE(countNames(dropReasonName), kDropReasonCount);
    QCOMPARE(test::enumeratorsOf<DropReason>().size(), kDropReasonCount);
    QVERIFY(isSpeltAsInTheSource(dropReasonName));
}

void TestNames::cloudStatusHasFourWords()
{
    const std::set<std::string_view> words = {"ike_sa_not_established", "ike_sa_established",
                                              "ipsec_sa_not_established", "ipsec_sa_established"};
    std::set<std::string_view> used;
    for (const auto &state : test::enumeratorsOf<ConnectionState>())
        used.insert(cloudStatus(state.value));
    QVERIFY(used == words);
    QCOMPARE(cloudStatus(ConnectionState::Established), std::string_view("ipsec_sa_established"));
    QCOMPARE(cloudStatus(ConnectionState::Phase1Established), std::string_view("ike_sa_established"));
    QCOMPARE(cloudStatus(ConnectionState::Phase2Failed), std::string_view("ipsec_sa_not_established"));
    QCOMPARE(cloudStatus(ConnectionState::Stopped), std::string_view("ike_sa_not_established"));
}

void TestNames::anEventFindsItsDetails()
{
    Event event;
    QVERIFY(event.find(DetailKey::Count) == nullptr);
    event.details = {{DetailKey::Count, "3"}, {DetailKey::Reason, "traffic"}};
    QVERIFY(event.find(DetailKey::Reason) != nullptr);
    QCOMPARE(*event.find(DetailKey::Reason), std::string("traffic"));
    QVERIFY(event.find(DetailKey::Size) == nullptr);
}

QTEST_GUILESS_MAIN(TestNames)
#include "test_names.moc"
