#include "tests/ui/widget_bench.h"

#include "models/catalog/bulk_removal.h"
#include "models/catalog/connection_table_model.h"
#include "models/catalog/field_change.h"
#include "models/catalog/region_filter_model.h"
#include "models/filter/filter_parser.h"
#include "ui/catalog/connections_page.h"
#include "ui/editor/connection_editor.h"
#include "ui/editor/field_change_dialog.h"
#include "ui/log/log_page.h"
#include "ui/log/log_view.h"
#include "ui/main_window.h"
#include "ui/widgets/filter_box.h"
#include "ui/widgets/object_table.h"

#include <benchmark/benchmark.h>

#include <QHeaderView>
#include <QScrollBar>

// The list of IPsec connections with many rows: opening it, filtering, sorting, a report about all of them, and a form beside
// them; and a log that grows.
namespace {

using namespace tw;

struct Site
{
    explicit Site(int count)
    {
        models::CatalogChange change;
        const QString region = tests::WidgetBench::kRegion;
        models::VpnGateway ours;
        ours.id = models::generateId(QStringLiteral("vpn-"));
        ours.regionId = region;
        ours.name = QStringLiteral("ours");
        ours.internetIp = QStringLiteral("192.0.2.1");
        change.vpnGateways = {ours};
        for (int number = 0; number < count; ++number) {
            models::CustomerGateway peer;
            peer.id = models::generateId(QStringLiteral("cgw-"));
            peer.regionId = region;
            peer.name = QStringLiteral("peer%1").arg(number);
            peer.ipAddress =
                QStringLiteral("203.%1.%2.%3").arg(number / 65536).arg(number / 256 % 256).arg(number % 256);
            change.customerGateways.append(peer);
            models::ConnectionDraft draft;
            draft.id = models::generateId(QStringLiteral("vco-"));
            draft.regionId = region;
            draft.name = QStringLiteral("site%1").arg(number);
            draft.vpnGatewayId = ours.id;
            draft.customerGatewayId = peer.id;
            draft.localSubnet = QStringLiteral("192.168.0.0/16");
            draft.remoteSubnet = QStringLiteral("10.%1.%2.0/24").arg(number / 256).arg(number % 256);
            change.connections.push_back({draft, models::presharedKeyFromText(QStringLiteral("n0t.A-Secret"))});
            ids.append(draft.id);
        }
        if (const auto done = bench.catalog->applyAll(std::move(change)); !done)
            qFatal("%s", qPrintable(done.error().first().text));
    }

    // All of them, with counters that move.
    void report(std::uint64_t bytes)
    {
        api::EngineReport made;
        made.clock = {TimePoint(std::chrono::milliseconds(3'600'000 + bytes)),
                      UtcTime(std::chrono::seconds(1'800'000'000))};
        for (const QString &id : ids) {
            api::ConnectionStatus status;
            status.connection = api::ConnectionId(id.toStdString());
            status.state = api::ConnectionState::Established;
            api::ChildSaStatus child;
            child.inboundSpi = 1;
            child.traffic.bytesIn = bytes;
            status.childSas = {child};
            made.statuses.push_back(status);
        }
        bench.engine.report(made);
    }

    tests::WidgetBench bench;
    QStringList ids;
};

Site &site(int count)
{
    static std::map<int, std::unique_ptr<Site>> sites;
    auto &made = sites[count];
    if (!made)
        made = std::make_unique<Site>(count);
    return *made;
}

std::unique_ptr<ui::ConnectionsPage> openPage(Site &of)
{
    auto page = std::make_unique<ui::ConnectionsPage>(of.bench.services());
    page->setRegion(tests::WidgetBench::kRegion);
    page->resize(1200, 800);
    page->show();
    page->table()->viewport()->grab(); // painted, not only asked for
    return page;
}

void openList(benchmark::State &state)
{
    Site &of = site(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        const auto page = openPage(of);
        benchmark::DoNotOptimize(page->table()->rows()->rowCount());
    }
}

void filterList(benchmark::State &state, const char *text)
{
    Site &of = site(static_cast<int>(state.range(0)));
    const auto page = openPage(of);
    bool on = false;
    for (auto _ : state) {
        on = !on;
        page->filterBox()->setText(on ? QString::fromLatin1(text) : QString());
        page->table()->viewport()->grab();
    }
}

void sortList(benchmark::State &state, int column)
{
    Site &of = site(static_cast<int>(state.range(0)));
    const auto page = openPage(of);
    auto order = Qt::AscendingOrder;
    for (auto _ : state) {
        order = order == Qt::AscendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder;
        page->table()->sortByColumn(column, order);
    }
}

// What comes once a second while all tunnels carry traffic.
void reportAll(benchmark::State &state)
{
    Site &of = site(static_cast<int>(state.range(0)));
    const auto page = openPage(of);
    if (state.range(1) > 0)
        page->table()->selectAll();
    std::uint64_t bytes = 0;
    for (auto _ : state)
        of.report(bytes += 1'000);
}

// What comes ten times a second while 200 of a second change their state: the report, and all that the whole window does
// and paints because of it.
void changeTwenty(benchmark::State &state)
{
    constexpr int kChanges = 20;
    Site &of = site(static_cast<int>(state.range(0)));
    ui::MainWindow window(of.bench.services());
    window.setRegion(tests::WidgetBench::kRegion);
    window.setPage(ui::MainWindow::Page::Connections);
    window.show();
    QCoreApplication::processEvents();
    int next = 0;
    for (auto _ : state) {
        for (int change = 0; change < kChanges; ++change, ++next) {
            const bool isUp = next / of.ids.size() % 2 == 0;
            of.bench.reportState(of.ids.at(next % of.ids.size()),
                                 isUp ? api::ConnectionState::Established : api::ConnectionState::Phase1Negotiating);
        }
        QCoreApplication::processEvents();
        window.connectionsPage()->table()->viewport()->grab();
    }
}

void openForm(benchmark::State &state)
{
    Site &of = site(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        ui::ConnectionEditor editor(*of.bench.catalog, of.bench.draft(of.ids.first()));
        editor.show();
        editor.grab();
    }
}

// What "change a setting" works out for all of them at each change of the value.
void checkFieldChange(benchmark::State &state)
{
    Site &of = site(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        const models::FieldChange change(*of.bench.catalog, of.ids, models::Field::IkePfs, QStringLiteral("group14"));
        benchmark::DoNotOptimize(change.rows().size());
    }
}

// What the window stands still for when the user chooses another value.
void chooseFieldValue(benchmark::State &state)
{
    Site &of = site(static_cast<int>(state.range(0)));
    ui::FieldChangeDialog dialog(*of.bench.catalog, of.ids, [](const QString &) { return true; });
    dialog.setField(models::Field::IkePfs);
    dialog.show();
    QCoreApplication::processEvents();
    bool on = false;
    for (auto _ : state) {
        on = !on;
        dialog.setValue(on ? QStringLiteral("group14") : QStringLiteral("group19"));
    }
}

// And when it is saved: the check, what stands in memory and in the window, and the disk, which has a thread of its own in
// the console.
void applyFieldChange(benchmark::State &state)
{
    Site &of = site(static_cast<int>(state.range(0)));
    const auto page = openPage(of);
    bool on = false;
    for (auto _ : state) {
        state.PauseTiming();
        on = !on;
        const models::FieldChange change(*of.bench.catalog, of.ids, models::Field::IkePfs,
                                         on ? QStringLiteral("group14") : QStringLiteral("group19"));
        state.ResumeTiming();
        if (const auto done = of.bench.catalog->change(change.change()); !done)
            state.SkipWithError("not changed");
    }
}

// Of all of them: what is judged before the question.
void judgeRemoval(benchmark::State &state)
{
    Site &of = site(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        const models::BulkRemoval removal(models::ObjectKind::Connection, of.ids, *of.bench.catalog);
        benchmark::DoNotOptimize(removal.rowCount());
    }
}

// A second of a log that grows by so many lines, in the ten reports in which they come: what the window does and paints for
// them. The store's thread writes beside it. Following the tail, or (1) with the reader scrolled up.
void growLog(benchmark::State &state)
{
    constexpr int kReports = 10;
    Site &of = site(100);
    ui::LogPage page(of.bench.services(), ui::LogPage::Scope::Any);
    page.resize(1200, 800);
    page.show();
    while (page.model()->state() != models::LogTableModel::State::Ready)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 10);
    of.bench.logFacts(of.ids.first(), 1000);
    if (state.range(1) > 0)
        page.view()->verticalScrollBar()->setValue(20);
    const int place = page.view()->verticalScrollBar()->value();
    for (auto _ : state) {
        for (int report = 0; report < kReports; ++report) {
            of.bench.logFacts(of.ids.first(), static_cast<int>(state.range(0)) / kReports);
            QCoreApplication::processEvents();
            page.view()->viewport()->grab();
        }
        state.PauseTiming();
        of.bench.log->flush(); // no second is so short in life: the disk has time
        state.ResumeTiming();
    }
    if (state.range(1) > 0 && page.view()->verticalScrollBar()->value() != place)
        state.SkipWithError("the reader lost the place");
    state.counters["rows"] = page.model()->rowCount();
}

BENCHMARK(openList)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(filterList, text, "site77")->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(filterList, net, "net:10.2.0.0/16")->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(filterList, many, "-state:failed gw:peer weak:yes site")->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sortList, name, models::ConnectionTableModel::NameColumn)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sortList, subnet, models::ConnectionTableModel::RemoteSubnetColumn)
    ->Arg(1000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(changeTwenty)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(openForm)->Arg(10)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(checkFieldChange)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(chooseFieldValue)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(applyFieldChange)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(judgeRemoval)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(growLog)->Args({5000, 0})->Args({5000, 1})->Iterations(30)->Unit(benchmark::kMillisecond);
BENCHMARK(reportAll)->Args({1000, 0})->Args({1000, 1})->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
