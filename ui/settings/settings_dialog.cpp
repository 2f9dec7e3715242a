#include "ui/settings/settings_dialog.h"

#include "models/store/settings.h"
#include "ui/theme/language.h"
#include "ui/theme/look.h"
#include "ui/theme/measure.h"
#include "ui/theme/tone.h"
#include "ui_settings_dialog.h"

#include <QEvent>
#include <QPushButton>

namespace tw::ui {

using models::Settings;

namespace {

constexpr int kFieldLetters = 44;
constexpr int kNoteLetters = 58;

} // namespace

SettingsDialog::SettingsDialog(Settings &settings, bool hasTray, QWidget *parent)
    : QDialog(parent),
      m_settings(settings),
      m_ui(std::make_unique<::Ui::SettingsDialog>()),
      m_language(settings.language()),
      m_theme(settings.theme())
{
    m_ui->setupUi(this);
    setObjectName(QStringLiteral("SettingsDialog"));
    m_ui->buttons->button(QDialogButtonBox::Ok)->setShortcut(Qt::CTRL | Qt::Key_Return);
    fillChoices();
    m_ui->logSpin->setRange(static_cast<int>(Settings::kShortestLog.count()),
                            static_cast<int>(Settings::kLongestLog.count()));
    m_ui->logSpin->setValue(static_cast<int>(settings.logKept().count()));
    m_ui->engineCheck->setChecked(settings.startsEngine());
    m_ui->pageCheck->setChecked(settings.opensLastPage());
    m_ui->quitCombo->setCurrentIndex(settings.asksBeforeQuit() ? 0 : 1);
    m_ui->closeCombo->setCurrentIndex(static_cast<int>(settings.closing()));
    m_ui->upCheck->setChecked(settings.notifies(Settings::Notification::Up));
    m_ui->downCheck->setChecked(settings.notifies(Settings::Notification::Down));
    m_ui->failedCheck->setChecked(settings.notifies(Settings::Notification::Failed));
    m_ui->certificateCheck->setChecked(settings.notifies(Settings::Notification::Certificate));
    m_ui->trayNote->setVisible(!hasTray);
    if (!hasTray)
        disableTray();
    retranslate();

    connect(m_ui->languageCombo, &QComboBox::activated, this,
            [this] { Q_EMIT languageRequested(m_ui->languageCombo->currentData().toString()); });
    connect(m_ui->themeCombo, &QComboBox::activated, this,
            [this] { Q_EMIT themeRequested(m_ui->themeCombo->currentData().toString()); });
    connect(m_ui->logSpin, &QSpinBox::valueChanged, this, &SettingsDialog::showLogNote);
    connect(m_ui->buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::accept);
    connect(m_ui->buttons, &QDialogButtonBox::rejected, this, &SettingsDialog::reject);
    const int letter = letterWidth(fontMetrics());
    for (QWidget *field : {m_ui->languageCombo, m_ui->themeCombo, m_ui->quitCombo, m_ui->closeCombo})
        field->setMinimumWidth(letter * kFieldLetters);
    for (QWidget *note : {m_ui->logNote, m_ui->trayNote})
        note->setMinimumWidth(letter * kNoteLetters);
}

SettingsDialog::~SettingsDialog() = default;

QList<SettingsDialog::Title> SettingsDialog::titles()
{
    return {{QStringLiteral("languageCombo"), tr("Language of the window")},
            {QStringLiteral("themeCombo"), tr("Theme: light or dark")},
            {QStringLiteral("logSpin"), tr("How long the log is kept")},
            {QStringLiteral("engineCheck"), tr("What happens when the program starts")},
            {QStringLiteral("quitCombo"), tr("What happens when the program quits")},
            {QStringLiteral("upCheck"), tr("Notifications")}};
}

void SettingsDialog::focusField(const QString &field)
{
    if (auto *widget = field.isEmpty() ? nullptr : findChild<QWidget *>(field))
        widget->setFocus(Qt::TabFocusReason);
}

void SettingsDialog::fillChoices()
{
    m_ui->languageCombo->addItem(QString(), QString());
    for (const QString &language : availableLanguages())
        m_ui->languageCombo->addItem(languageTitle(language), language);
    m_ui->languageCombo->setCurrentIndex(std::max(0, m_ui->languageCombo->findData(m_language)));
    for (const Look look : {Look::System, Look::Light, Look::Dark})
        m_ui->themeCombo->addItem(QString(), lookName(look));
    m_ui->themeCombo->setCurrentIndex(m_ui->themeCombo->findData(m_theme));
    m_ui->quitCombo->addItems({QString(), QString()});
    m_ui->closeCombo->addItems({QString(), QString(), QString()});
}

void SettingsDialog::disableTray()
{
    for (QWidget *widget : {static_cast<QWidget *>(m_ui->closeLabel), static_cast<QWidget *>(m_ui->closeCombo),
                            static_cast<QWidget *>(m_ui->notifyLabel), static_cast<QWidget *>(m_ui->upCheck),
                            static_cast<QWidget *>(m_ui->downCheck), static_cast<QWidget *>(m_ui->failedCheck),
                            static_cast<QWidget *>(m_ui->certificateCheck)})
        widget->setEnabled(false);
}

void SettingsDialog::retranslate()
{
    m_ui->retranslateUi(this);
    m_ui->languageCombo->setItemText(0, tr("As the desktop (%1)").arg(languageTitle(resolveLanguage({}))));
    const QStringList themes{tr("As the desktop"), tr("Light"), tr("Dark")};
    for (int index = 0; index < themes.size(); ++index)
        m_ui->themeCombo->setItemText(index, themes.at(index));
    m_ui->quitCombo->setItemText(0, tr("Ask where tunnels are up"));
    m_ui->quitCombo->setItemText(1, tr("End the tunnels without asking"));
    m_ui->closeCombo->setItemText(0, tr("Ask once"));
    m_ui->closeCombo->setItemText(1, tr("Keep the tunnels, with an icon in the tray"));
    m_ui->closeCombo->setItemText(2, tr("Quit"));
    m_ui->trayNote->setText(tr("This desktop has no tray, so closing the window quits, and nothing is notified."));
    m_ui->logSpin->setToolTip(tr("From 1 to 180 days. A log of 4 GiB loses its oldest lines earlier."));
    for (const auto &[label, field] : {std::pair(m_ui->languageLabel, static_cast<QWidget *>(m_ui->languageCombo)),
                                       {m_ui->themeLabel, m_ui->themeCombo},
                                       {m_ui->logLabel, m_ui->logSpin},
                                       {m_ui->quitLabel, m_ui->quitCombo},
                                       {m_ui->closeLabel, m_ui->closeCombo}})
        field->setAccessibleName(label->text().remove(QLatin1Char('&')));
    for (QAbstractButton *check : {m_ui->engineCheck, m_ui->pageCheck})
        check->setAccessibleDescription(m_ui->startLabel->text());
    for (QAbstractButton *check : {m_ui->upCheck, m_ui->downCheck, m_ui->failedCheck, m_ui->certificateCheck})
        check->setAccessibleDescription(m_ui->notifyLabel->text());
    showLogNote();
}

// What OK would destroy is said before.
void SettingsDialog::showLogNote()
{
    const bool isShorter = m_ui->logSpin->value() < m_settings.logKept().count();
    QPalette palette = QGuiApplication::palette();
    palette.setColor(QPalette::WindowText, toneColor(isShorter ? Tone::Warning : Tone::Muted, palette));
    m_ui->logNote->setPalette(palette);
    m_ui->logNote->setText(
        isShorter ? tr("With OK, lines older than %n day(s) are deleted for good.", nullptr, m_ui->logSpin->value())
                  : tr("Older lines are deleted by themselves."));
    m_ui->logSpin->setSuffix(tr(" day(s)", nullptr, m_ui->logSpin->value()));
    m_ui->logSpin->setAccessibleDescription(m_ui->logNote->text());
}

void SettingsDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        showLogNote();
    QDialog::changeEvent(event);
}

void SettingsDialog::accept()
{
    // The texts that were shown already are stored by whoever shows them.
    m_settings.setLogKept(std::chrono::days(m_ui->logSpin->value()));
    m_settings.setStartsEngine(m_ui->engineCheck->isChecked());
    m_settings.setOpensLastPage(m_ui->pageCheck->isChecked());
    m_settings.setAsksBeforeQuit(m_ui->quitCombo->currentIndex() == 0);
    m_settings.setClosing(static_cast<Settings::Closing>(m_ui->closeCombo->currentIndex()));
    m_settings.setNotifies(Settings::Notification::Up, m_ui->upCheck->isChecked());
    m_settings.setNotifies(Settings::Notification::Down, m_ui->downCheck->isChecked());
    m_settings.setNotifies(Settings::Notification::Failed, m_ui->failedCheck->isChecked());
    m_settings.setNotifies(Settings::Notification::Certificate, m_ui->certificateCheck->isChecked());
    QDialog::accept();
}

void SettingsDialog::reject()
{
    if (m_ui->languageCombo->currentData().toString() != m_language)
        Q_EMIT languageRequested(m_language);
    if (m_ui->themeCombo->currentData().toString() != m_theme)
        Q_EMIT themeRequested(m_theme);
    QDialog::reject();
}

} // namespace tw::ui
