#pragma once

#include "models/catalog/catalog.h"

#include <QAbstractTableModel>

namespace tw::models {

// The imported certificates, one a row, for all regions.
class CertificateTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        SubjectColumn,
        ValidUntilColumn,
        IssuerColumn,
        KeyColumn,
        PrivateKeyColumn,
        ConnectionsColumn,
        IdColumn
    };
    static constexpr int kColumns = IdColumn + 1;

    // `catalog` must outlive the model.
    explicit CertificateTableModel(const Catalog &catalog, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    Expiry expiryOf(const QString &id) const;
    void retranslate();

private:
    QString display(const Certificate &certificate, int column) const;
    QVariant sortKey(const Certificate &certificate, int column) const;
    QStringList users(const QString &id) const;
    void onCertificatesChanged();
    void onConnectionsChanged();

    const Catalog &m_catalog;
    QList<Certificate> m_rows;
};

} // namespace tw::models
