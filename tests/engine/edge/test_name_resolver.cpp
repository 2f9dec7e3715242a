#include "engine/edge/name_resolver.h"
#include "engine/edge/path_finder.h"
#include "network_namespace.h"

#include <QTest>

#include <poll.h>

#include <condition_variable>
#include <mutex>
#include <set>

using namespace tw;
using namespace tw::edge;

namespace {

// Waits for answers until there are `count`, or for as long as a name server may take.
template <typename Source>
auto collect(Source &source, const WakeEvent &wake, std::size_t count)
{
    auto all = source.take();
    while (all.size() < count) {
        pollfd polled{wake.fd(), POLLIN, 0};
        if (poll(&polled, 1, 60'000) != 1)
            break;
        wake.clear();
        for (auto &one : source.take())
            all.push_back(std::move(one));
    }
    return all;
}

ike::ResolvePath pathTo(api::PeerAddress peer, std::optional<IpAddress> local = {})
{
    return {api::ConnectionId("vco-1"), local, std::move(peer)};
}

} // namespace

class TestNameResolver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersCarryTheirTickets();
    void manyQuestionsRunAFewAtATime();
    void unknownNameSaysWhy();
    void anAddressNeedsNoLookUp();
    void withoutARouteThePathIsMissing();
    void theRouteChoosesTheLocalAddress();
    void aSecondQuestionReplacesTheFirst();
    void aForgottenConnectionGetsNoAnswer();
};

void TestNameResolver::answersCarryTheirTickets()
{
    const auto wake = std::make_shared<const WakeEvent>();
    NameResolver resolver(wake, [](const std::string &name) -> NameResolver::Addresses {
        if (name == "known.example")
            return std::vector{IpAddress::v4(192, 0, 2, 7)};
        return std::unexpected(std::string("no such name"));
    });
    const auto known = resolver.ask(api::HostName("known.example"));
    const auto unknown = resolver.ask(api::HostName("unknown.example"));
    for (const NameResolver::Answer &answer : collect(resolver, *wake, 2)) {
        QCOMPARE(answer.addresses.has_value(), answer.ticket == known);
        if (answer.ticket == known)
            QCOMPARE(answer.addresses->front(), IpAddress::v4(192, 0, 2, 7));
        else
            QCOMPARE(answer.ticket, unknown);
    }
}

void TestNameResolver::manyQuestionsRunAFewAtATime()
{
    constexpr std::size_t kQuestions = 40;
    std::mutex mutex;
    std::condition_variable changed;
    int running = 0;
    int most = 0;
    bool mayEnd = false;
    const auto wake = std::make_shared<const WakeEvent>();
    NameResolver resolver(wake, [&](const std::string &) -> NameResolver::Addresses {
        std::unique_lock lock(mutex);
        most = std::max(most, ++running);
        changed.notify_all();
        changed.wait(lock, [&] { return mayEnd; });
        --running;
        return std::vector{IpAddress::v4(192, 0, 2, 7)};
    });
    std::set<std::uint64_t> tickets;
    for (std::size_t i = 0; i < kQuestions; ++i)
        tickets.insert(resolver.ask(api::HostName("slow.example")));
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return running == NameResolver::kMaxParallel; });
        mayEnd = true;
        changed.notify_all();
    }
    for (const NameResolver::Answer &answer : collect(resolver, *wake, kQuestions))
        QVERIFY(tickets.erase(answer.ticket) == 1);
    QVERIFY(tickets.empty());
    const std::lock_guard lock(mutex);
    QCOMPARE(most, NameResolver::kMaxParallel);
}

void TestNameResolver::unknownNameSaysWhy()
{
    // A network without a name server; and RFC 6761, 6.4: "invalid" never resolves.
    TW_NEED_NAMESPACE(network);
    const test::NetworkNamespace::Stay stay(network);
    const auto wake = std::make_shared<const WakeEvent>();
    PathFinder finder(wake);
    finder.find(pathTo(api::HostName("gateway.invalid")));
    const auto found = collect(finder, *wake, 1);
    QCOMPARE(found.size(), std::size_t(1));
    QVERIFY(!found.front().path);
    QCOMPARE(found.front().path.error().code, api::FailureCode::NameNotResolved);
    QVERIFY(found.front().path.error().detail.starts_with("gateway.invalid: "));
    QVERIFY(found.front().path.error().detail.size() > std::string_view("gateway.invalid: ").size());
}

void TestNameResolver::anAddressNeedsNoLookUp()
{
    PathFinder finder(std::make_shared<const WakeEvent>());
    const IpAddress local = IpAddress::v4(192, 0, 2, 1);
    const IpAddress remote = IpAddress::v4(198, 51, 100, 1);
    finder.find(pathTo(remote, local));
    const auto found = finder.take();
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found.front().path->local, local);
    QCOMPARE(found.front().path->remote, remote);
}

void TestNameResolver::withoutARouteThePathIsMissing()
{
    TW_NEED_NAMESPACE(network);
    const test::NetworkNamespace::Stay stay(network);
    PathFinder finder(std::make_shared<const WakeEvent>());
    finder.find(pathTo(IpAddress::v4(198, 51, 100, 1)));
    const auto found = finder.take();
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found.front().path.error(),
             (SystemFailure{api::FailureCode::RouteMissing, "198.51.100.1: Network is unreachable"}));
}

void TestNameResolver::theRouteChoosesTheLocalAddress()
{
    TW_NEED_NAMESPACE(network);
    network.ip(QStringLiteral("link add wan type veth peer name end"));
    network.ip(QStringLiteral("addr add 192.0.2.2/24 dev wan"));
    network.ip(QStringLiteral("link set wan up"));
    network.ip(QStringLiteral("route add default via 192.0.2.1"));
    const test::NetworkNamespace::Stay stay(network);
    PathFinder finder(std::make_shared<const WakeEvent>());
    finder.find(pathTo(IpAddress::v4(198, 51, 100, 1)));
    const auto found = finder.take();
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found.front().path->local, IpAddress::v4(192, 0, 2, 2));
}

void TestNameResolver::aSecondQuestionReplacesTheFirst()
{
    PathFinder finder(std::make_shared<const WakeEvent>());
    const IpAddress local = IpAddress::v4(192, 0, 2, 1);
    finder.find(pathTo(IpAddress::v4(198, 51, 100, 1), local));
    finder.find(pathTo(IpAddress::v4(198, 51, 100, 2), local));
    const auto found = finder.take();
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found.front().path->remote, IpAddress::v4(198, 51, 100, 2));
}

void TestNameResolver::aForgottenConnectionGetsNoAnswer()
{
    PathFinder finder(std::make_shared<const WakeEvent>());
    finder.find(pathTo(IpAddress::v4(198, 51, 100, 1), IpAddress::v4(192, 0, 2, 1)));
    finder.forget(api::ConnectionId("vco-1"));
    QVERIFY(finder.take().empty());
}

QTEST_GUILESS_MAIN(TestNameResolver)
#include "test_name_resolver.moc"
