#pragma once

#include "models/catalog/connection_draft.h"
#include "models/live/bulk_run.h"
#include "models/live/connection_controller.h"
#include "ui/catalog/object_page.h"

#include <QElapsedTimer>
#include <QHash>

class QSplitter;

namespace tw::models {
class ConnectionTableModel;
}

namespace tw::ui {

class ConnectionDetails;
class DetailsWindows;

// The IPsec connections of a region with their live state; below or at the right, the details of the selected one.
class ConnectionsPage final : public ObjectPage
{
    Q_OBJECT

public:
    explicit ConnectionsPage(const Services &services, QWidget *parent = nullptr);

    void createObject() override;
    void editObject(const QString &id) override;
    void deleteObjects(const QStringList &ids) override;
    void duplicateObject(const QString &id);
    void showLog();
    void rehearse(const QString &id);
    void download(const QStringList &ids); // the configurations of the devices at the other ends
    void compare(const QString &id); // with the configuration of its peer
    void changeSetting(const QStringList &ids);
    void showDiagnosis();

    QAction *startAction() const { return m_start; }
    QAction *stopAction() const { return m_stop; }
    QAction *renegotiateAction() const { return m_renegotiate; }
    QAction *logAction() const { return m_log; }
    QAction *diagnosisAction() const { return m_diagnose; }
    QAction *checksAction() const { return m_checks; }
    QAction *doctorAction() const { return m_doctor; }
    QAction *testRekeyAction() const { return m_testRekey; }
    QAction *reportAction() const { return m_report; }
    QAction *duplicateAction() const { return m_duplicate; }
    QAction *changeSettingAction() const { return m_changeSetting; }
    QAction *rehearseAction() const { return m_rehearse; }
    QAction *downloadAction() const { return m_download; }
    QAction *compareAction() const { return m_compare; }
    QAction *captureAction() const { return m_capture; }
    QAction *openWindowAction() const
    {
        return m_openWindow;
    } // the details of the selected ones in windows of their own
    QAction *detailsAtRightAction() const { return m_atRight; } // checkable
    ConnectionDetails *details() const { return m_details; }
    DetailsWindows *detailsWindows() const { return m_windows; }
    void saveLayout() const override;

Q_SIGNALS:
    void certificatesRequested();
    void captureRequested(const QString &connectionId);
    void rehearsed(); // the user has seen a rehearsal

protected:
    models::FilterVocabulary vocabulary() const override;
    QList<QAction *> menuActions() const override;
    void retranslate() override;

private:
    void buildActions();
    void buildDiagnosisActions();
    void retranslateDiagnosis();
    void buildDetails();
    void restoreDetails();
    void openWindows();
    void openEditor(const models::ConnectionDraft &draft);
    bool confirmsDeletion(const QStringList &ids, const QStringList &names);
    void runOnSelection(models::BulkAction action);
    void stopSelected();
    bool hasRecentTraffic(const QString &id) const;
    void noteTraffic(const QString &id);
    void followSelection();
    void updateActions();

    models::ConnectionTableModel *m_model;
    QAction *m_start;
    QAction *m_stop;
    QAction *m_renegotiate;
    QAction *m_log;
    QAction *m_diagnose;
    QAction *m_checks;
    QAction *m_doctor;
    QAction *m_testRekey;
    QAction *m_report;
    QAction *m_duplicate;
    QAction *m_changeSetting;
    QAction *m_rehearse;
    QAction *m_download;
    QAction *m_compare;
    QAction *m_capture;
    QAction *m_openWindow;
    QAction *m_atRight;
    QList<QAction *> m_separators; // of the context menu
    ConnectionDetails *m_details;
    DetailsWindows *m_windows;
    QSplitter *m_splitter;

    struct Seen
    {
        quint64 packets = 0;
        QElapsedTimer since; // when the number last moved
    };
    QHash<QString, Seen> m_traffic;
};

} // namespace tw::ui
