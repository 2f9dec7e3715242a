#include "ui/log/bundle_dialog.h"

#include "models/log/log_file.h"
#include "models/log/log_store.h"
#include "ui/log/log_times.h"
#include "ui/theme/measure.h"
#include "ui/theme/tone.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QStandardPaths>
#include <QThread>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

constexpr int kLetters = 76;

QString listOf(const QStringList &items)
{
    QString list = QStringLiteral("<ul style=\"margin:0\">");
    for (const QString &item : items)
        list += QStringLiteral("<li>%1</li>").arg(item.toHtmlEscaped());
    return list + QStringLiteral("</ul>");
}

QLabel *heading(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

std::expected<void, QString> writeBundle(const models::SupportBundle &bundle, const QString &file,
                                         const QString &logFile)
{
    std::unique_ptr<models::LogFile> log;
    // A log that cannot be read is a reason for a bundle, not against one.
    if (QFile::exists(logFile)) {
        if (auto opened = models::LogFile::open(logFile, models::LogFile::Access::Read, models::LogStore::kMaxBytes))
            log = std::move(*opened);
    }
    return bundle.write(file, log.get());
}

} // namespace

BundleDialog::BundleDialog(models::SupportBundle bundle, const QString &logFile, QWidget *parent)
    : QDialog(parent),
      m_bundle(std::move(bundle)),
      m_logFile(logFile),
      m_redact(new QCheckBox(this)),
      m_takenOut(new QLabel(this))
{
    setWindowTitle(tr("Support bundle"));
    m_redact->setText(tr("&Replace public addresses and names by stand-ins"));
    m_redact->setChecked(true);
    auto *about = new QLabel(tr("One file that lets somebody else look into “%1”. It is only written to your disk; "
                                "whom it is given to is up to you.")
                                 .arg(m_bundle.name),
                             this);
    about->setTextFormat(Qt::PlainText);
    auto *contents =
        new QLabel(listOf({tr("The configuration of the connection and its two gateways"),
                           tr("The log of %1").arg(timeSpanText(m_bundle.window.from, m_bundle.window.to)),
                           tr("The state of its security associations, where an engine runs"),
                           tr("System, kernel and network settings; versions of the program and its libraries")}),
                   this);
    for (QLabel *label : {about, contents, m_takenOut})
        label->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(tr("&Save..."), QDialogButtonBox::AcceptRole);
    m_save->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(about);
    layout->addWidget(heading(tr("In it"), this));
    layout->addWidget(contents);
    layout->addWidget(heading(tr("Not in it"), this));
    layout->addWidget(m_takenOut);
    layout->addWidget(m_redact);
    layout->addStretch(1);
    layout->addWidget(buttons);
    setMinimumWidth(kLetters * letterWidth(fontMetrics()));
    connect(m_redact, &QCheckBox::toggled, this, &BundleDialog::updateTexts);
    connect(m_save, &QPushButton::clicked, this, &BundleDialog::ask);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    updateTexts();
}

BundleDialog::~BundleDialog()
{
    if (m_thread)
        m_thread->wait();
}

void BundleDialog::updateTexts()
{
    QStringList items{tr("Pre-shared keys and private keys: they are not read at all")};
    if (m_redact->isChecked()) {
        items << tr("Public addresses: each becomes “address-1”, “address-2”...; private ones stay")
              << tr("Identities, host names and subjects of certificates: “identity-1”, “identity-2”...");
    }
    m_takenOut->setText(listOf(items)
                        + (m_redact->isChecked()
                               ? tr("The same stand-in stands everywhere for the same thing, and a list in the bundle "
                                    "says how much was taken out.")
                               : tr("Public addresses and identities stay in it as they are.")));
}

void BundleDialog::ask()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString proposal = QDir(folder).filePath(QStringLiteral("tunnelwright-%1.zip").arg(m_bundle.name));
    const QString file = QFileDialog::getSaveFileName(this, tr("Support bundle"), proposal, QStringLiteral("*.zip"));
    if (!file.isEmpty())
        write(file);
}

void BundleDialog::write(const QString &file)
{
    if (m_thread)
        return;
    m_bundle.isRedacted = m_redact->isChecked();
    m_save->setEnabled(false);
    m_thread.reset(QThread::create([this, bundle = m_bundle, file, logFile = m_logFile] {
        const auto result = writeBundle(bundle, file, logFile);
        // The dialog waits for its thread.
        QMetaObject::invokeMethod(this, [this, result, file] {
            m_thread->wait();
            m_thread.reset();
            m_save->setEnabled(true);
            if (!result) {
                Q_EMIT failed(tr("The support bundle was not written. %1").arg(result.error()));
            } else {
                Q_EMIT written(tr("The support bundle was written to %1.").arg(file));
            }
            accept();
        });
    }));
    m_thread->start();
}

} // namespace tw::ui
