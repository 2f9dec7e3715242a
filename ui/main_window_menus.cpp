// The window's menus, tool bar and words.

#include "ui/catalog/connections_page.h"
#include "ui/catalog/gateways_page.h"
#include "ui/catalog/region_selector.h"
#include "ui/help/keys_dialog.h"
#include "ui/main_window.h"
#include "ui/theme/language.h"
#include "ui/theme/look.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/undo_actions.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/sidebar.h"

#include "models/store/settings.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QToolBar>
#include <QToolButton>

namespace tw::ui {

namespace {

QString keysOf(const QAction *action)
{
    QStringList keys;
    for (const QKeySequence &key : action->shortcuts())
        keys.append(key.toString(QKeySequence::NativeText));
    return keys.join(QStringLiteral(", "));
}

} // namespace

void MainWindow::buildMenus()
{
    m_fileMenu = menuBar()->addMenu(QString());
    m_fileMenu->addActions({m_newConnection, m_new});
    m_fileMenu->addSeparator();
    m_fileMenu->addAction(m_import);
    buildRecentFiles(m_fileMenu);
    m_fileMenu->addSeparator();
    buildBackup(m_fileMenu);
    m_fileMenu->addSeparator();
    m_fileMenu->addActions({m_close, m_quit});

    m_editMenu = menuBar()->addMenu(QString());
    m_editMenu->addActions({m_undo->undoAction(), m_undo->redoAction()});
    m_editMenu->addSeparator();
    m_editMenu->addActions({m_edit, m_duplicate, m_connections->changeSettingAction(), m_delete});
    m_editMenu->addSeparator();
    m_editMenu->addAction(m_find);
    m_editMenu->addSeparator();
    m_editMenu->addAction(m_settingsAction);

    m_viewMenu = menuBar()->addMenu(QString());
    auto *pages = new QActionGroup(this); // whose members are not unchecked by choosing them again
    for (int page = 0; page <= static_cast<int>(Page::Certificates); ++page) {
        QAction *action =
            m_viewMenu->addAction(QString(), QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + page)), this,
                                  [this, page] { setPage(static_cast<Page>(page)); });
        action->setCheckable(true);
        pages->addAction(action);
        m_pageActions.append(action);
    }
    m_viewMenu->addSeparator();
    m_paletteAction->setObjectName(QStringLiteral("palette"));
    m_viewMenu->addAction(m_paletteAction);
    m_viewMenu->addAction(m_refreshAction);
    m_viewMenu->addSeparator();
    m_viewMenu->addAction(m_connections->detailsAtRightAction());
    m_viewMenu->addSeparator();

    m_languageMenu = m_viewMenu->addMenu(QString());
    m_languageMenu->setIcon(symbolicIcon(QStringLiteral("language")));
    m_languages = new QActionGroup(this);
    for (const QString &language : availableLanguages()) {
        QAction *action = m_languages->addAction(languageTitle(language));
        action->setCheckable(true);
        action->setData(language);
        m_languageMenu->addAction(action);
    }
    connect(m_languages, &QActionGroup::triggered, this,
            [this](QAction *action) { Q_EMIT languageRequested(action->data().toString()); });

    m_themeMenu = m_viewMenu->addMenu(QString());
    m_themeMenu->setIcon(symbolicIcon(QStringLiteral("theme")));
    m_themes = new QActionGroup(this);
    for (const Look look : {Look::System, Look::Light, Look::Dark}) {
        QAction *action = m_themes->addAction(QString());
        action->setCheckable(true);
        action->setData(lookName(look));
        action->setChecked(parseLook(m_services.settings.theme()) == look);
        m_themeMenu->addAction(action);
    }
    connect(m_themes, &QActionGroup::triggered, this,
            [this](QAction *action) { Q_EMIT themeRequested(action->data().toString()); });
    connect(&m_services.settings, &models::Settings::themeChanged, this, [this](const QString &theme) {
        for (QAction *action : m_themes->actions())
            action->setChecked(action->data().toString() == theme);
    });

    m_connectionMenu = menuBar()->addMenu(QString());
    m_connectionMenu->addActions(
        {m_connections->startAction(), m_connections->stopAction(), m_connections->renegotiateAction()});
    m_connectionMenu->addSeparator();
    m_connectionMenu->addAction(m_connections->downloadAction());
    m_connectionMenu->addActions({m_connections->logAction(), m_openLog, m_connections->diagnosisAction(),
                                  m_connections->rehearseAction(), m_connections->compareAction(),
                                  m_connections->captureAction(), m_connections->openWindowAction()});
    m_connectionMenu->addSeparator();
    m_connectionMenu->addAction(m_startEngine);

    m_toolsMenu = menuBar()->addMenu(QString());
    m_toolsMenu->addActions({m_connections->doctorAction(), m_connections->checksAction(),
                             m_connections->testRekeyAction(), m_connections->reportAction()});

    m_regionMenu = menuBar()->addMenu(QString());
    m_regionMenu->addActions({m_addRegion, m_renameRegion, m_removeRegion});

    m_helpMenu = menuBar()->addMenu(QString());
    m_helpMenu->addActions({m_help, m_symptom});
    m_helpMenu->addSeparator();
    m_helpMenu->addActions({m_keys, m_about});
}

void MainWindow::buildToolBar()
{
    m_toolBar = QMainWindow::addToolBar(QString());
    m_toolBar->setObjectName(QStringLiteral("toolBar"));
    m_toolBar->setMovable(false);
    m_toolBar->setContextMenuPolicy(Qt::PreventContextMenu);
    m_toolBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toolBar->setIconSize(QSize(20, 20));
    m_toolBar->addActions({m_new, m_edit, m_delete});
    m_toolBar->addSeparator();
    m_toolBar->addActions({m_connections->startAction(), m_connections->stopAction(),
                           m_connections->renegotiateAction(), m_connections->logAction(),
                           m_connections->doctorAction()});

    m_connections->doctorAction()->setPriority(
        QAction::LowPriority); // its sign alone, so that all fits the smallest window
    auto *gap = new QWidget(m_toolBar);
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_toolBar->addWidget(gap);
    m_regionLabel->setBuddy(m_regions);
    m_regionLabel->setContentsMargins(0, 0, 6, 0);
    m_toolBar->addWidget(m_regionLabel);
    m_toolBar->addWidget(m_regions);
    auto *regionMenu = new QToolButton(m_toolBar);
    regionMenu->setObjectName(QStringLiteral("regionMenuButton"));
    regionMenu->setIcon(symbolicIcon(QStringLiteral("more")));
    regionMenu->setMenu(m_regionMenu);
    regionMenu->setPopupMode(QToolButton::InstantPopup);
    m_toolBar->addWidget(regionMenu);
    connect(m_regions, &RegionSelector::regionChosen, this, &MainWindow::setRegion);
}

void MainWindow::retranslate()
{
    setWindowTitle(QStringLiteral("Tunnelwright"));
    showUnsaved();
    m_fileMenu->setTitle(tr("&File"));
    m_editMenu->setTitle(tr("&Edit"));
    m_viewMenu->setTitle(tr("&View"));
    m_connectionMenu->setTitle(tr("&Connection"));
    m_toolsMenu->setTitle(tr("&Tools"));
    m_regionMenu->setTitle(tr("&Region"));
    m_helpMenu->setTitle(tr("&Help"));
    m_languageMenu->setTitle(tr("&Language"));
    m_themeMenu->setTitle(tr("&Theme"));
    const QStringList themes{tr("As the &desktop"), tr("&Light"), tr("D&ark")};
    for (qsizetype index = 0; index < themes.size(); ++index)
        m_themes->actions().at(index)->setText(themes.at(index));
    for (QAction *action : m_languages->actions())
        action->setChecked(action->data().toString() == currentLanguage());
    const QStringList pages{tr("Overview"),          tr("VPN gateways"), tr("Customer gateways"),
                            tr("IPsec connections"), tr("Log"),          tr("Certificates")};
    m_sidebar->setTitles(pages);
    for (qsizetype index = 0; index < pages.size(); ++index)
        m_pageActions.at(index)->setText(pages.at(index));
    m_sidebar->setAccessibleName(tr("Pages"));
    m_toolBar->setWindowTitle(tr("Tool bar"));
    m_regionLabel->setText(tr("Re&gion"));
    m_undo->retranslate();
    m_privilege->retranslate();
    m_problem->retranslate();
    auto *regionButton = m_toolBar->findChild<QToolButton *>(QStringLiteral("regionMenuButton"));
    regionButton->setToolTip(tr("Add, rename or remove a region"));
    regionButton->setAccessibleName(tr("Regions"));

    m_newConnection->setText(tr("New &IPsec connection..."));
    m_import->setText(tr("&Import..."));
    m_import->setIconText(tr("Import"));
    m_import->setToolTip(tr("Import the configuration of another device, or of ours (Ctrl+O)"));
    m_find->setText(tr("&Find in the list"));
    m_openLog->setText(tr("Open the &log"));
    m_paletteAction->setText(tr("Command &palette..."));
    m_settingsAction->setText(tr("Se&ttings..."));
    m_startEngine->setText(tr("Start the &engine"));
    m_refreshAction->setText(tr("&Look again at what the system allows"));
    updateRecentFiles();
    retranslateBackup();
    m_close->setText(tr("&Close window"));
    m_quit->setText(tr("&Quit"));
    m_addRegion->setText(tr("&Add region..."));
    m_renameRegion->setText(tr("&Rename region..."));
    m_removeRegion->setText(tr("Re&move region..."));
    m_help->setText(tr("&Help for this page"));
    m_symptom->setText(tr("&Find a symptom..."));
    m_keys->setText(tr("&Keyboard..."));
    m_about->setText(tr("&About Tunnelwright"));
    retranslateActions();
    updateRegions();
    updateStatus();
}

// What the actions say depends on the page that they work on.
void MainWindow::retranslateActions()
{
    const ObjectPage *list = currentList();
    const ObjectPage *page = list ? list : m_connections; // from the overview, connections are made
    m_new->setText(page->newAction()->text());
    m_new->setIconText(page->newAction()->iconText());
    m_new->setToolTip(page->newAction()->text().remove(QLatin1Char('&')));
    m_new->setVisible(true);
    // Where it makes connections, the menu has it already; the tool bar has this one only.
    m_fileMenu->removeAction(m_new);
    if (page != m_connections)
        m_fileMenu->insertAction(m_fileMenu->actions().at(1), m_new);
    m_edit->setIcon(page->editAction()->icon());
    m_edit->setText(page->editAction()->text());
    m_edit->setIconText(page->editAction()->iconText());
    m_edit->setToolTip(page->editAction()->toolTip());
    m_duplicate->setText(tr("D&uplicate..."));
    m_delete->setText(tr("&Delete..."));
    m_delete->setIconText(tr("Delete"));
    m_delete->setToolTip(tr("Delete (Del)"));
}

void MainWindow::showKeys()
{
    QList<const QAction *> listed{m_newConnection,
                                  m_import,
                                  m_edit,
                                  m_duplicate,
                                  m_delete,
                                  m_find,
                                  m_connections->startAction(),
                                  m_connections->stopAction(),
                                  m_connections->renegotiateAction(),
                                  m_connections->logAction(),
                                  m_connections->diagnosisAction(),
                                  m_connections->doctorAction(),
                                  m_connections->testRekeyAction(),
                                  m_connections->rehearseAction(),
                                  m_connections->downloadAction(),
                                  m_connections->compareAction(),
                                  m_connections->captureAction(),
                                  m_connections->openWindowAction(),
                                  m_paletteAction,
                                  m_settingsAction,
                                  m_refreshAction,
                                  m_help,
                                  m_symptom,
                                  m_close,
                                  m_quit};
    for (const QAction *action : m_pageActions)
        listed.append(action);
    QList<KeysDialog::Line> lines;
    for (const QAction *action : listed)
        lines.append({keysOf(action), action->text().remove(QLatin1Char('&'))});
    for (const QAction *action : {m_undo->undoAction(), m_undo->redoAction()}) // their texts name the next step
        lines.append({keysOf(action), action->iconText()});
    lines += {{tr("Enter"), tr("Edit the selected object")},
              {tr("Any letter"), tr("Filter the list")},
              {tr("Esc"), tr("Clear the filter")},
              {tr("Alt+Left, Alt+Right"), tr("Previous and next minutes of the log")},
              {tr("F3, Shift+F3"), tr("Next and previous hit in the log")},
              {tr("+, -"), tr("Filter the log by the current cell, or leave its value out")},
              {tr("Home, End"), tr("First and last line of the log; End follows it again")},
              {tr("Ctrl+C"), tr("Copy the selected rows")},
              {tr("Ctrl+Return"), tr("OK in a dialog")}};
    KeysDialog(lines, this).exec();
}

void MainWindow::showAbout()
{
    QMessageBox box(this);
    box.setWindowTitle(tr("About Tunnelwright"));
    box.setIconPixmap(windowIcon().pixmap(QSize(64, 64), devicePixelRatioF()));
    box.setText(tr("<b>Tunnelwright %1</b>").arg(QCoreApplication::applicationVersion()));
    box.setInformativeText(tr("Console and engine for IPsec site-to-site connections.\nApache License 2.0"));
    box.exec();
}

} // namespace tw::ui
