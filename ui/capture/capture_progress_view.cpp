#include "ui/capture/capture_progress_view.h"

#include "ui/diagnosis/text_label.h"
#include "ui/theme/tone.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/relative_time.h"

#include <QDir>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include <initializer_list>

#include <algorithm>

namespace tw::ui {

namespace {

using models::CaptureController;
using State = CaptureController::State;

constexpr int kIconSize = 20;

QString number(std::uint64_t count) { return QLocale().toString(static_cast<qulonglong>(count)); }

QString sizeText(std::uint64_t bytes) { return QLocale().formattedDataSize(static_cast<qint64>(bytes)); }

// An end that nobody wished.
bool isFailure(api::CaptureEnd end)
{
    return end == api::CaptureEnd::WriteFailed || end == api::CaptureEnd::Refused || end == api::CaptureEnd::EngineGone;
}

struct Look
{
    QString icon;
    Tone tone;
};

Look lookOf(const CaptureController &capture)
{
    if (capture.state() != State::Closed)
        return {QStringLiteral("capture"), Tone::Bad};
    return isFailure(capture.progress().end) ? Look{QStringLiteral("warning"), Tone::Warning}
                                             : Look{QStringLiteral("state-up"), Tone::Good};
}

} // namespace

CaptureProgressView::CaptureProgressView(QWidget *parent)
    : QWidget(parent),
      m_icon(new IconLabel(kIconSize, this)),
      m_title(new ElidedLabel(this)),
      m_rows(new QFormLayout),
      m_packets(new QLabel(this)),
      m_size(new QLabel(this)),
      m_time(new QLabel(this)),
      m_file(new ElidedLabel(this)),
      m_keys(new ElidedLabel(this)),
      m_hint(new TextLabel(this)),
      m_notes(new TextLabel(this, Tone::Warning))
{
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    for (QLabel *text : std::initializer_list<QLabel *>{m_title, m_file, m_keys, m_hint, m_notes})
        text->setTextFormat(Qt::PlainText); // paths and names are the user's own
    for (QLabel *text : {static_cast<QLabel *>(m_file), static_cast<QLabel *>(m_keys)})
        text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto *head = new QHBoxLayout;
    head->addWidget(m_icon);
    head->addWidget(m_title, 1);
    m_rows->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_rows->setFormAlignment(Qt::AlignLeft | Qt::AlignTop);
    for (QLabel *value : {m_packets, m_size, m_time, static_cast<QLabel *>(m_file), static_cast<QLabel *>(m_keys)})
        m_rows->addRow(new QLabel(this), value);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addLayout(head);
    layout->addLayout(m_rows);
    layout->addWidget(m_hint);
    layout->addWidget(m_notes);
    layout->addStretch(1);
}

void CaptureProgressView::show(const CaptureController &capture)
{
    const api::CaptureProgress &progress = capture.progress();
    const Look look = lookOf(capture);
    m_icon->setSign(look.icon, look.tone);
    switch (capture.state()) {
    case State::Off: break;
    case State::On: m_title->setText(tr("Capturing “%1”").arg(capture.connectionName())); break;
    case State::Ending: m_title->setText(tr("Writing down what is under way...")); break;
    case State::Closed: m_title->setText(tr("Capture of “%1”").arg(capture.connectionName())); break;
    }
    const std::uint64_t packets = progress.ike + progress.esp + progress.keepalives;
    m_packets->setText(
        tr("%1 (IKE %2, ESP %3, keepalives %4)")
            .arg(number(packets), number(progress.ike), number(progress.esp), number(progress.keepalives)));
    m_size->setText(tr("%1 of %2").arg(sizeText(progress.bytes), sizeText(capture.options().maxBytes)));
    m_time->setText(tr("%1 of %2")
                        .arg(spanText(std::chrono::floor<std::chrono::seconds>(capture.elapsed()).count()),
                             spanText(capture.options().maxTime.count())));
    m_file->setText(QDir::toNativeSeparators(capture.options().path));
    const bool hasKeys = !capture.keysDirectory().isEmpty();
    m_keys->setText(
        tr("%1: lines of keys: %2").arg(QDir::toNativeSeparators(capture.keysDirectory()), number(progress.keys)));
    const QStringList titles{tr("Packets"), tr("Size"), tr("Time"), tr("File"), tr("Keys")};
    for (int row = 0; row < m_rows->rowCount(); ++row)
        static_cast<QLabel *>(m_rows->itemAt(row, QFormLayout::LabelRole)->widget())->setText(titles.at(row));
    m_rows->itemAt(4, QFormLayout::LabelRole)->widget()->setVisible(hasKeys);
    m_keys->setVisible(hasKeys);

    QStringList hints;
    if (capture.state() == State::On && packets == 0)
        hints.append(tr("Nothing has passed yet: start the connection, or send something through the tunnel."));
    if (capture.state() == State::On && hasKeys)
        hints.append(tr("What SAs carry that stood before cannot be opened. Renegotiate, so that new ones take their "
                        "place."));
    if (capture.state() == State::Closed)
        hints.append(capture.endText());
    m_hint->setText(hints.join(QLatin1Char('\n')));
    m_hint->setVisible(!hints.isEmpty());
    m_hint->setTextTone(capture.state() == State::Closed && isFailure(progress.end) ? Tone::Warning : Tone::Neutral);
    const QStringList notes = capture.notes();
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!notes.isEmpty());
}

QString CaptureProgressView::title() const { return m_title->text(); }

QString CaptureProgressView::text() const
{
    QStringList lines;
    for (const QLabel *label :
         std::initializer_list<QLabel *>{m_packets, m_size, m_time, m_file, m_keys, m_hint, m_notes}) {
        if (!label->isHidden())
            lines.append(label->text());
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace tw::ui
