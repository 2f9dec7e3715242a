#pragma once

#include "models/live/live_state.h"
#include "ui/services.h"

#include <QWidget>

class QBoxLayout;
class QFormLayout;
class QLabel;
class QTimer;
class QTreeView;

namespace tw::models {
class SaTreeModel;
}

namespace tw::ui {

// One connection now: its state in words, since when, what went wrong and when it is tried again; the IKE SA, and the
// child SAs with their counters.
class StatusPage final : public QWidget
{
    Q_OBJECT

public:
    // What the services name must outlive the page.
    explicit StatusPage(const Services &services, QWidget *parent = nullptr);

    void setConnection(const QString &id, const QString &name); // empty: nothing is selected
    QString stateLine() const;
    QString explanation() const;
    QLabel *explainLink() const { return m_explain; }

Q_SIGNALS:
    void explanationRequested();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void refreshState(const api::ConnectionStatus &status);
    void refreshTimes();
    void refreshFacts(const api::ConnectionStatus &status);
    void arrangeHead();
    void retranslate();

    const models::Catalog &m_catalog;
    const models::LiveState *m_live;
    const models::HealthMonitor *m_health;
    models::SaTreeModel *m_model;
    QString m_connection;
    QString m_name;
    QLabel *m_icon;
    QLabel *m_state;
    QLabel *m_since;
    QLabel *m_explanation;
    QLabel *m_explain;
    QLabel *m_stale;
    QBoxLayout *m_head; // the words and the facts, one beside the other where there is room
    QWidget *m_factsArea;
    QFormLayout *m_facts;
    QTreeView *m_tree;
    QLabel *m_empty;
    QTimer *m_clock;
    QStringList m_shownFacts;
};

} // namespace tw::ui
