#pragma once

#include "models/catalog/catalog.h"
#include "models/catalog/table_roles.h"

#include <QAbstractTableModel>

// The gateways of all regions, a row each; RegionFilterModel picks a region. Rows come, change and go one by one, so a
// view keeps selection and scroll position. The header follows the language: call retranslate() on LanguageChange.
namespace tw::models {

class VpnGatewayTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        NameColumn,
        IdColumn,
        InternetIpColumn,
        LocalAddressColumn,
        ConnectionsColumn,
        DescriptionColumn,
        CreatedColumn,
        ColumnCount
    };

    explicit VpnGatewayTableModel(const Catalog &catalog, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    int rowOf(const QString &id) const; // -1: none
    void retranslate();

private:
    QVariant display(const VpnGateway &gateway, int column) const;
    QVariant sortKey(const VpnGateway &gateway, int column) const;
    void onConnectionsChanged();

    const Catalog &m_catalog;
    QList<VpnGateway> m_rows;
    QHash<QString, int> m_connectionCounts;
};

class CustomerGatewayTableModel final : public QAbstractTableModel
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

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    int rowOf(const QString &id) const; // -1: none
    void retranslate();

private:
    QVariant display(const CustomerGateway &gateway, int column) const;
    QVariant sortKey(const CustomerGateway &gateway, int column) const;
    void onConnectionsChanged();

    const Catalog &m_catalog;
    QList<CustomerGateway> m_rows;
    QHash<QString, int> m_connectionCounts;
};

} // namespace tw::models
