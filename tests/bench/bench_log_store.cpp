// How the log store's costs grow with its lines, against grep over the same lines as charon would write them: append rate,
// opening a window, counting, a block from deep within, a filter, a month's histogram.
//
//     bench_log_store DIRECTORY [LINES...]      default: 10000 1000000 10000000; needs some 400 bytes a line there
//
// Lines are spread over 30 days and ten connections, but for three in ten, which fall into one window of ten minutes of
// one connection. docs/benchmarks.md has the results.

#include "models/log/log_export.h"
#include "models/log/log_pager.h"
#include "models/log/log_store.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSaveFile>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace tw;
using namespace std::chrono_literals;
using models::LogFile;
using models::LogSelection;
using models::LogStore;

namespace {

constexpr UtcTime kBegin{std::chrono::milliseconds(1'800'000'000'000)};
constexpr auto kMonth = std::chrono::milliseconds(30 * 24h);
constexpr UtcTime kCrowded = kBegin + 15 * 24h; // a window of ten minutes with three lines in ten
constexpr int kConnections = 10;
constexpr int kBatch = 500;

std::string connectionOf(int number) { return "vco-0000000000000000000" + std::to_string(number); }

// The mix of a negotiation and of what a tunnel says in quiet hours.
api::Event lineOf(qint64 number)
{
    using api::DetailKey;
    api::Event event;
    event.messageId = static_cast<std::uint32_t>(number % 60);
    event.direction = number % 2 == 0 ? api::Direction::Out : api::Direction::In;
    event.phase = api::Phase::Phase1;
    switch (number % 50) {
    case 0:
        event.code = api::EventCode::ChildSaEstablished;
        event.phase = api::Phase::Phase2;
        event.details = {{DetailKey::InboundSpi, "c1234567"},
                         {DetailKey::OutboundSpi, "c89abcde"},
                         {DetailKey::Chosen, "AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ"},
                         {DetailKey::Encapsulation, "UDP"},
                         {DetailKey::LocalSelectors, "10.1.0.0/24"},
                         {DetailKey::RemoteSelectors, "10.2.0.0/24"}};
        return event;
    case 1:
        event.code = api::EventCode::ProposalRefused;
        event.level = api::Level::Warning;
        event.exchange = api::Exchange::IkeSaInit;
        event.details = {{DetailKey::Offered, "AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"},
                         {DetailKey::Configured, "AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024"},
                         {DetailKey::Differs, "encryption, integrity, group"}};
        return event;
    case 2:
        event.code = api::EventCode::Retransmitted;
        event.level = api::Level::Warning;
        event.exchange = api::Exchange::IkeSaInit;
        event.details = {{DetailKey::Count, "3"}};
        return event;
    default:
        event.code = number % 2 == 0 ? api::EventCode::MessageSent : api::EventCode::MessageReceived;
        event.level = api::Level::Debug;
        event.exchange = api::Exchange::Informational;
        event.details = {{DetailKey::LocalEndpoint, "203.0.113.1[4500]"},
                         {DetailKey::RemoteEndpoint, "198.51.100.1[4500]"},
                         {DetailKey::Size, "76"},
                         {DetailKey::Payloads, "[ ]"}};
        return event;
    }
}

double milliseconds(const QElapsedTimer &timer) { return static_cast<double>(timer.nsecsElapsed()) / 1e6; }

// The median of several runs.
template <typename Run>
double timeOf(const Run &run, int times = 5)
{
    std::vector<double> each;
    for (int i = 0; i < times; ++i) {
        QElapsedTimer timer;
        timer.start();
        run();
        each.push_back(milliseconds(timer));
    }
    std::ranges::sort(each);
    return each[each.size() / 2];
}

template <typename T>
T orStop(LogFile::Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", qPrintable(result.error().text));
        std::exit(1);
    }
    return std::move(*result);
}

void say(const char *what, double value, const char *unit) { std::printf("  %-52s %12.2f %s\n", what, value, unit); }

// Lines a second through the store, its thread and its transactions.
double fill(const QString &path, qint64 lines)
{
    auto opened = LogStore::open({.path = path, .now = [] { return kBegin + kMonth; }, .maxBytes = qint64{16} << 30});
    LogStore &store = **opened;
    const qint64 crowded = lines * 3 / 10;
    const qint64 quiet = lines - crowded;
    QElapsedTimer timer;
    timer.start();
    std::vector<api::Event> batch;
    qint64 waiting = 0;
    const auto append = [&](std::chrono::milliseconds at, int connection, qint64 number) {
        batch.push_back(lineOf(number));
        batch.back().at = TimePoint(at);
        batch.back().connection = api::ConnectionId(connectionOf(connection));
        if (batch.size() < kBatch)
            return;
        store.append(batch, {TimePoint{}, kBegin});
        batch.clear();
        waiting += kBatch;
        if (waiting >= 50'000) {
            store.flush();
            waiting = 0;
        }
    };
    const auto quietUntil = [&](qint64 &number, std::chrono::milliseconds until) {
        for (; number < quiet && kMonth * number / quiet < until; ++number)
            append(kMonth * number / quiet, static_cast<int>(number * 7919 % kConnections), number);
    };
    qint64 number = 0;
    quietUntil(number, kCrowded - kBegin);
    for (qint64 i = 0; i < crowded; ++i)
        append(kCrowded - kBegin + std::chrono::milliseconds(10min) * i / crowded, 1, i);
    quietUntil(number, kMonth + 1h);
    store.append(batch, {TimePoint{}, kBegin});
    store.flush();
    if (store.droppedFacts() > 0)
        std::fprintf(stderr, "%s\n", qPrintable(store.notice()));
    return static_cast<double>(lines) / (milliseconds(timer) / 1000);
}

// What a shell takes for it. Its output is read: grep knows /dev/null, and stops at the first line.
double shell(const QString &script, const QString &file)
{
    return timeOf(
        [&] {
            QProcess process;
            process.start(
                QStringLiteral("sh"),
                {QStringLiteral("-c"), script + QStringLiteral(" | cat >/dev/null"), QStringLiteral("sh"), file});
            process.waitForFinished(-1);
        },
        3);
}

double writeText(LogFile &file, const QString &path)
{
    QFile text(path);
    if (!text.open(QIODevice::WriteOnly))
        return 0;
    QElapsedTimer timer;
    timer.start();
    models::LogExport out(text, models::LogFormat::Text, QStringLiteral("site"));
    for (qint64 sequence = 0;;) {
        const auto block = orStop(file.after(sequence, 10'000));
        if (block.isEmpty())
            break;
        out.write(block);
        sequence = block.last().sequence;
    }
    return milliseconds(timer);
}

void measure(const QString &directory, qint64 lines)
{
    std::printf("%lld lines\n", static_cast<long long>(lines));
    const QString path = directory + QStringLiteral("/bench-%1.sqlite").arg(lines);
    const QString text = path + QStringLiteral(".txt");
    for (const char *suffix : {"", "-wal", "-shm", ".txt"})
        QFile::remove(path + QLatin1String(suffix));
    say("append", fill(path, lines) / 1000, "thousand lines/s");
    auto file = orStop(LogFile::open(path, LogFile::Access::Read, LogStore::kMaxBytes));
    const double exported = writeText(*file, text);
    say("size of a line, store", static_cast<double>(QFile(path).size()) / static_cast<double>(lines), "bytes");
    say("size of a line, text", static_cast<double>(QFile(text).size()) / static_cast<double>(lines), "bytes");
    say("export as text", static_cast<double>(lines) / exported, "thousand lines/s");

    const QString id = QString::fromStdString(connectionOf(1));
    const UtcTime quietDay = kBegin + 20 * 24h + 3h;
    const LogSelection quiet{id, {quietDay, quietDay + 10min}};
    const LogSelection crowded{id, {kCrowded, kCrowded + 10min}};
    LogSelection warnings = crowded;
    warnings.facets.levels.included = {api::Level::Error, api::Level::Warning};
    const LogSelection half{id, {kCrowded + 2min, kCrowded + 7min}}; // no whole bin
    LogSelection halfWarnings = half;
    halfWarnings.facets = warnings.facets;
    LogSelection wholeMonth = warnings;
    wholeMonth.window = {kBegin, kBegin + kMonth};

    // As the page opens a window: the month's bars, how many lines, the last hundred.
    const auto openWindow = [&](const LogSelection &selection) {
        models::LogPager pager(selection);
        const qint64 count = orStop(pager.count(*file));
        (void)orStop(pager.read(*file, std::max<qint64>(0, count - 100), 100));
        (void)orStop(file->histogram(id, kBegin, kBegin + kMonth, models::LogBinWidth::Hour));
    };
    const double opening = timeOf([&] { openWindow(quiet); });
    say("open a window (count, last 100, month by hour)", opening, "ms");
    say("open the crowded window", timeOf([&] { openWindow(crowded); }), "ms");
    say("open half of it", timeOf([&] { openWindow(half); }), "ms");
    const auto countOf = [&](const LogSelection &selection) {
        return timeOf([&] { (void)orStop(models::LogPager(selection).count(*file)); });
    };
    say("count the crowded window", countOf(crowded), "ms");
    say("count its warnings", countOf(warnings), "ms");
    say("count the warnings of half of it", countOf(halfWarnings), "ms");
    say("count the warnings of the month", countOf(wholeMonth), "ms");
    const qint64 rows = orStop(models::LogPager(crowded).count(*file));
    say("a block of 200 in its middle, the first time",
        timeOf([&] { (void)orStop(models::LogPager(crowded).read(*file, rows / 2, 200)); }), "ms");
    models::LogPager known(crowded);
    (void)orStop(known.read(*file, rows / 2, 200));
    say("a block of 200 in its middle, once it was walked",
        timeOf([&] { (void)orStop(known.read(*file, rows / 2 - 5000, 200)); }), "ms");
    say("the same by plain OFFSET",
        timeOf([&] { (void)orStop(file->linesBehind(crowded, LogFile::begin(crowded), rows / 2 - 5000, 200)); }), "ms");
    const double month =
        timeOf([&] { (void)orStop(file->histogram(id, kBegin, kBegin + kMonth, models::LogBinWidth::TenMinutes)); });
    say("a month's histogram by ten minutes", month, "ms");

    const QString when = QDateTime::fromMSecsSinceEpoch(quietDay.time_since_epoch().count(), Qt::UTC)
                             .toString(QStringLiteral("yyyy-MM-ddTHH:m"))
                             .left(15);
    const double grepWindow = shell(QStringLiteral("grep -F %1 \"$1\"").arg(when), text);
    say("grep -F of a window's time", grepWindow, "ms");
    say("grep -c ' warning '", shell(QStringLiteral("grep -c ' warning ' \"$1\""), text), "ms");
    const double byTime = shell(QStringLiteral("cut -c1-15 \"$1\" | uniq -c"), text);
    say("cut | uniq -c by ten minutes", byTime, "ms");
    say("window: grep / store", grepWindow / opening, "times");
    say("histogram: cut | uniq / store", byTime / month, "times");
    std::fflush(stdout);
    file.reset();
    for (const char *suffix : {"", "-wal", "-shm", ".txt"})
        QFile::remove(path + QLatin1String(suffix));
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2 || !QDir(arguments.at(1)).exists()) {
        std::fprintf(stderr, "usage: bench_log_store DIRECTORY [LINES...]\n");
        return 2;
    }
    QList<qint64> sizes;
    for (const QString &size : arguments.mid(2))
        sizes << size.toLongLong();
    for (const qint64 lines : sizes.isEmpty() ? QList<qint64>{10'000, 1'000'000, 10'000'000} : sizes)
        measure(arguments.at(1), lines);
}
