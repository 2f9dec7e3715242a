#include "ui/transfer/batch_download_dialog.h"

#include "models/catalog/catalog.h"
#include "models/log/joined_text.h"
#include "models/store/settings.h"
#include "ui/diagnosis/text_label.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/transfer/device_list.h"
#include "ui/transfer/download_dialog.h"
#include "ui/transfer/download_places.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/questions.h"
#include "ui/widgets/window_size.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableWidget>

namespace tw::ui {

namespace {

using models::KeyUse;
using models::PeerFormat;

enum Column { NameColumn, DeviceColumn, OutcomeColumn, kColumns };
constexpr int kOfGateway = -1; // in the box: each customer gateway's own

} // namespace

BatchDownloadDialog::BatchDownloadDialog(const Services &services, const QStringList &connectionIds, QWidget *parent)
    : QDialog(parent),
      m_services(services),
      m_ids(connectionIds),
      m_deviceLabel(new QLabel(this)),
      m_device(new QComboBox(this)),
      m_list(new QTableWidget(0, kColumns, this)),
      m_summary(new TextLabel(this)),
      m_withKey(new QCheckBox(this)),
      m_outcome(new MessageBar(this))
{
    setObjectName(QStringLiteral("BatchDownloadDialog"));
    build();
    retranslate();
    connect(m_device, &QComboBox::currentIndexChanged, this, [this] {
        m_outcome->hide();
        refresh();
    });
    connect(m_withKey, &QCheckBox::toggled, this, [this] {
        m_outcome->hide();
        refresh();
    });
    connect(m_list, &QTableWidget::cellActivated, this, &BatchDownloadDialog::openRow);
    connect(&m_services.catalog, &models::Catalog::connectionChanged, this, &BatchDownloadDialog::refresh);
    connect(&m_services.catalog, &models::Catalog::connectionRemoved, this, &BatchDownloadDialog::refresh);
    resizeWithin(*this, QSize(letterWidth(fontMetrics()) * 118, fontMetrics().lineSpacing() * 28));
}

void BatchDownloadDialog::build()
{
    m_deviceLabel->setBuddy(m_device);
    m_device->addItem(QString(), kOfGateway);
    for (const DeviceGroup &group : deviceGroups()) {
        m_device->insertSeparator(m_device->count());
        for (const PeerFormat device : group.devices)
            m_device->addItem(deviceTitle(device), static_cast<int>(device));
    }
    m_device->setMaxVisibleItems(m_device->count());
    m_list->verticalHeader()->hide();
    m_list->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->horizontalHeader()->setStretchLastSection(true);
    m_list->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_list->horizontalHeader()->setHighlightSections(false);
    m_list->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setShowGrid(false);
    m_list->setTabKeyNavigation(false);
    m_list->setColumnWidth(NameColumn, 28 * letterWidth(fontMetrics()));
    m_list->setColumnWidth(DeviceColumn, 28 * letterWidth(fontMetrics()));
    m_outcome->setClosable(true);

    auto *buttons = new QDialogButtonBox(this);
    m_zip = buttons->addButton(QString(), QDialogButtonBox::ActionRole);
    m_folder = buttons->addButton(QString(), QDialogButtonBox::ActionRole);
    m_close = buttons->addButton(QString(), QDialogButtonBox::RejectRole);
    for (QPushButton *button : {m_zip, m_folder})
        button->setIcon(symbolicIcon(QStringLiteral("download")));
    for (QPushButton *button : {m_zip, m_folder, m_close})
        button->setAutoDefault(false);
    m_zip->setDefault(true);
    m_zip->setShortcut(Qt::CTRL | Qt::Key_Return);
    connect(m_zip, &QPushButton::clicked, this, &BatchDownloadDialog::askZip);
    connect(m_folder, &QPushButton::clicked, this, &BatchDownloadDialog::askFolder);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);

    auto *choice = new QHBoxLayout;
    choice->addWidget(m_deviceLabel);
    choice->addWidget(m_device);
    choice->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(choice);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_summary);
    layout->addWidget(m_withKey);
    layout->addWidget(m_outcome);
    layout->addWidget(buttons);
}

std::vector<models::ConnectionExport> BatchDownloadDialog::exported(KeyUse use) const
{
    const int chosen = m_device->currentData().toInt();
    std::vector<models::ExportWish> wishes;
    for (const QString &id : m_ids) {
        if (!m_services.catalog.connection(id))
            continue; // deleted meanwhile
        wishes.push_back({id,
                          chosen == kOfGateway ? proposedDevice(m_services.settings, m_services.catalog, id)
                                               : static_cast<PeerFormat>(chosen)});
    }
    return models::exportConnections(m_services.catalog, wishes, use);
}

void BatchDownloadDialog::refresh()
{
    const auto exports = exported(m_withKey->isChecked() ? KeyUse::Concealed : KeyUse::Placeholder);
    m_possible = 0;
    m_list->setRowCount(static_cast<int>(exports.size()));
    for (int row = 0; row < m_list->rowCount(); ++row) {
        const models::ConnectionExport &made = exports[static_cast<std::size_t>(row)];
        m_possible += made.isPossible() ? 1 : 0;
        showRow(row, made);
    }
    const int blocked = m_list->rowCount() - m_possible;
    QString text = tr("%n connection(s) will be written.", nullptr, m_possible);
    if (blocked > 0)
        text = models::joinedSentences(
            {text, tr("%n will be left out: open it to see what would have to change.", nullptr, blocked)});
    m_summary->setText(text);
    m_zip->setEnabled(m_possible > 0);
    m_folder->setEnabled(m_possible > 0);
}

void BatchDownloadDialog::showRow(int row, const models::ConnectionExport &made)
{
    QStringList texts;
    if (!made.refusal.isEmpty())
        texts.append(made.refusal);
    for (const models::ExportBlocker &blocker : made.result.blockers)
        texts.append(blocker.reason.translated());
    for (const models::ExportedFile &file : made.result.files)
        texts.append(file.name);
    auto *name = new QTableWidgetItem(made.name);
    name->setData(Qt::UserRole, made.connectionId);
    auto *outcome =
        new QTableWidgetItem(made.isPossible() ? symbolicIcon(QStringLiteral("state-up"), Tone::Good)
                                               : symbolicIcon(QStringLiteral("exclude"), Tone::Bad),
                             made.isPossible() ? models::joinedItems(texts) : models::joinedSentences(texts));
    outcome->setToolTip(texts.join(u'\n'));
    outcome->setData(Qt::AccessibleTextRole,
                     made.isPossible() ? outcome->text() : tr("Not possible: %1").arg(outcome->text()));
    name->setToolTip(made.name);
    m_list->setItem(row, NameColumn, name);
    m_list->setItem(row, DeviceColumn, new QTableWidgetItem(deviceTitle(made.format)));
    m_list->setItem(row, OutcomeColumn, outcome);
}

// One of them by itself: its text, and what stands in the way.
void BatchDownloadDialog::openRow(int row)
{
    DownloadDialog dialog(m_services, m_list->item(row, NameColumn)->data(Qt::UserRole).toString(), this);
    if (const int chosen = m_device->currentData().toInt(); chosen != kOfGateway)
        dialog.devices()->setCurrent(static_cast<PeerFormat>(chosen));
    dialog.exec();
    refresh();
}

void BatchDownloadDialog::askZip()
{
    const QString proposal = downloadFolder(m_services.settings).filePath(QStringLiteral("peer-configurations.zip"));
    const QString file = QFileDialog::getSaveFileName(this, windowTitle(), proposal, QStringLiteral("*.zip"));
    if (file.isEmpty())
        return;
    setDownloadFolder(m_services.settings, file);
    zipTo(file);
}

void BatchDownloadDialog::zipTo(const QString &file)
{
    const auto exports = exported(m_withKey->isChecked() ? KeyUse::Included : KeyUse::Placeholder);
    if (const auto saved = models::zipExports(exports, file, true); !saved)
        report(saved.error());
    else
        reportSaved(QDir::toNativeSeparators(file));
}

void BatchDownloadDialog::askFolder()
{
    const QString folder =
        QFileDialog::getExistingDirectory(this, windowTitle(), downloadFolder(m_services.settings).path());
    if (folder.isEmpty())
        return;
    setDownloadFolder(m_services.settings, QDir(folder).filePath(QStringLiteral("file")));
    saveIn(folder);
}

void BatchDownloadDialog::saveIn(const QString &folder)
{
    const auto exports = exported(m_withKey->isChecked() ? KeyUse::Included : KeyUse::Placeholder);
    QStringList there;
    for (const models::ConnectionExport &made : exports) {
        for (const models::ExportedFile &file : made.result.files) {
            if (QFileInfo::exists(QDir(folder).filePath(file.name)))
                there.append(file.name);
        }
    }
    if (!there.isEmpty()
        && !confirmed(this, windowTitle(),
                      tr("Replace %n file(s) in this folder?", nullptr, static_cast<int>(there.size())), {},
                      tr("Replace"), there))
        return;
    if (const auto saved = models::saveExports(exports, folder, !there.isEmpty()); !saved)
        report(saved.error());
    else
        reportSaved(QDir::toNativeSeparators(folder));
}

void BatchDownloadDialog::report(const models::SaveFailure &failure)
{
    m_outcome->showMessage(
        Tone::Bad, tr("Nothing was saved. %1: %2.").arg(QDir::toNativeSeparators(failure.path), failure.reason));
}

void BatchDownloadDialog::reportSaved(const QString &where)
{
    QString text = tr("Saved %n connection(s) in %1.", nullptr, m_possible).arg(where);
    if (m_withKey->isChecked())
        text = models::joinedSentences({text, tr("Keys are in it: only you can read it.")});
    m_outcome->showMessage(Tone::Good, text);
}

QString BatchDownloadDialog::summary() const { return m_summary->text(); }

void BatchDownloadDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void BatchDownloadDialog::retranslate()
{
    setWindowTitle(tr("Peer configurations of %n connections", nullptr, static_cast<int>(m_ids.size())));
    m_deviceLabel->setText(tr("&Device"));
    m_device->setItemText(0, tr("The one last chosen for each customer gateway"));
    m_list->setHorizontalHeaderLabels({tr("Connection"), tr("Device"), tr("File, or why there is none")});
    m_list->setAccessibleName(tr("What will be written"));
    m_withKey->setText(tr("Put the pre-shared &keys in"));
    m_zip->setText(tr("Save as a &zip file..."));
    m_folder->setText(tr("Save in a &folder..."));
    m_close->setText(tr("Close"));
    m_outcome->retranslate();
    refresh();
}

} // namespace tw::ui
