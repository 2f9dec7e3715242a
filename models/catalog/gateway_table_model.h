#pragma once

#include "models/catalog/catalog.h"
#include "models/catalog/table_roles.h"
#include "models/filter/row_facts.h"

#include <QAbstractTableModel>
#include <QHash>

// The gateways of all regions, a row each; RegionFilterModel picks a region. Rows come, change and go one by one, so a
// view keeps selection and scroll position. The header follows the language: call retranslate() on LanguageChange.
namespace tw::models {

class GatewayStatuses;
class LiveState;
struct GatewayStatus;

// What both tables have in common.
template <typename Gateway>
class GatewayTableModel : public QAbstractTableModel
{
public:
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    int rowOf(const QString &id) const; // -1: none
    void retranslate();

protected:
    struct Layout
    {
        int columns;
        int connections; // the column with the number of connections
        QList<int> addresses; // shown in a fixed font and sorted by number
        QList<int> numbers; // to the right
        int id; // in a fixed font
        int created;
    };

    GatewayTableModel(const Catalog &catalog, const QList<Gateway> &rows, QString ConnectionDraft::*end, Layout layout,
                      QObject *parent);

    void add(const Gateway &gateway);
    void change(const Gateway &gateway);
    void remove(const QString &id);
    int connectionCount(const Gateway &gateway) const { return m_connectionCounts.value(gateway.id); }
    virtual QVariant display(const Gateway &gateway, int column) const = 0;
    virtual QString title(int column) const = 0;
    virtual QVariant sortKey(const Gateway &gateway, int column) const;
    // What a filter may ask beside name, id, region and description.
    virtual void addFacts(const Gateway &gateway, RowFacts &facts) const = 0;
    // Roles that only one of the tables has.
    virtual QVariant special(const Gateway &gateway, int column, int role) const;

private:
    RowFacts facts(const Gateway &gateway) const;
    QHash<QString, int> countConnections() const;
    void onConnectionsChanged();

    const Catalog &m_catalog;
    QList<Gateway> m_rows;
    QString ConnectionDraft::*m_end;
    Layout m_layout;
    QHash<QString, int> m_connectionCounts;
};

// With the status of each gateway.
class VpnGatewayTableModel final : public GatewayTableModel<VpnGateway>
{
    Q_OBJECT

public:
    enum Column {
        NameColumn,
        StatusColumn,
        IdColumn,
        InternetIpColumn,
        LocalAddressColumn,
        ConnectionsColumn,
        DescriptionColumn,
        CreatedColumn,
        ColumnCount
    };

    // Without `live` no gateway is usable, for want of an engine.
    explicit VpnGatewayTableModel(const Catalog &catalog, const LiveState *live = nullptr, QObject *parent = nullptr);

    GatewayStatus status(const QString &id) const;

private:
    QVariant display(const VpnGateway &gateway, int column) const override;
    QString title(int column) const override;
    QVariant sortKey(const VpnGateway &gateway, int column) const override;
    void addFacts(const VpnGateway &gateway, RowFacts &facts) const override;
    QVariant special(const VpnGateway &gateway, int column, int role) const override;
    void onStatusChanged(const QString &id);

    GatewayStatuses *m_statuses;
};

class CustomerGatewayTableModel final : public GatewayTableModel<CustomerGateway>
{
    Q_OBJECT

public:
    enum Column {
        NameColumn,
        IdColumn,
        IpAddressColumn,
        AsnColumn,
        ConnectionsColumn,
        DescriptionColumn,
        CreatedColumn,
        ColumnCount
    };

    explicit CustomerGatewayTableModel(const Catalog &catalog, QObject *parent = nullptr);

private:
    QVariant display(const CustomerGateway &gateway, int column) const override;
    void addFacts(const CustomerGateway &gateway, RowFacts &facts) const override;
    QString title(int column) const override;
};

} // namespace tw::models
