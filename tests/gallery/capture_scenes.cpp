// A capture before it begins, while it is on, and as it ends.

#include "scenes.h"

#include "models/capture/capture_controller.h"
#include "tests/support/scripted_capture.h"
#include "ui/capture/capture_dialog.h"
#include "ui/capture/capture_form.h"
#include "ui/catalog/connections_page.h"
#include "ui/main_window.h"
#include "ui/widgets/object_table.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QLineEdit>

namespace tw::gallery {

namespace {

using models::CaptureController;

constexpr int kPatienceMs = 5'000;

// What a scene's widgets work on; it goes with the outermost of them, after it.
class Stage
{
public:
    explicit Stage(Site &site) : m_capture(site.bench().catalog.get(), tests::scriptedOpener(m_script))
    {
        m_capture.setEngine(&site.bench().engine);
        m_services.emplace(site.bench().services());
        m_services->capture = &m_capture;
    }
    ~Stage() { m_capture.setEngine(nullptr); }

    const ui::Services &services() const { return *m_services; }
    CaptureController &capture() { return m_capture; }

    void begin(const QString &connection, bool keys)
    {
        CaptureController::Options options;
        options.path = QStringLiteral("/home/admin/Documents/hz-office-20260301-140509.pcapng");
        options.keys = keys;
        if (const auto begun = m_capture.start(connection, options); !begun)
            qFatal("%s", qUtf8Printable(begun.error()));
    }

    // Until the controller has seen it.
    void come(api::CaptureProgress progress)
    {
        m_script.progress = std::move(progress);
        const QDeadlineTimer deadline(kPatienceMs);
        while (m_capture.progress() != m_script.progress && !deadline.hasExpired())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    }

private:
    tests::CaptureScript m_script;
    CaptureController m_capture;
    std::optional<ui::Services> m_services;
};

// Keeps the stage as long as the widget, and a little longer.
template <typename Widget>
std::unique_ptr<QWidget> kept(std::unique_ptr<Widget> widget, std::shared_ptr<Stage> stage)
{
    QObject::connect(widget.get(), &QObject::destroyed, qApp, [stage] { });
    return widget;
}

api::CaptureProgress someProgress()
{
    api::CaptureProgress progress;
    progress.ike = 14;
    progress.esp = 1218;
    progress.keepalives = 2;
    progress.bytes = 1'284'000;
    return progress;
}

std::unique_ptr<QWidget> idle(Site &site, bool withKeys)
{
    const auto stage = std::make_shared<Stage>(site);
    if (site.content() == Content::Error)
        site.bench().live->forgetEngine();
    auto dialog = std::make_unique<ui::CaptureDialog>(stage->services());
    dialog->open(site.connection());
    dialog->form()->fileEdit()->setText(QStringLiteral("/home/admin/Documents/hz-office-20260301-140509.pcapng"));
    dialog->form()->keysBox()->setChecked(withKeys);
    dialog->form()->liveKeysBox()->setChecked(withKeys);
    return kept(std::move(dialog), stage);
}

std::unique_ptr<QWidget> running(Site &site)
{
    const auto stage = std::make_shared<Stage>(site);
    auto dialog = std::make_unique<ui::CaptureDialog>(stage->services());
    dialog->open(site.connection());
    stage->begin(site.connection(), true);
    stage->come(someProgress());
    return kept(std::move(dialog), stage);
}

std::unique_ptr<QWidget> ended(Site &site)
{
    const auto stage = std::make_shared<Stage>(site);
    auto dialog = std::make_unique<ui::CaptureDialog>(stage->services());
    dialog->open(site.connection());
    stage->begin(site.connection(), true);
    api::CaptureProgress progress = someProgress();
    progress.isClosed = true;
    if (site.content() == Content::Error) {
        progress.end = api::CaptureEnd::WriteFailed;
        progress.systemError = "No space left on device";
        progress.dropped = 37;
    } else {
        progress.end = api::CaptureEnd::Asked;
        progress.keys = 6;
        progress.totals.sasBefore = 2;
    }
    stage->come(progress);
    return kept(std::move(dialog), stage);
}

std::unique_ptr<QWidget> window(Site &site)
{
    const auto stage = std::make_shared<Stage>(site);
    auto window = std::make_unique<ui::MainWindow>(stage->services());
    window->resize(window->minimumSize());
    window->setPage(ui::MainWindow::Page::Connections);
    window->connectionsPage()->table()->selectId(site.connection());
    stage->begin(site.connection(), false);
    stage->come(someProgress());
    return kept(std::move(window), stage);
}

} // namespace

QList<Scene> captureScenes()
{
    return {
        {QStringLiteral("capture"),
         {Content::Typical, Content::Error, Content::Long},
         [](Site &site) { return idle(site, false); },
         true},
        {QStringLiteral("capture-keys"), {Content::Typical}, [](Site &site) { return idle(site, true); }},
        {QStringLiteral("capture-running"), {Content::Typical, Content::Long}, &running},
        {QStringLiteral("capture-ended"), {Content::Typical, Content::Error, Content::Long}, &ended},
        {QStringLiteral("capture-status"), {Content::Typical, Content::Long}, &window},
    };
}

} // namespace tw::gallery
