#include "ui/transfer/restore_dialog.h"

#include "models/store/settings.h"
#include "models/transfer/backup/backup_file.h"
#include "ui/diagnosis/text_label.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/transfer/passphrase_text.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/relative_time.h"
#include "ui/widgets/window_size.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTableWidget>
#include <QThread>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

enum Column { KindColumn, NameColumn, ActionColumn, kColumns };

Tone toneOf(models::RestoreReport::Outcome outcome)
{
    switch (outcome) {
    case models::RestoreReport::Outcome::Created: return Tone::Good;
    case models::RestoreReport::Outcome::Changed: return Tone::Warning;
    case models::RestoreReport::Outcome::Removed: break;
    }
    return Tone::Bad;
}

QString iconOf(models::RestoreReport::Outcome outcome)
{
    switch (outcome) {
    case models::RestoreReport::Outcome::Created: return QStringLiteral("add");
    case models::RestoreReport::Outcome::Changed: return QStringLiteral("edit");
    case models::RestoreReport::Outcome::Removed: break;
    }
    return QStringLiteral("delete");
}

} // namespace

RestoreDialog::RestoreDialog(const Services &services, QWidget *parent)
    : QDialog(parent),
      m_services(services),
      m_file(new QLineEdit(this)),
      m_browse(new QPushButton(tr("&Choose..."), this)),
      m_passphrase(new QLineEdit(this)),
      m_open(new QPushButton(tr("&Open"), this)),
      m_summary(new TextLabel(this)),
      m_replace(new QRadioButton(tr("Re&place everything: what is not in the backup is removed"), this)),
      m_merge(new QRadioButton(tr("&Merge: what is not in the backup stays"), this)),
      m_table(new QTableWidget(0, kColumns, this)),
      m_message(new MessageBar(this)),
      m_restore(new QPushButton(symbolicIcon(QStringLiteral("restore")), tr("&Restore"), this))
{
    setObjectName(QStringLiteral("RestoreDialog"));
    setWindowTitle(tr("Restore a backup"));
    build();
    connect(m_browse, &QPushButton::clicked, this, &RestoreDialog::choose);
    connect(m_open, &QPushButton::clicked, this, &RestoreDialog::open);
    connect(m_restore, &QPushButton::clicked, this, &RestoreDialog::restore);
    for (QLineEdit *edit : {m_file, m_passphrase})
        connect(edit, &QLineEdit::textChanged, this, &RestoreDialog::forget);
    connect(m_merge, &QRadioButton::toggled, this, &RestoreDialog::showPlan);
    showPlan();
}

RestoreDialog::~RestoreDialog()
{
    if (m_thread)
        m_thread->wait();
}

void RestoreDialog::build()
{
    auto *about = new TextLabel(this);
    about->setText(tr("The backup is opened first, and nothing is changed before you have seen what would be. What "
                      "stands now is kept as a backup of its own, with the same passphrase."));
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_passphrase->setMaxLength(kLongestPassphrase);
    m_replace->setChecked(true);
    m_browse->setAutoDefault(false);
    m_restore->setAutoDefault(false);
    m_open->setDefault(true);
    m_message->setClosable(true);
    m_message->hide();
    QHeaderView *header = m_table->horizontalHeader();
    m_table->setHorizontalHeaderLabels({tr("Kind"), tr("Name"), tr("What happens")});
    m_table->setAccessibleName(tr("What the backup changes"));
    m_table->verticalHeader()->hide();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);

    auto *file = new QHBoxLayout;
    file->addWidget(m_file, 1);
    file->addWidget(m_browse);
    auto *passphrase = new QHBoxLayout;
    passphrase->addWidget(m_passphrase, 1);
    passphrase->addWidget(m_open);
    auto *form = new QFormLayout;
    form->addRow(tr("&File"), file);
    form->addRow(tr("P&assphrase"), passphrase);
    qobject_cast<QLabel *>(form->labelForField(file))->setBuddy(m_file);
    qobject_cast<QLabel *>(form->labelForField(passphrase))->setBuddy(m_passphrase);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(m_restore, QDialogButtonBox::ActionRole);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(about);
    layout->addLayout(form);
    layout->addWidget(m_summary);
    layout->addWidget(m_replace);
    layout->addWidget(m_merge);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_message);
    layout->addWidget(buttons);
    resizeWithin(*this, QSize(letterWidth(fontMetrics()) * 96, fontMetrics().lineSpacing() * 30));
}

void RestoreDialog::setFile(const QString &file) { m_file->setText(file); }

void RestoreDialog::choose()
{
    const QString file = QFileDialog::getOpenFileName(this, windowTitle(), {}, QStringLiteral("*.twbackup;;*"));
    if (file.isEmpty())
        return;
    setFile(file);
    m_passphrase->setFocus();
}

// Another file or passphrase: what was opened is of the former.
void RestoreDialog::forget()
{
    m_backup.reset();
    m_openedWith.clear();
    m_message->hide();
    showPlan();
}

void RestoreDialog::open()
{
    if (isWorking() || !m_services.envelope)
        return;
    auto content = models::readBackupFile(m_file->text());
    if (!content) {
        m_message->showMessage(Tone::Bad, content.error());
        return;
    }
    m_services.settings.rememberFile(m_file->text());
    forget();
    m_openedWith = passphraseOf(*m_passphrase);
    auto passphrase = std::make_shared<SecretBytes>(m_openedWith.clone());
    m_message->showMessage(Tone::Neutral, tr("The backup is being opened..."));
    work([this, file = std::move(*content), passphrase, envelope = m_services.envelope] {
        auto opened = std::make_shared<Opened>(models::unsealBackup(file, *envelope, *passphrase));
        QMetaObject::invokeMethod(this, [this, opened] { finish(*opened); });
    });
}

// Nothing that it works on may be changed meanwhile.
void RestoreDialog::work(std::function<void()> task)
{
    m_thread.reset(QThread::create(std::move(task)));
    follow();
    m_thread->start();
}

void RestoreDialog::endWork()
{
    m_thread->wait();
    m_thread.reset();
}

// Not by waiting in this thread.
void RestoreDialog::reject()
{
    m_isLeaving = isWorking();
    if (m_isLeaving)
        m_message->showMessage(Tone::Neutral, tr("Closing..."));
    else
        QDialog::reject();
}

void RestoreDialog::finish(const Opened &opened)
{
    endWork();
    if (m_isLeaving)
        return QDialog::reject();
    m_message->hide();
    auto backup = opened ? models::readBackup(opened->view(), m_services.catalog)
                         : std::expected<models::Backup, models::BackupFault>(std::unexpected(opened.error()));
    if (backup) {
        m_backup = std::move(*backup);
        showPlan();
        if (m_restore->isEnabled())
            m_table->setFocus(); // what is to be read next
        return;
    }
    refuse(backup.error().text);
    if (backup.error().isPassphrase) {
        m_passphrase->setFocus();
        m_passphrase->selectAll();
    }
}

void RestoreDialog::refuse(const QString &error)
{
    m_isKeeping = false;
    m_isLeaving = false; // it is to be read
    m_message->showMessage(Tone::Bad, error);
    follow();
}

models::RestoreMode RestoreDialog::mode() const
{
    return m_merge->isChecked() ? models::RestoreMode::Merge : models::RestoreMode::Replace;
}

void RestoreDialog::showPlan()
{
    m_table->setRowCount(0);
    m_summary->setText(m_backup ? QString() : tr("Choose a file, enter its passphrase, and open it."));
    if (m_backup) {
        const auto report = models::checkBackup(m_services.catalog, *m_backup, mode());
        if (!report) {
            m_message->showMessage(Tone::Bad, report.error());
            m_backup.reset();
            return follow();
        }
        using Outcome = models::RestoreReport::Outcome;
        m_summary->setText(
            tr("Made on %1 with %2. It creates %n object(s), changes %3 and removes %4; everything else is "
               "as it is in the backup already.",
               nullptr, static_cast<int>(report->count(Outcome::Created)))
                .arg(timeText(m_backup->time), m_backup->product)
                .arg(report->count(Outcome::Changed))
                .arg(report->count(Outcome::Removed)));
        m_table->setRowCount(static_cast<int>(report->items.size()));
        for (int line = 0; line < m_table->rowCount(); ++line) {
            const models::RestoreReport::Item &item = report->items[line];
            m_table->setItem(line, KindColumn, new QTableWidgetItem(models::objectKindText(item.kind)));
            m_table->setItem(line, NameColumn, new QTableWidgetItem(item.name));
            m_table->setItem(line, ActionColumn,
                             new QTableWidgetItem(symbolicIcon(iconOf(item.outcome), toneOf(item.outcome)),
                                                  models::restoreOutcomeText(item.outcome)));
        }
    }
    follow();
}

void RestoreDialog::restore()
{
    if (!m_backup || isWorking())
        return;
    m_isKeeping = true;
    m_request = {mode(),
                 m_services.dataDirectory,
                 {QStringLiteral("Tunnelwright ") + QCoreApplication::applicationVersion(),
                  QDateTime::currentDateTimeUtc(), &m_services.settings}};
    m_kept = {};
    keepStore();
}

// Encrypting takes a second, in which tunnels and other windows go on: what stands may be another thing afterwards, and is
// then kept once more.
void RestoreDialog::keepStore()
{
    if (m_isLeaving)
        return QDialog::reject(); // nothing has been restored
    // What is on its way to the disk is in no copy yet.
    if (m_services.catalog.isSaving()) {
        m_services.catalog.whenSaved(this, [this](const models::CatalogResult<void> &) { keepStore(); });
        return follow();
    }
    // What cannot be done leaves no copy behind either.
    if (const auto checked = models::checkBackup(m_services.catalog, *m_backup, m_request.mode); !checked)
        return refuse(checked.error());
    auto copy = models::copyStore(m_services.catalog, m_request);
    if (!copy)
        return refuse(copy.error());
    if (*copy == m_kept)
        return take(copy->file);
    m_message->showMessage(Tone::Neutral, tr("What stands now is being kept..."));
    work([this, kept = std::make_shared<models::StoreCopy>(std::move(*copy)), envelope = m_services.envelope,
          passphrase = std::make_shared<SecretBytes>(m_openedWith.clone())] {
        const auto saved = models::saveCopy(*kept, *envelope, *passphrase);
        QMetaObject::invokeMethod(
            this, [this, kept, error = saved ? QString() : saved.error()] { finishKeeping(kept, error); });
    });
}

void RestoreDialog::finishKeeping(const std::shared_ptr<models::StoreCopy> &copy, const QString &error)
{
    endWork();
    if (!error.isEmpty())
        return refuse(error);
    m_kept = std::move(*copy);
    keepStore();
}

void RestoreDialog::take(const QString &copy)
{
    if (const auto done = models::takeBackup(m_services.catalog, *m_backup, m_request.mode); !done)
        return refuse(done.error());
    const QJsonObject settings = m_request.mode == models::RestoreMode::Replace ? m_backup->settings : QJsonObject();
    m_isKeeping = false;
    m_kept = {};
    forget();
    m_passphrase->clear();
    m_services.catalog.whenSaved(this, [this, settings, copy](const models::CatalogResult<void> &saved) {
        if (!saved)
            return refuse(saved.error().text);
        m_message->showMessage(
            Tone::Good,
            copy.isEmpty()
                ? tr("The backup is restored.")
                : tr("The backup is restored. What stood before is kept in %1.").arg(QDir::toNativeSeparators(copy)));
        models::restoreSettings(m_services.settings, settings);
    });
}

void RestoreDialog::follow()
{
    const bool isIdle = !isWorking();
    for (QWidget *widget : std::initializer_list<QWidget *>{m_file, m_browse, m_passphrase})
        widget->setEnabled(isIdle);
    m_open->setEnabled(isIdle && m_services.envelope && !m_file->text().isEmpty() && !m_passphrase->text().isEmpty());
    m_restore->setEnabled(isIdle && m_backup && m_table->rowCount() > 0);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_replace, m_merge})
        widget->setEnabled(isIdle && m_backup);
}

QString RestoreDialog::summary() const { return m_summary->text(); }

} // namespace tw::ui
