#include "ui/capture/capture_form.h"

#include "models/capture/capture_text.h"
#include "models/log/joined_text.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/theme/tone.h"

#include <QCheckBox>
#include <QDateTime>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QStandardPaths>
#include <QToolButton>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

using models::CaptureController;

constexpr int kMostMinutes = 24 * 60;
constexpr int kMostMegabytes = 1 << 20;
constexpr int kFileLetters = 52;
constexpr int kIndent = 24; // of what belongs to a box above it

QString proposedFile(const QString &name)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString time = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    return QDir(folder).filePath(QStringLiteral("%1-%2.pcapng").arg(name, time));
}

} // namespace

CaptureForm::CaptureForm(QWidget *parent)
    : QWidget(parent),
      m_about(new QLabel(this)),
      m_fileLabel(new QLabel(this)),
      m_file(new QLineEdit(this)),
      m_browse(new QToolButton(this)),
      m_minutesLabel(new QLabel(this)),
      m_minutes(new QSpinBox(this)),
      m_megabytesLabel(new QLabel(this)),
      m_megabytes(new QSpinBox(this)),
      m_keys(new QCheckBox(this)),
      m_keysNote(new QLabel(this)),
      m_liveKeys(new QCheckBox(this)),
      m_warning(new QLabel(this))
{
    m_file->setMinimumWidth(kFileLetters * letterWidth(fontMetrics()));
    m_browse->setIcon(symbolicIcon(QStringLiteral("more")));
    m_minutes->setRange(1, kMostMinutes);
    m_minutes->setValue(static_cast<int>(CaptureController::kDefaultTime.count() / 60));
    m_megabytes->setRange(1, kMostMegabytes);
    m_megabytes->setValue(static_cast<int>(CaptureController::kDefaultBytes >> 20));
    for (QLabel *text : {m_about, m_keysNote, m_warning}) {
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
    }
    m_keysNote->setIndent(kIndent);
    m_warning->setIndent(kIndent);
    m_fileLabel->setBuddy(m_file);
    m_minutesLabel->setBuddy(m_minutes);
    m_megabytesLabel->setBuddy(m_megabytes);

    auto *file = new QHBoxLayout;
    file->addWidget(m_file, 1);
    file->addWidget(m_browse);
    auto *fields = new QFormLayout;
    fields->setFormAlignment(Qt::AlignLeft | Qt::AlignTop);
    fields->addRow(m_fileLabel, file);
    fields->addRow(m_minutesLabel, m_minutes);
    fields->addRow(m_megabytesLabel, m_megabytes);
    fields->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    auto *live = new QHBoxLayout;
    live->setContentsMargins(kIndent, 0, 0, 0);
    live->addWidget(m_liveKeys);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_about);
    layout->addLayout(fields);
    layout->addWidget(m_keys);
    layout->addWidget(m_keysNote);
    layout->addLayout(live);
    layout->addWidget(m_warning);
    layout->addStretch(1);

    connect(m_browse, &QToolButton::clicked, this, &CaptureForm::browse);
    connect(m_keys, &QCheckBox::toggled, this, &CaptureForm::updateWarning);
    connect(m_liveKeys, &QCheckBox::toggled, this, &CaptureForm::updateWarning);
    retranslate();
}

void CaptureForm::setConnection(const QString &name)
{
    m_name = name;
    m_file->setText(QDir::toNativeSeparators(proposedFile(name)));
    m_keys->setChecked(false);
    m_liveKeys->setChecked(false);
    retranslate();
}

CaptureController::Options CaptureForm::options() const
{
    CaptureController::Options options;
    const QString path = QDir::fromNativeSeparators(m_file->text().trimmed());
    options.path = path.isEmpty() ? path : QDir::cleanPath(path);
    options.replaces = !m_agreed.isEmpty() && options.path == m_agreed;
    options.keys = m_keys->isChecked();
    options.liveKeys = options.keys && m_liveKeys->isChecked();
    options.maxTime = std::chrono::minutes(m_minutes->value());
    options.maxBytes = static_cast<quint64>(m_megabytes->value()) << 20;
    return options;
}

void CaptureForm::browse()
{
    const QString file = QFileDialog::getSaveFileName(this, tr("File of the capture"), m_file->text(),
                                                      tr("Captures (*.pcapng)") + QStringLiteral(";;*"));
    if (file.isEmpty())
        return;
    m_agreed = QDir::cleanPath(file);
    m_file->setText(QDir::toNativeSeparators(file));
}

void CaptureForm::updateWarning()
{
    m_liveKeys->setEnabled(m_keys->isChecked());
    m_warning->setText(models::joinedSentences(
        models::captureWarnings(m_keys->isChecked(), m_keys->isChecked() && m_liveKeys->isChecked())));
    m_warning->setVisible(!m_warning->text().isEmpty());
    setTone(m_warning, Tone::Warning);
    setTone(m_keysNote, Tone::Muted);
}

void CaptureForm::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        updateWarning();
    QWidget::changeEvent(event);
}

void CaptureForm::retranslate()
{
    m_about->setText(tr("Records the IKE and ESP datagrams of “%1”, as they are on the wire, in a file that Wireshark "
                        "opens. The tunnel does not wait for it.")
                         .arg(m_name));
    m_fileLabel->setText(tr("&File"));
    m_browse->setToolTip(tr("Choose the file"));
    m_browse->setAccessibleName(m_browse->toolTip());
    m_minutesLabel->setText(tr("At most so &long"));
    m_minutes->setSuffix(tr(" min"));
    m_megabytesLabel->setText(tr("At most so la&rge"));
    m_megabytes->setSuffix(tr(" MiB"));
    m_keys->setText(tr("Also write the &keys that open it"));
    m_keysNote->setText(
        tr("A directory beside the file, for Wireshark: the keys of SAs that begin while the capture is "
           "on, each when its SA has ended."));
    m_liveKeys->setText(tr("Also of SAs that are still in &use, at once"));
    m_keys->setAccessibleDescription(m_keysNote->text());
    updateWarning();
}

} // namespace tw::ui
