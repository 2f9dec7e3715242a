#include "ui/capture/capture_indicator.h"

#include "models/capture/capture_controller.h"
#include "ui/theme/symbolic_icon.h"

#include <QEvent>
#include <QLocale>

#include <algorithm>

namespace tw::ui {

using models::CaptureController;

namespace {

constexpr qsizetype kMostLetters = 24; // of a name; the whole is in the tooltip
constexpr std::uint64_t kMostCounted = 2'000'000'000;

QString shortened(const QString &name)
{
    return name.size() <= kMostLetters ? name : name.first(kMostLetters - 1) + QStringLiteral("…");
}

} // namespace

CaptureIndicator::CaptureIndicator(const CaptureController *capture, QWidget *parent)
    : QToolButton(parent), m_capture(capture)
{
    setObjectName(QStringLiteral("captureIndicator"));
    setAutoRaise(true);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(capture, &CaptureController::changed, this, &CaptureIndicator::follow);
    follow();
}

void CaptureIndicator::setResultSeen()
{
    m_isResultSeen = true;
    follow();
}

void CaptureIndicator::follow()
{
    using State = CaptureController::State;
    const api::CaptureProgress &progress = m_capture->progress();
    const State state = m_capture->state();
    if (state == State::On || state == State::Ending)
        m_isResultSeen = false;
    const auto packets = static_cast<int>(std::min(progress.ike + progress.esp + progress.keepalives, kMostCounted));
    const QString name = shortened(m_capture->connectionName());
    const QString size = QLocale().formattedDataSize(static_cast<qint64>(progress.bytes));
    setEnabled(state != State::Off);
    if (state == State::Off || (state == State::Closed && m_isResultSeen)) {
        setText(tr("Capture off"));
        setToolTip(m_capture->endText());
        setIcon(symbolicIcon(QStringLiteral("capture"), Tone::Muted));
    } else if (state == State::Closed) {
        setText(tr("Captured %1: %Ln packet(s)", nullptr, packets).arg(name));
        setToolTip(m_capture->endText());
        setIcon(symbolicIcon(QStringLiteral("capture"), Tone::Muted));
    } else {
        setText(tr("Capturing %1: %Ln packet(s)", nullptr, packets).arg(name));
        setToolTip(tr("%1, %2. A click shows the capture.").arg(m_capture->options().path, size));
        setIcon(symbolicIcon(QStringLiteral("capture"), Tone::Bad));
    }
    setAccessibleName(text());
}

void CaptureIndicator::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        follow();
    QToolButton::changeEvent(event);
}

} // namespace tw::ui
