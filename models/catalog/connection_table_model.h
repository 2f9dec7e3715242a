#pragma once

#include "models/catalog/catalog.h"
#include "models/catalog/table_roles.h"
#include "models/doctor/health_monitor.h"
#include "models/filter/row_facts.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QPointer>

namespace tw::models {

class LiveState;

// The connections of all regions with their live state, a row each; RegionFilterModel picks a region. Rows come, change
// and go one by one. The words follow the language: call retranslate() on LanguageChange.
class ConnectionTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        StateColumn,
        NameColumn,
        VpnGatewayColumn,
        CustomerGatewayColumn,
        LocalSubnetColumn,
        RemoteSubnetColumn,
        VersionColumn,
        UpSinceColumn,
        RateInColumn,
        RateOutColumn,
        NextRekeyColumn,
        WeakColumn,
        // Hidden until somebody asks for them.
        IdColumn,
        LocalIdColumn,
        RemoteIdColumn,
        CreatedColumn,
        AlgorithmsColumn,
        LastErrorColumn,
        RegionColumn,
        TrafficInColumn,
        TrafficOutColumn,
        HealthColumn,
        ColumnCount
    };

    // Without `live` every connection is shown as stopped.
    explicit ConnectionTableModel(const Catalog &catalog, const LiveState *live = nullptr, QObject *parent = nullptr);

    // Without one no health check is shown. It must outlive the model.
    void setHealth(const HealthMonitor *health);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override; // rows can be dragged out of the list
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    int rowOf(const QString &id) const; // -1: none
    void retranslate();

private:
    struct Row
    {
        Connection connection;
        RowFacts facts; // all but the state
        QString ours; // of the gateways
        QString oursAddress;
        QString peer;
        QString peerAddress;
    };

    Row makeRow(const Connection &connection) const;
    HealthMonitor::State health(const QString &id) const;
    QVariant display(const Row &row, int column) const;
    QVariant sortKey(const Row &row, int column) const;
    QVariant liveData(const QString &id, int role) const;
    QVariant toolTip(const Row &row, int column) const;
    QDateTime time(const Row &row, int column) const; // invalid: none, or no column of times
    void onAdded(const QString &id);
    void onChanged(const QString &id);
    void onRemoved(const QString &id);
    void onLiveChanged(const QString &id);
    // Of those for which `concerns` holds, everything but the draft is looked up again.
    template <typename Concerns>
    void refresh(Concerns concerns);

    const Catalog &m_catalog;
    QPointer<const LiveState> m_live;
    const HealthMonitor *m_health = nullptr;
    QList<Row> m_rows;
    QHash<QString, int> m_places; // of ids in m_rows
};

} // namespace tw::models
