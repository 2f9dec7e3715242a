#pragma once

#include "ui/live/state_look.h"
#include "ui/services.h"

#include <QHash>
#include <QWidget>

class QLabel;
class QStackedWidget;
class QTimer;

namespace tw::models {
class GatewayStatuses;
struct Connection;
} // namespace tw::models

namespace tw::ui {

class Card;
class EmptyState;
class OverviewSection;
class StateTile;
class TrafficPanel;

// A region at a glance: how many connections are in which state, what failed and why, what is weak, whether the VPN
// gateways can be used, and what flows through all tunnels together. Everything leads to the place where it can be
// mended. Of a region without anything it says how to begin.
class OverviewPage final : public QWidget
{
    Q_OBJECT

public:
    explicit OverviewPage(const Services &services, QWidget *parent = nullptr);

    void setRegion(const QString &regionId);
    // What a region without anything is begun with.
    void setFirstSteps(const QList<QAction *> &actions);

    StateTile *tile(StateGroup group) const { return m_tiles.at(static_cast<qsizetype>(group)); }
    OverviewSection *failed() const { return m_failed; }
    OverviewSection *weak() const { return m_weak; }
    OverviewSection *gateways() const { return m_gateways; }
    OverviewSection *privileges() const { return m_privileges; }
    TrafficPanel *traffic() const { return m_traffic; }
    bool isEmpty() const; // nothing is in the region

Q_SIGNALS:
    // As the list's filter has it: "state:failed". Empty: all of them.
    void connectionsRequested(const QString &filter);
    void gatewaysRequested();
    void logRequested(const QString &connectionId);
    void editRequested(const QString &connectionId);
    void gatewayEditRequested(const QString &gatewayId);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void buildTiles();
    void buildLayout();
    void refreshSoon();
    void refresh();
    void refreshConnections();
    void refreshWeak();
    void refreshGateways();
    void fitTraffic();
    void retranslate();

    Services m_services;
    models::GatewayStatuses *m_statuses;
    QString m_region;
    bool m_weakIsOld = true;
    QTimer *m_refresh;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QLabel *m_title;
    QList<StateTile *> m_tiles; // by StateGroup
    OverviewSection *m_failed;
    OverviewSection *m_weak;
    OverviewSection *m_gateways;
    OverviewSection *m_privileges;
    Card *m_trafficCard;
    TrafficPanel *m_traffic;
};

} // namespace tw::ui
