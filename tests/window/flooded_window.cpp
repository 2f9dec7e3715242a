#include "tests/ui/widget_bench.h"
#include "ui/main_window.h"
#include "watched_application.h"

#include <QTimer>

#include <cstdio>
#include <cstdlib>

// The console's window over an engine that says as much as it is told to: `flooded_window LINES-A-SECOND`. The models, the
// log on the disk and the window are the real ones; reports come ten times a second, as the engine's do. Every second it
// says on standard error how many lines there were.
using namespace tw;

namespace {

constexpr int kReportsASecond = 10;

} // namespace

int main(int argc, char **argv)
{
    window::WatchedApplication application(argc, argv);
    const int linesASecond = argc > 1 ? std::atoi(argv[1]) : 5'000;
    tests::WidgetBench bench;
    const QString ours = bench.addVpnGateway(QStringLiteral("here"), QStringLiteral("192.0.2.1"));
    const QString peer = bench.addCustomerGateway(QStringLiteral("there"), QStringLiteral("198.51.100.1"));
    const QString connection = bench.addConnection(QStringLiteral("busy"), ours, peer);
    bench.reportEstablished(connection);
    ui::MainWindow window(bench.services());
    QObject::connect(&window, &ui::MainWindow::quitRequested, &application, [&] {
        window.allowClose();
        window.close();
        QApplication::quit();
    });
    window.show();

    qint64 said = 0;
    int reports = 0;
    QTimer reporting;
    reporting.setObjectName(QStringLiteral("engine")); // what it costs to take a report in counts for the window
    reporting.callOnTimeout(&application, [&] {
        bench.logFacts(connection, linesASecond / kReportsASecond);
        said += linesASecond / kReportsASecond;
        if (++reports % kReportsASecond == 0)
            std::fprintf(stderr, "lines %lld\n", static_cast<long long>(said));
    });
    reporting.setTimerType(Qt::PreciseTimer);
    reporting.start(1'000 / kReportsASecond);
    return QApplication::exec();
}
