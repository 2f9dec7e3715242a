#include "engine/sim/rehearsal.h"
#include "scenes.h"
#include "ui/live/overview_page.h"
#include "ui/main_window.h"
#include "ui/rehearsal/rehearsal_dialog.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDeadlineTimer>

namespace tw::gallery {

namespace {

constexpr QSize kSmall(1024, 640);
constexpr int kPatienceMs = 20'000;

ui::Services servicesOf(Site &site)
{
    ui::Services services = site.bench().services();
    services.rehearse = &sim::rehearse;
    return services;
}

void await(const ui::RehearsalDialog &dialog)
{
    const QDeadlineTimer deadline(kPatienceMs);
    while (dialog.isRunning() && !deadline.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
}

// With the mistake at this place of the list; 0: none.
std::unique_ptr<QWidget> rehearsal(Site &site, int mistake)
{
    auto dialog = std::make_unique<ui::RehearsalDialog>(servicesOf(site), site.connection());
    await(*dialog);
    if (mistake > 0) {
        dialog->mistakeBox()->setCurrentIndex(mistake);
        Q_EMIT dialog->mistakeBox()->activated(mistake);
        await(*dialog);
    }
    return dialog;
}

// The overview of somebody who has got so far.
std::unique_ptr<QWidget> firstSteps(Site &site, bool isSmall, int made)
{
    if (made > 0 && site.bench().catalog->vpnGateways().isEmpty())
        site.bench().addVpnGateway(QStringLiteral("hz-gateway"), QStringLiteral("203.0.113.10"));
    auto window = std::make_unique<ui::MainWindow>(servicesOf(site));
    window->resize(isSmall ? kSmall : QSize(1280, 800));
    window->setPage(ui::MainWindow::Page::Overview);
    return window;
}

} // namespace

QList<Scene> rehearsalScenes()
{
    return {
        {QStringLiteral("rehearsal"), {Content::Typical, Content::Long}, [](Site &site) { return rehearsal(site, 0); }},
        {QStringLiteral("rehearsal-mistake"), {Content::Typical}, [](Site &site) { return rehearsal(site, 1); }},
        {QStringLiteral("first-steps"), {Content::Empty}, [](Site &site) { return firstSteps(site, false, 0); }},
        {QStringLiteral("first-steps-small"), {Content::Empty}, [](Site &site) { return firstSteps(site, true, 1); }},
    };
}

} // namespace tw::gallery
