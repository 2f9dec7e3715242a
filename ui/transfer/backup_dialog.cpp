#include "ui/transfer/backup_dialog.h"

#include "models/transfer/backup/backup.h"
#include "models/transfer/backup/backup_file.h"
#include "ui/diagnosis/text_label.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/transfer/passphrase_text.h"
#include "ui/widgets/message_bar.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QThread>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

constexpr int kLetters = 84;

} // namespace

BackupDialog::BackupDialog(const Services &services, QWidget *parent)
    : QDialog(parent),
      m_services(services),
      m_passphrase(new QLineEdit(this)),
      m_again(new QLineEdit(this)),
      m_note(new TextLabel(this, Tone::Warning)),
      m_message(new MessageBar(this))
{
    setObjectName(QStringLiteral("BackupDialog"));
    setWindowTitle(tr("Back up"));
    const models::BackupCounts counts = models::backupCounts(m_services.catalog);
    auto *about = new TextLabel(this);
    about->setText(
        tr("One file with everything that the console holds: regions, gateways (%1), connections (%2), certificates "
           "(%3), the settings, and all pre-shared keys and private keys. The log is not in it.")
            .arg(counts.vpnGateways + counts.customerGateways)
            .arg(counts.connections)
            .arg(counts.certificates));
    auto *how = new TextLabel(this, Tone::Muted);
    how->setText(
        tr("The whole file is encrypted with the passphrase (CMS, AES-256-GCM). Nobody can open it without the "
           "passphrase, and nobody can recover that."));
    auto *showIt = new QCheckBox(tr("&Show the passphrase"), this);
    m_passphrase->setMaxLength(kLongestPassphrase);
    m_again->setMaxLength(kLongestPassphrase);
    const auto setEcho = [this](bool isShown) {
        for (QLineEdit *edit : {m_passphrase, m_again})
            edit->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password);
    };
    setEcho(false);
    connect(showIt, &QCheckBox::toggled, this, setEcho);
    auto *form = new QFormLayout;
    form->addRow(tr("&Passphrase"), m_passphrase);
    form->addRow(tr("Once &more"), m_again);
    form->addRow(QString(), m_note);
    form->addRow(QString(), showIt);
    m_message->setClosable(true);
    m_message->hide();

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_save = buttons->addButton(tr("&Back up..."), QDialogButtonBox::ActionRole);
    m_save->setIcon(symbolicIcon(QStringLiteral("backup")));
    m_save->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(about);
    layout->addWidget(how);
    layout->addLayout(form);
    layout->addStretch(1);
    layout->addWidget(m_message);
    layout->addWidget(buttons);
    setMinimumWidth(kLetters * letterWidth(fontMetrics()));
    for (QLineEdit *edit : {m_passphrase, m_again})
        connect(edit, &QLineEdit::textChanged, this, &BackupDialog::follow);
    connect(m_save, &QPushButton::clicked, this, &BackupDialog::ask);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    follow();
}

BackupDialog::~BackupDialog()
{
    if (m_thread)
        m_thread->wait();
}

QString BackupDialog::note() const { return m_note->text(); }

void BackupDialog::follow()
{
    const QString typed = m_passphrase->text();
    const bool isLong = typed.toUtf8().size() >= static_cast<qsizetype>(models::kShortestPassphrase);
    const bool isSame = typed == m_again->text();
    QString note = models::passphraseNote(typed);
    if (isLong && !m_again->text().isEmpty() && !isSame)
        note = tr("The two are not the same.");
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_save->setEnabled(isLong && isSame && !m_thread && m_services.envelope);
}

void BackupDialog::ask()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString proposal = QDir(folder).filePath(
        QStringLiteral("tunnelwright-%1.twbackup").arg(QDate::currentDate().toString(QStringLiteral("yyyy-MM-dd"))));
    const QString file = QFileDialog::getSaveFileName(this, windowTitle(), proposal, QStringLiteral("*.twbackup"));
    if (!file.isEmpty())
        write(file);
}

void BackupDialog::write(const QString &file)
{
    if (m_thread || !m_services.envelope)
        return;
    auto written = models::writeBackup(m_services.catalog,
                                       {QStringLiteral("Tunnelwright ") + QCoreApplication::applicationVersion(),
                                        QDateTime::currentDateTimeUtc(), &m_services.settings});
    if (!written) {
        m_message->showMessage(Tone::Bad, written.error());
        return;
    }
    auto archive = std::make_shared<SecretBytes>(std::move(*written));
    auto passphrase = std::make_shared<SecretBytes>(passphraseOf(*m_passphrase));
    m_thread.reset(QThread::create([this, archive, passphrase, file, envelope = m_services.envelope] {
        const auto sealed = models::sealBackup(*archive, *envelope, *passphrase);
        QString failure;
        if (!sealed)
            failure = sealed.error();
        else if (const auto saved = models::saveBackupFile(file, *sealed); !saved)
            failure = saved.error();
        QMetaObject::invokeMethod(this, [this, file, failure] { finish(file, failure); });
    }));
    m_message->showMessage(Tone::Neutral, tr("The backup is being encrypted..."));
    follow();
    m_thread->start();
}

// Not by waiting in this thread.
void BackupDialog::reject()
{
    m_isLeaving = isWriting();
    if (!m_isLeaving)
        QDialog::reject();
}

void BackupDialog::finish(const QString &file, const QString &error)
{
    m_thread->wait();
    m_thread.reset();
    if (m_isLeaving && error.isEmpty())
        return QDialog::reject();
    m_isLeaving = false;
    if (error.isEmpty()) {
        m_message->showMessage(
            Tone::Good,
            tr("Saved as %1. Keep the passphrase in another place than the file.").arg(QDir::toNativeSeparators(file)));
        for (QLineEdit *edit : {m_passphrase, m_again})
            edit->clear();
    } else {
        m_message->showMessage(Tone::Bad, tr("%1 was not saved: %2.").arg(QDir::toNativeSeparators(file), error));
    }
    follow();
}

} // namespace tw::ui
