#pragma once

#include "models/catalog/catalog_error.h"
#include "models/transfer/import/import_file.h"
#include "ui/services.h"
#include "ui/widgets/late_news.h"

#include <QMainWindow>

class QActionGroup;
class QLabel;
class QMenu;
class QStackedWidget;
class QTimer;
class QToolBar;

namespace tw::ui {

class CaptureDialog;
class CaptureIndicator;
class CertificatesPage;
class CommandPalette;
class ConnectionsPage;
class CustomerGatewaysPage;
class LogPage;
class MessageBar;
class ObjectPage;
class OverviewPage;
struct PaletteEntry;
class RegionSelector;
class Sidebar;
class TrayIcon;
class UndoActions;
class VpnGatewaysPage;

// The window: pages at the left, the region at the top, the list and its details, what the engine does at the bottom.
class MainWindow final : public QMainWindow, public LateNews
{
    Q_OBJECT

public:
    enum class Page { Overview, VpnGateways, CustomerGateways, Connections, Log, Certificates };

    explicit MainWindow(const Services &services);
    ~MainWindow() override;

    // What the engine is not allowed to do here, and the command that grants it. An empty text takes the bar away.
    void showMissingPrivilege(const QString &text, const QString &command);
    void showProblem(const QString &sentence);
    void tellLate(bool isGood, const QString &sentence, const Reopen &reopen) override;
    void bringBack(); // from the tray, or from behind other windows
    // Asks before tunnels are taken down; true where none is up.
    bool confirmsQuit();
    // The peers are being told: nothing can be done any more.
    void showQuitting();
    // From here on close() closes.
    void allowClose() { m_mayClose = true; }

    void setPage(Page page);
    Page page() const;
    void setRegion(const QString &id);
    QString region() const;
    OverviewPage *overviewPage() const { return m_overview; }
    ConnectionsPage *connectionsPage() const { return m_connections; }
    VpnGatewaysPage *vpnGatewaysPage() const { return m_vpnGateways; }
    CustomerGatewaysPage *customerGatewaysPage() const { return m_customerGateways; }
    LogPage *logPage() const { return m_log; }
    CertificatesPage *certificatesPage() const { return m_certificates; }
    UndoActions *undoActions() const { return m_undo; }
    CommandPalette *commandPalette() const { return m_palette; }
    // Goes to the object's region and page, and selects it where it is there.
    void reveal(models::ObjectKind kind, const QString &id, const QString &regionId);
    // As if they had been dropped on the window.
    void openFiles(const QStringList &paths);
    // The configuration of its peer, from wherever it came; `source` is a name to show, `secrets` a second file.
    void compareWith(const QString &connectionId, const QByteArray &utf8, const QString &source = {},
                     const QByteArray &secrets = {});

Q_SIGNALS:
    void quitRequested();
    void refreshRequested(); // F5: look again at what the system allows
    void languageRequested(const QString &language); // "": the desktop's
    void themeRequested(const QString &theme);
    void engineRequested(); // it was not started with the program

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void buildActions();
    void buildMenus();
    void buildToolBar();
    void buildCentre();
    void buildStatusBar();
    void followSaving();
    void showUnsaved();
    void reopenForm();
    void buildImport();
    bool compareInstead(const std::vector<models::ImportFile> &files);
    void importFiles(std::vector<models::ImportFile> files); // none: the user chooses, or pastes
    void applyFile(const models::ImportFile &file);
    void addPage(QWidget *page, const QString &iconName);
    void addListPage(ObjectPage *page, const QString &iconName);
    void connectOverview();
    void connectFirstSteps();
    void rehearseFirst();
    void buildBackup(QMenu *menu);
    void restoreFile(const QString &path);
    void retranslateBackup();
    void makeDemo();
    void showConnections(const QString &filter);
    void showLogOf(const QString &connectionId);
    void showDiagnosisOf(const QString &connectionId);
    void selectConnection(const QString &connectionId); // also where the filter hides it
    void findSymptom(const QString &words = {});
    QList<PaletteEntry> symptomEntries();
    void showHelp();
    QList<PaletteEntry> helpEntries();
    void followPage();
    void updateActions();
    void updateRegions();
    void updateStatus();
    void buildRecentFiles(QMenu *menu);
    void updateRecentFiles();
    void openRecentFile(const QString &path);
    void addRegion();
    void renameRegion();
    void removeRegion();
    void watchLog();
    void followLog();
    void buildCapture();
    void openCapture(const QString &connectionId); // empty: the one that is on, or was
    void buildTray();
    enum class Closed { Stays, Hides, Quits };
    Closed onClosed(); // asks the first time
    void showSettings(const QString &field = {});
    QList<PaletteEntry> commands(); // of the palette
    void showKeys();
    void showAbout();
    void restoreLayout();
    void saveLayout();
    void retranslate();
    void retranslateActions();
    LogPage *currentLog() const; // nullptr where none has the focus, or is the page
    ObjectPage *currentList() const; // nullptr on a page that is none
    QAction *addAction(const QString &iconName, QList<QKeySequence> keys = {});

    Services m_services;
    bool m_mayClose = false;

    Sidebar *m_sidebar;
    QStackedWidget *m_stack;
    OverviewPage *m_overview;
    VpnGatewaysPage *m_vpnGateways;
    CustomerGatewaysPage *m_customerGateways;
    ConnectionsPage *m_connections;
    LogPage *m_log;
    CertificatesPage *m_certificates;
    QList<ObjectPage *> m_lists;
    RegionSelector *m_regions;
    QLabel *m_regionLabel;
    TrayIcon *m_tray = nullptr; // nullptr: the desktop has none
    UndoActions *m_undo;
    CommandPalette *m_palette;
    MessageBar *m_privilege;
    MessageBar *m_problem;
    struct Unsaved
    {
        QString sentence;
        Reopen reopen;
    };
    QList<Unsaved> m_unsaved; // forms that were left, and then the disk failed; what was typed goes with the entry
    MessageBar *m_unsavedBar; // of its own: what else a failing disk leads to must not take the forms away
    QToolBar *m_toolBar;
    bool m_isLogFailing = false;
    quint64 m_lostLines = 0; // of the log, so far
    quint64 m_lostBefore = 0; // it failed this time
    QString m_logNotice; // that was shown
    CaptureDialog *m_capture = nullptr; // nullptr: nobody has asked for it yet
    CaptureIndicator *m_captureIndicator = nullptr; // nullptr: nothing can be captured
    QLabel *m_engineIcon;
    QLabel *m_engineState;
    QLabel *m_saving;
    QLabel *m_counts;
    QTimer *m_refresh;

    QMenu *m_fileMenu;
    QMenu *m_recentFiles;
    QMenu *m_editMenu;
    QMenu *m_viewMenu;
    QMenu *m_connectionMenu;
    QMenu *m_toolsMenu;
    QMenu *m_regionMenu;
    QMenu *m_helpMenu;
    QMenu *m_languageMenu;
    QMenu *m_themeMenu;
    QActionGroup *m_languages;
    QActionGroup *m_themes;

    QAction *m_new;
    QAction *m_newConnection;
    QAction *m_import;
    QAction *m_edit;
    QAction *m_duplicate;
    QAction *m_delete;
    QAction *m_find;
    QAction *m_openLog;
    QAction *m_paletteAction;
    QAction *m_settingsAction;
    QAction *m_startEngine;
    QAction *m_refreshAction;
    QAction *m_backup;
    QAction *m_restore;
    QAction *m_close;
    QAction *m_quit;
    QAction *m_addRegion;
    QAction *m_renameRegion;
    QAction *m_removeRegion;
    QAction *m_help;
    QAction *m_symptom;
    QAction *m_keys;
    QAction *m_about;
    QList<QAction *> m_pageActions;
};

} // namespace tw::ui
