#include "ui/transfer/download_dialog.h"

#include "models/catalog/catalog.h"
#include "models/diagnosis/diagnosis.h"
#include "models/log/joined_text.h"
#include "models/store/settings.h"
#include "models/transfer/import/source_text.h"
#include "ui/diagnosis/fix_actions.h"
#include "ui/diagnosis/text_label.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/transfer/device_list.h"
#include "ui/transfer/download_places.h"
#include "ui/transfer/export_notes.h"
#include "ui/transfer/export_preview.h"
#include "ui/transfer/text_printing.h"
#include "ui/widgets/breakable_text.h"
#include "ui/widgets/breakable_text.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/questions.h"
#include "ui/widgets/secret_clipboard.h"
#include "ui/widgets/vertical_scroll_area.h"
#include "ui/widgets/window_size.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

using models::KeyUse;
using models::PeerFormat;

constexpr int kMostRemarkLines = 7; // without scrolling

} // namespace

DownloadDialog::DownloadDialog(const Services &services, const QString &connectionId, QWidget *parent)
    : QDialog(parent),
      m_services(services),
      m_connection(connectionId),
      m_forms(new FixActions(services, this)),
      m_devices(new DeviceList(this)),
      m_title(new QLabel(this)),
      m_subject(new TextLabel(this, Tone::Muted)),
      m_documentation(new QLabel(this)),
      m_stack(new QStackedWidget(this)),
      m_preview(new ExportPreview(this)),
      m_obstacles(new ExportNotes(this)),
      m_remarks(new ExportNotes(this)),
      m_withKey(new QCheckBox(this)),
      m_keyHint(new TextLabel(this, Tone::Muted)),
      m_outcome(new MessageBar(this))
{
    setObjectName(QStringLiteral("DownloadDialog"));
    if (const models::Connection *connection = m_services.catalog.connection(m_connection))
        m_gateway = connection->draft.customerGatewayId;
    m_forms->setConnection(m_connection);
    build();
    m_devices->setCurrent(proposedDevice(m_services.settings, m_services.catalog, m_connection));
    connect(m_devices, &DeviceList::chosen, this, [this](PeerFormat device) {
        rememberDevice(m_services.settings, m_gateway, device);
        m_outcome->hide();
        refresh();
    });
    connect(m_withKey, &QCheckBox::toggled, this, [this] {
        m_outcome->hide();
        updateBlocked();
        refresh();
    });
    for (ExportNotes *notes : {m_obstacles, m_remarks})
        connect(notes, &ExportNotes::mendRequested, this, &DownloadDialog::mend);
    // Changed from here, or from elsewhere meanwhile.
    const auto changed = [this] {
        updateBlocked();
        refresh();
    };
    connect(&m_services.catalog, &models::Catalog::connectionChanged, this, changed);
    connect(&m_services.catalog, &models::Catalog::customerGatewayChanged, this, changed);
    connect(&m_services.catalog, &models::Catalog::vpnGatewayChanged, this, changed);
    connect(&m_services.catalog, &models::Catalog::connectionRemoved, this, changed);
    resizeWithin(*this, QSize(letterWidth(fontMetrics()) * 132, fontMetrics().lineSpacing() * 42));
    updateBlocked();
    retranslate();
    m_devices->tree()->setFocus();
}

void DownloadDialog::build()
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    large.setBold(true);
    m_title->setFont(large);
    m_title->setTextFormat(Qt::PlainText);
    m_documentation->setOpenExternalLinks(true);
    m_documentation->setTextInteractionFlags(Qt::TextBrowserInteraction);
    auto *obstacleArea = new VerticalScrollArea(this);
    obstacleArea->setWidget(m_obstacles);
    m_obstacles->setContentsMargins(10, 10, 10, 10);
    m_stack->addWidget(m_preview);
    m_stack->addWidget(obstacleArea);
    auto *remarksArea = new VerticalScrollArea(this);
    remarksArea->setFocusPolicy(Qt::StrongFocus); // to be scrolled by keyboard
    remarksArea->setWidget(m_remarks);
    remarksArea->setMaximumHeight(kMostRemarkLines * (fontMetrics().lineSpacing() + 3));
    remarksArea->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_remarksArea = remarksArea;
    m_outcome->setClosable(true);

    auto *buttons = new QDialogButtonBox(this);
    const auto button = [&](const QString &iconName, QDialogButtonBox::ButtonRole role) {
        auto *made = buttons->addButton(QString(), role);
        made->setIcon(symbolicIcon(iconName));
        made->setAutoDefault(false);
        return made;
    };
    m_copy = button(QStringLiteral("copy"), QDialogButtonBox::ActionRole);
    m_copyWithKey = button(QStringLiteral("key"), QDialogButtonBox::ActionRole);
    m_print = button(QStringLiteral("print"), QDialogButtonBox::ActionRole);
    m_save = button(QStringLiteral("download"), QDialogButtonBox::ActionRole);
    m_close = buttons->addButton(QString(), QDialogButtonBox::RejectRole);
    m_close->setAutoDefault(false);
    m_save->setDefault(true);
    m_save->setShortcut(Qt::CTRL | Qt::Key_Return);
    connect(m_copy, &QPushButton::clicked, this, [this] { copy(KeyUse::Placeholder); });
    connect(m_copyWithKey, &QPushButton::clicked, this, [this] { copy(KeyUse::Included); });
    connect(m_print, &QPushButton::clicked, this, &DownloadDialog::print);
    connect(m_save, &QPushButton::clicked, this, &DownloadDialog::save);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);

    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_documentation);
    auto *right = new QVBoxLayout;
    right->setSpacing(6);
    right->addLayout(head);
    right->addWidget(m_subject);
    right->addWidget(m_stack, 1);
    right->addWidget(m_remarksArea);
    right->addWidget(m_withKey);
    right->addWidget(m_keyHint);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(14);
    columns->addWidget(m_devices);
    columns->addLayout(right, 1);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(columns, 1);
    layout->addWidget(m_outcome);
    layout->addWidget(buttons);
}

KeyUse DownloadDialog::keyUse() const { return m_withKey->isChecked() ? KeyUse::Included : KeyUse::Placeholder; }

models::ConnectionExport DownloadDialog::exported(KeyUse use) const
{
    return models::exportConnection(m_services.catalog, m_connection, m_devices->current(), use);
}

void DownloadDialog::refresh()
{
    m_shown = exported(m_withKey->isChecked() ? KeyUse::Concealed : KeyUse::Placeholder);
    const PeerFormat device = m_devices->current();
    m_title->setText(deviceTitle(device));
    m_documentation->setText(
        QStringLiteral("<a href=\"%1\">%2</a>")
            .arg(QLatin1String(models::peerFormatInfo(device).documentation), tr("Its documentation").toHtmlEscaped()));
    const models::CustomerGateway *gateway = m_services.catalog.customerGateway(m_gateway);
    const QString subject = gateway
        ? tr("For the device at %1 (customer gateway “%2”), written from its side: local and "
             "remote are swapped.")
              .arg(gateway->ipAddress, gateway->name)
        : QString();
    m_subject->setText(breakable(subject, m_subject->fontMetrics()));
    const bool isPossible = m_shown.isPossible();
    if (isPossible) {
        m_preview->setFiles(device, m_shown.result.files);
        m_remarks->showRemarks(m_shown, m_withKey->isChecked() ? QList<models::ExportBlocker>() : keyTrouble());
    } else {
        m_obstacles->showObstacles(m_shown);
        m_remarks->showRemarks({{}, {}, device, {}, {}}, {});
    }
    m_remarksArea->setVisible(isPossible && m_remarks->isVisibleTo(m_remarksArea));
    m_stack->setCurrentIndex(isPossible ? 0 : 1);
    for (QPushButton *button : {m_copy, m_copyWithKey, m_print, m_save})
        button->setEnabled(isPossible);
    m_copyWithKey->setVisible(m_withKey->isChecked());
    m_copy->setText(m_withKey->isChecked() ? tr("&Copy without the key") : tr("&Copy"));
    m_keyHint->setText(
        m_withKey->isChecked()
            ? tr("Only you will be able to read the file. Here dots stand in the key's place.")
            : tr("%1 stands in its place, to be replaced at the device.").arg(QLatin1String(models::kKeyPlaceholder)));
}

void DownloadDialog::updateBlocked()
{
    QHash<PeerFormat, QString> reasons;
    const auto view = models::exportView(m_services.catalog, m_connection);
    const auto key = m_services.catalog.presharedKey(m_connection);
    const bool asksKey = m_withKey->isChecked() && key.has_value();
    for (const models::PeerFormatInfo &info : models::peerFormats()) {
        if (!view)
            break; // it is said beside the list
        const auto blockers = models::exportBlockers(info.format, *view, asksKey ? &*key : nullptr);
        QStringList texts;
        for (const models::ExportBlocker &blocker : blockers)
            texts.append(blocker.reason.translated());
        if (!texts.isEmpty())
            reasons.insert(info.format, texts.join(u'\n'));
    }
    m_devices->setBlocked(reasons);
}

// What the device would not take of the key that somebody will put in by hand.
QList<models::ExportBlocker> DownloadDialog::keyTrouble() const
{
    const auto view = models::exportView(m_services.catalog, m_connection);
    const auto key = m_services.catalog.presharedKey(m_connection);
    if (!view || !key)
        return {};
    QList<models::ExportBlocker> blockers = models::exportBlockers(m_devices->current(), *view, &*key);
    blockers.removeIf([](const models::ExportBlocker &blocker) { return blocker.field != models::Field::Psk; });
    return blockers;
}

void DownloadDialog::mend(models::Field field, const QString &value)
{
    m_outcome->hide();
    if (field == models::Field::IpAddress)
        m_forms->apply({.kind = {}, .action = models::FixAction::OpenGateway, .field = field, .value = value});
    else
        m_forms->openField(field, value);
}

void DownloadDialog::copy(KeyUse use)
{
    const models::ConnectionExport made = exported(use);
    if (!made.isPossible()) {
        refresh();
        return;
    }
    const auto index = std::min(static_cast<std::size_t>(m_preview->currentFile()), made.result.files.size() - 1);
    const models::ExportedFile &file = made.result.files[index];
    QString text = textOf(file.text);
    if (file.holdsKey) {
        SecretClipboard::copy(text);
        m_outcome->showMessage(Tone::Warning,
                               tr("%1 was copied with the key in it. The clipboard is cleared after %n seconds.",
                                  nullptr, SecretClipboard::kSeconds)
                                   .arg(file.name));
    } else {
        QGuiApplication::clipboard()->setText(text);
        m_outcome->showMessage(Tone::Good, tr("%1 was copied.").arg(file.name));
    }
    models::wipeText(text);
}

void DownloadDialog::save()
{
    if (!m_shown.isPossible())
        return;
    const QString proposal = downloadFolder(m_services.settings).filePath(m_shown.result.files.front().name);
    const QString file = QFileDialog::getSaveFileName(this, windowTitle(), proposal);
    if (file.isEmpty())
        return;
    setDownloadFolder(m_services.settings, file);
    // The first one was asked about; the one beside it was not.
    const QString beside = besidePath(m_shown, file);
    if (!beside.isEmpty() && QFileInfo::exists(beside)
        && !confirmed(this, windowTitle(), tr("Replace %1 too?").arg(QDir::toNativeSeparators(beside)),
                      tr("The pre-shared key has a file of its own."), tr("Replace")))
        return;
    saveTo(file);
}

void DownloadDialog::saveTo(const QString &file)
{
    const models::ConnectionExport made = exported(keyUse());
    if (!made.isPossible()) {
        refresh();
        return;
    }
    const auto &files = made.result.files;
    std::vector<models::FileToSave> toSave{{file, files.front().text.view(), files.front().holdsKey}};
    bool holdsKey = files.front().holdsKey;
    QStringList names{QDir::toNativeSeparators(file)};
    if (files.size() > 1) {
        const models::ExportedFile &second = files[1];
        toSave.push_back({besidePath(made, file), second.text.view(), second.holdsKey});
        holdsKey = holdsKey || second.holdsKey;
        names.append(QDir::toNativeSeparators(toSave.back().path));
    }
    if (const auto saved = models::saveFiles(toSave, true); !saved) {
        m_outcome->showMessage(
            Tone::Bad,
            tr("%1 was not saved: %2.").arg(QDir::toNativeSeparators(saved.error().path), saved.error().reason));
        return;
    }
    const QString where = tr("Saved as %1.").arg(models::joinedItems(names));
    m_outcome->showMessage(
        Tone::Good, holdsKey ? models::joinedSentences({where, tr("The key is in it: only you can read it.")}) : where);
}

void DownloadDialog::print()
{
    QPrinter printer(QPrinter::HighResolution);
    QPrintDialog dialog(&printer, this);
    if (dialog.exec() == QDialog::Accepted)
        printOn(printer);
}

void DownloadDialog::printOn(QPrinter &printer)
{
    const models::ConnectionExport made = exported(keyUse());
    if (!made.isPossible()) {
        refresh();
        return;
    }
    QString text;
    for (const models::ExportedFile &file : made.result.files) {
        QString one = textOf(file.text);
        if (made.result.files.size() > 1)
            text += QStringLiteral("===== %1 =====\n").arg(file.name);
        text += one;
        models::wipeText(one);
    }
    printer.setDocName(made.result.files.front().name);
    const bool isPrinted = printText(printer, tr("%1 for “%2”").arg(deviceTitle(made.format), made.name), text, font());
    models::wipeText(text);
    if (isPrinted)
        m_outcome->showMessage(Tone::Good, tr("Sent to the printer."));
    else
        m_outcome->showMessage(Tone::Bad, tr("The printer did not take it."));
}

void DownloadDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void DownloadDialog::retranslate()
{
    const models::Connection *connection = m_services.catalog.connection(m_connection);
    setWindowTitle(tr("Peer configuration of “%1”").arg(connection ? connection->draft.name : m_connection));
    m_withKey->setText(tr("Put the pre-shared &key in"));
    m_copyWithKey->setText(tr("Copy &with the key"));
    m_copyWithKey->setToolTip(tr("The clipboard is cleared after %n seconds", nullptr, SecretClipboard::kSeconds));
    m_print->setText(tr("&Print..."));
    m_save->setText(tr("&Save..."));
    m_close->setText(tr("Close"));
    m_remarksArea->setAccessibleName(tr("Notes on the file"));
    m_outcome->retranslate();
    updateBlocked();
    refresh();
}

} // namespace tw::ui
