#pragma once

#include "ui/live/state_look.h"
#include "ui/services.h"

#include <QHash>
#include <QWidget>

class QGridLayout;
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
class FirstSteps;
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
    // What a region without anything is begun with: the actions that make a VPN gateway, a customer gateway and a
    // connection, and the one that rehearses it.
    void setFirstSteps(const QList<QAction *> &actions);
    // The user has seen a rehearsal, the last of the first steps.
    void endFirstSteps();

    StateTile *tile(StateGroup group) const { return m_tiles.at(static_cast<qsizetype>(group)); }
    OverviewSection *failed() const { return m_failed; }
    OverviewSection *weak() const { return m_weak; }
    OverviewSection *gateways() const { return m_gateways; }
    OverviewSection *privileges() const { return m_privileges; }
    TrafficPanel *traffic() const { return m_traffic; }
    FirstSteps *firstSteps() const { return m_firstSteps; }
    bool isEmpty() const; // nothing is in the region

Q_SIGNALS:
    // As the list's filter has it: "state:failed". Empty: all of them.
    void connectionsRequested(const QString &filter);
    void gatewaysRequested();
    void logRequested(const QString &connectionId);
    void editRequested(const QString &connectionId);
    void gatewayEditRequested(const QString &gatewayId);
    void demoRequested(); // a pair of gateways and a connection to look around with

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void buildTiles();
    void buildLayout();
    void refreshSoon();
    void refresh();
    void placeFirstSteps();
    int stepsDone() const; // of the first ones, in this region
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
    FirstSteps *m_firstSteps;
    QWidget *m_guide; // the page of the stack that has nothing but them
    QGridLayout *m_grid;
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
