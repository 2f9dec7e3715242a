#include "models/capture/capture_controller.h"

#include "models/capture/capture_text.h"
#include "models/catalog/catalog.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <utility>

namespace tw::models {

namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 200ms;
// An engine that does not close the channel by then is not waited for.
constexpr std::chrono::milliseconds kEndPatience = 5s;
constexpr quint64 kLeastBytes = 4096; // the blocks around the datagrams

std::string toNative(const QString &path) { return QFile::encodeName(path).toStdString(); }

} // namespace

CaptureController::CaptureController(const Catalog *catalog, api::CaptureOpener opener, QObject *parent)
    : QObject(parent), m_catalog(catalog), m_opener(std::move(opener))
{
    m_timer.setInterval(kLook);
    connect(&m_timer, &QTimer::timeout, this, &CaptureController::look);
}

CaptureController::~CaptureController()
{
    if (m_engine && m_writer && !m_isEndAsked)
        m_engine->send(api::StopCapture{});
}

void CaptureController::setEngine(api::EnginePort *engine)
{
    if (m_writer && m_engine && engine != m_engine) {
        // It closes the channel when it ends, which may take a while for the peers' sake.
        m_isEngineGone = true;
        m_isEndAsked = true;
        m_sinceEndAsked.start();
    }
    m_engine = engine;
}

CaptureController::Outcome CaptureController::start(const QString &connectionId, Options options)
{
    const Connection *connection = m_catalog->connection(connectionId);
    if (!connection)
        return std::unexpected(tr("There is no such connection any more."));
    if (!m_engine)
        return std::unexpected(tr("No engine is running."));
    if (m_writer)
        look(); // it may be done already
    if (m_writer)
        return std::unexpected(tr("A capture of %1 is on already.").arg(m_name));
    if (!QDir::isAbsolutePath(options.path))
        return std::unexpected(tr("The file %1 must have a full path.").arg(options.path));
    if (options.maxBytes < kLeastBytes)
        return std::unexpected(tr("A capture needs %n bytes at least.", nullptr, kLeastBytes));
    options.keys = options.keys || options.liveKeys;

    api::CaptureTarget target;
    target.path = toNative(options.path);
    target.replaces = options.replaces;
    target.keys = options.keys;
    target.comment = QStringLiteral("%1 (%2)").arg(connection->draft.name, connectionId).toStdString();
    target.program = QStringLiteral("%1 %2")
                         .arg(QCoreApplication::applicationName(), QCoreApplication::applicationVersion())
                         .toStdString();
    target.readme = captureReadme(connection->draft.name, options.path).toStdString();
    target.maxBytes = options.maxBytes;
    target.maxTime = options.maxTime;
    const auto channel = std::make_shared<api::CaptureChannel>();
    auto writer = m_opener(target, channel);
    if (!writer)
        return std::unexpected(captureFaultText(writer.error()));

    m_writer = std::move(*writer);
    m_connectionId = connectionId;
    m_name = connection->draft.name;
    m_options = std::move(options);
    m_progress = {};
    m_isEndAsked = m_isEngineGone = m_isLeaseOver = false;
    m_seen.start();
    m_sinceStart.start();
    m_timer.start();
    m_engine->send(api::StartCapture{
        {api::ConnectionId(connectionId.toStdString()), m_options.keys, m_options.liveKeys}, channel});
    Q_EMIT changed();
    return {};
}

void CaptureController::stop()
{
    if (!m_writer || m_isEndAsked)
        return;
    askForEnd();
    Q_EMIT changed();
}

void CaptureController::askForEnd()
{
    m_isEndAsked = true;
    m_sinceEndAsked.start();
    if (m_engine)
        m_engine->send(api::StopCapture{});
}

CaptureController::State CaptureController::state() const
{
    if (m_writer)
        return m_isEndAsked ? State::Ending : State::On;
    return m_connectionId.isEmpty() ? State::Off : State::Closed;
}

std::chrono::milliseconds CaptureController::elapsed() const
{
    return m_writer ? std::chrono::milliseconds(m_sinceStart.elapsed()) : m_took;
}

QString CaptureController::keysDirectory() const
{
    return m_options.keys ? m_options.path + QStringLiteral(".keys") : QString();
}

void CaptureController::look()
{
    const api::CaptureProgress before = std::exchange(m_progress, m_writer->progress());
    // To its writer an engine that ends looks like one that was asked to end the capture.
    if (m_isEngineGone && (m_progress.end == api::CaptureEnd::Asked || m_progress.end == api::CaptureEnd::None))
        m_progress.end = api::CaptureEnd::EngineGone;
    const bool isLeaseOver = m_options.lease > 0ms && std::chrono::milliseconds(m_seen.elapsed()) > m_options.lease;
    if (!m_isEndAsked && (m_progress.end != api::CaptureEnd::None || isLeaseOver)) {
        m_isLeaseOver = isLeaseOver;
        askForEnd();
    }
    // The engine's end has a bound of its own.
    const bool isWaitingInVain =
        m_isEndAsked && !m_isEngineGone && std::chrono::milliseconds(m_sinceEndAsked.elapsed()) > kEndPatience;
    if (!m_progress.isClosed && !isWaitingInVain) {
        if (m_progress != before)
            Q_EMIT changed();
        return;
    }
    m_timer.stop();
    m_took = std::chrono::milliseconds(m_sinceStart.elapsed());
    m_writer.reset();
    if (m_progress.end == api::CaptureEnd::None)
        m_progress.end = api::CaptureEnd::EngineGone;
    Q_EMIT changed();
    Q_EMIT closed();
}

QString CaptureController::endText() const
{
    if (m_isLeaseOver)
        return tr("The capture ended, since the program that asked for it is gone.");
    return captureEndText(m_progress, m_options.path);
}

QStringList CaptureController::notes() const { return captureNotes(m_progress, m_options.keys); }

} // namespace tw::models
