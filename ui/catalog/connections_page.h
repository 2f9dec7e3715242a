#pragma once

#include "models/catalog/connection_draft.h"
#include "models/live/bulk_run.h"
#include "models/live/connection_controller.h"
#include "ui/catalog/object_page.h"

#include <QElapsedTimer>
#include <QHash>

class QSplitter;
class QTabWidget;

namespace tw::models {
class ConnectionTableModel;
}

namespace tw::ui {

class BulkPanel;
class LogPage;
class StatusPage;
class TrafficPanel;

// The IPsec connections of a region with their live state; below, the status and the log of the selected one.
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

    QAction *startAction() const { return m_start; }
    QAction *stopAction() const { return m_stop; }
    QAction *renegotiateAction() const { return m_renegotiate; }
    QAction *logAction() const { return m_log; }
    QAction *duplicateAction() const { return m_duplicate; }
    BulkPanel *bulkPanel() const { return m_bulk; }
    StatusPage *statusPage() const { return m_statusPage; }
    LogPage *logPage() const { return m_logPage; }
    TrafficPanel *trafficPanel() const { return m_trafficPanel; }
    QTabWidget *details() const { return m_details; }
    // The splitter between list and details.
    QByteArray splitterState() const;
    void restoreSplitter(const QByteArray &state);

protected:
    models::FilterVocabulary vocabulary() const override;
    QList<QAction *> menuActions() const override;
    void retranslate() override;

private:
    void buildActions();
    void buildDetails();
    void openEditor(const models::ConnectionDraft &draft);
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
    QAction *m_duplicate;
    QList<QAction *> m_separators; // of the context menu
    BulkPanel *m_bulk;
    QTabWidget *m_details;
    StatusPage *m_statusPage;
    TrafficPanel *m_trafficPanel;
    LogPage *m_logPage;
    QSplitter *m_splitter;

    struct Seen
    {
        quint64 packets = 0;
        QElapsedTimer since; // when the number last moved
    };
    QHash<QString, Seen> m_traffic;
};

} // namespace tw::ui
