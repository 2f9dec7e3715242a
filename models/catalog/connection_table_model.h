#pragma once

#include "models/catalog/catalog.h"
#include "models/catalog/table_roles.h"

#include <QAbstractTableModel>
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
        SinceColumn,
        TrafficInColumn,
        TrafficOutColumn,
        NextRekeyColumn,
        IdColumn,
        CreatedColumn,
        ColumnCount
    };

    // Without `live` every connection is shown as stopped.
    explicit ConnectionTableModel(const Catalog &catalog, const LiveState *live = nullptr, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    int rowOf(const QString &id) const; // -1: none
    void retranslate();

private:
    QVariant display(const Connection &connection, int column) const;
    QVariant sortKey(const Connection &connection, int column) const;
    QVariant liveData(const QString &id, int role) const;
    void onAdded(const QString &id);
    void onChanged(const QString &id);
    void onRemoved(const QString &id);
    void onGatewayChanged(const QString &id);
    void onLiveChanged(const QString &id);

    const Catalog &m_catalog;
    QPointer<const LiveState> m_live;
    QList<Connection> m_rows;
};

} // namespace tw::models
