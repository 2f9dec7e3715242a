#include "ui/capture/capture_dialog.h"

#include "models/capture/capture_controller.h"
#include "models/capture/capture_text.h"
#include "models/catalog/catalog.h"
#include "models/live/connection_controller.h"
#include "models/live/live_state.h"
#include "models/log/joined_text.h"
#include "ui/capture/capture_form.h"
#include "ui/capture/capture_progress_view.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/questions.h"

#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

namespace tw::ui {

using models::CaptureController;

namespace {

constexpr int kSecondMs = 1'000; // how long it takes moves by itself

// As one types it into a shell.
QString quoted(QString path)
{
    return QLatin1Char('\'') + path.replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

} // namespace

CaptureDialog::CaptureDialog(const Services &services, QWidget *parent)
    : QDialog(parent),
      m_services(services),
      m_pages(new QStackedWidget(this)),
      m_form(new CaptureForm(this)),
      m_view(new CaptureProgressView(this)),
      m_message(new MessageBar(this)),
      m_start(new QPushButton(this)),
      m_stop(new QPushButton(this)),
      m_renegotiate(new QPushButton(this)),
      m_again(new QPushButton(this)),
      m_folder(new QPushButton(this)),
      m_close(new QPushButton(this)),
      m_second(new QTimer(this))
{
    setObjectName(QStringLiteral("CaptureDialog"));
    m_start->setIcon(symbolicIcon(QStringLiteral("capture")));
    m_stop->setIcon(symbolicIcon(QStringLiteral("stop")));
    m_renegotiate->setIcon(symbolicIcon(QStringLiteral("renegotiate")));
    m_again->setIcon(symbolicIcon(QStringLiteral("capture")));
    m_pages->addWidget(m_form);
    m_pages->addWidget(m_view);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_renegotiate);
    buttons->addWidget(m_folder);
    buttons->addStretch(1);
    for (QPushButton *button : {m_again, m_start, m_stop, m_close})
        buttons->addWidget(button);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
    layout->addLayout(buttons);

    CaptureController *capture = m_services.capture;
    connect(m_start, &QPushButton::clicked, this, &CaptureDialog::start);
    connect(m_stop, &QPushButton::clicked, capture, &CaptureController::stop);
    connect(m_renegotiate, &QPushButton::clicked, this, &CaptureDialog::renegotiate);
    connect(m_again, &QPushButton::clicked, this, &CaptureDialog::showForm);
    connect(m_folder, &QPushButton::clicked, this, [capture] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(capture->options().path).absolutePath()));
    });
    connect(m_close, &QPushButton::clicked, this, &CaptureDialog::reject);
    connect(capture, &CaptureController::changed, this, &CaptureDialog::follow);
    connect(&m_services.live, &models::LiveState::engineChanged, this, &CaptureDialog::retranslate);
    m_second->setInterval(kSecondMs);
    connect(m_second, &QTimer::timeout, this, &CaptureDialog::retranslate);
    showForm();
    follow();
}

bool CaptureDialog::isRunning() const
{
    const auto state = m_services.capture->state();
    return state == CaptureController::State::On || state == CaptureController::State::Ending;
}

QString CaptureDialog::nameOf(const QString &connectionId) const
{
    const models::Connection *connection = m_services.catalog.connection(connectionId);
    return connection ? connection->draft.name : connectionId;
}

void CaptureDialog::open(const QString &connectionId)
{
    const QString ofTheLast = m_services.capture->connectionId();
    const bool isOnScreen = isVisible() && m_pages->currentWidget() == m_view && connectionId == ofTheLast;
    m_connection = connectionId.isEmpty() ? ofTheLast : connectionId;
    if (isRunning() || connectionId.isEmpty() || isOnScreen)
        showCapture();
    else
        showForm();
    show();
    raise();
    activateWindow();
}

void CaptureDialog::showForm()
{
    m_pages->setCurrentWidget(m_form);
    m_form->setConnection(nameOf(m_connection));
    m_trouble.clear();
    retranslate();
    m_start->setDefault(true);
    m_form->fileEdit()->setFocus();
    m_form->fileEdit()->selectAll();
}

void CaptureDialog::showCapture()
{
    const bool isNew = m_pages->currentWidget() != m_view;
    m_pages->setCurrentWidget(m_view);
    if (isNew)
        m_trouble.clear();
    retranslate();
    QPushButton *next = isRunning() ? m_stop : m_close;
    if (isNew || !next->isDefault()) {
        next->setDefault(true);
        next->setFocus();
    }
}

// A capture that the command line has begun is shown as well.
void CaptureDialog::follow()
{
    if (isRunning() || m_pages->currentWidget() == m_view)
        showCapture();
    m_second->stop();
    if (isRunning())
        m_second->start();
}

CaptureDialog::Word CaptureDialog::word() const
{
    const CaptureController &capture = *m_services.capture;
    if (!m_trouble.isEmpty())
        return {Tone::Bad, m_trouble, {}};
    if (m_pages->currentWidget() == m_form) {
        if (hasEngine())
            return {};
        return {Tone::Warning,
                tr("No engine is running, so nothing passes that could be captured. The menu “Connection” starts it."),
                {}};
    }
    if (isRunning() && m_connection != capture.connectionId()) {
        return {Tone::Warning,
                tr("One capture at a time: “%1” can be captured when this one has ended.").arg(nameOf(m_connection)),
                {}};
    }
    if (!isRunning() && !capture.keysDirectory().isEmpty()) {
        return {Tone::Neutral, tr("To open it in Wireshark with its keys:"),
                QStringLiteral("WIRESHARK_CONFIG_DIR=%1 wireshark %2")
                    .arg(quoted(QDir::toNativeSeparators(capture.keysDirectory())),
                         quoted(QDir::toNativeSeparators(capture.options().path)))};
    }
    return {};
}

void CaptureDialog::showWord()
{
    const Word now = word();
    if (now.text.isEmpty())
        m_message->hide();
    else if (m_message->isHidden() || m_message->text() != now.text || m_message->command() != now.command)
        m_message->showMessage(now.tone, now.text, now.command);
}

bool CaptureDialog::hasEngine() const
{
    using Engine = models::LiveState::Engine;
    const Engine engine = m_services.live.engine();
    return engine == Engine::Running || engine == Engine::Starting;
}

void CaptureDialog::start()
{
    CaptureController::Options options = m_form->options();
    if (options.path.isEmpty() || QFileInfo(options.path).isDir()) {
        say(tr("Say which file is to be written."));
        m_form->fileEdit()->setFocus();
        return;
    }
    if (options.liveKeys
        && !confirmed(this, windowTitle(), tr("Write down the keys of SAs that are in use?"),
                      models::joinedSentences(models::captureWarnings(true, true)), tr("Write the keys")))
        return;
    if (!options.replaces) {
        if (!confirmsReplacing(options.path, options.keys))
            return;
        options.replaces = QFileInfo::exists(options.path) || QFileInfo::exists(options.path + QStringLiteral(".keys"));
    }
    if (const auto begun = m_services.capture->start(m_connection, options); !begun)
        say(begun.error());
}

// Of what is not there, nothing is asked.
bool CaptureDialog::confirmsReplacing(const QString &path, bool withKeys)
{
    QStringList there;
    if (QFileInfo::exists(path))
        there.append(path);
    if (const QString keys = path + QStringLiteral(".keys"); withKeys && QFileInfo::exists(keys))
        there.append(keys);
    return there.isEmpty() || confirmed(this, windowTitle(), tr("Replace what is there?"), {}, tr("Replace"), there);
}

void CaptureDialog::renegotiate()
{
    if (const auto sent = m_services.controller.renegotiate(m_services.capture->connectionId()); !sent)
        say(sent.error());
}

void CaptureDialog::say(const QString &trouble)
{
    m_trouble = trouble;
    showWord();
}

void CaptureDialog::reject()
{
    QDialog::reject();
    if (m_services.capture->state() == CaptureController::State::Closed)
        Q_EMIT resultSeen();
}

// Words come and go, and a dialog by itself only grows to the least that its layout can be squeezed to.
bool CaptureDialog::event(QEvent *event)
{
    const bool isHandled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show) {
        if (const int wanted = layout()->totalHeightForWidth(width()); wanted > height())
            resize(width(), wanted);
    }
    return isHandled;
}

void CaptureDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_trouble.clear(); // its words are those of another language
        retranslate();
    }
    QDialog::changeEvent(event);
}

void CaptureDialog::retranslate()
{
    const CaptureController &capture = *m_services.capture;
    const bool isForm = m_pages->currentWidget() == m_form;
    const bool isClosed = !isForm && capture.state() == CaptureController::State::Closed;
    setWindowTitle(tr("Capture of “%1”").arg(isForm ? nameOf(m_connection) : capture.connectionName()));
    m_start->setText(tr("&Start the capture"));
    m_stop->setText(tr("S&top"));
    m_renegotiate->setText(tr("Re&negotiate now"));
    m_renegotiate->setToolTip(tr("Traffic is interrupted until both phases are negotiated anew"));
    m_again->setText(tr("&Another capture..."));
    m_folder->setText(tr("Open the f&older"));
    m_close->setText(tr("Close"));
    m_close->setToolTip(isRunning() ? tr("The capture goes on") : QString());
    m_start->setVisible(isForm);
    m_stop->setVisible(!isForm && !isClosed);
    m_renegotiate->setVisible(!isForm && !isClosed && !capture.keysDirectory().isEmpty());
    m_again->setVisible(isClosed);
    m_folder->setVisible(isClosed);
    m_start->setEnabled(hasEngine());
    m_stop->setEnabled(capture.state() == CaptureController::State::On);
    if (!isForm)
        m_view->show(capture);
    showWord();
}

} // namespace tw::ui
