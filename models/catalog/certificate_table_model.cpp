#include "models/catalog/certificate_table_model.h"

#include "models/catalog/table_roles.h"

#include <algorithm>

namespace tw::models {

CertificateTableModel::CertificateTableModel(const Catalog &catalog, QObject *parent)
    : QAbstractTableModel(parent), m_catalog(catalog), m_rows(catalog.certificates())
{
    connect(&catalog, &Catalog::certificatesChanged, this, &CertificateTableModel::onCertificatesChanged);
    for (const auto signal : {&Catalog::connectionAdded, &Catalog::connectionRemoved})
        connect(&catalog, signal, this, &CertificateTableModel::onConnectionsChanged);
    connect(&catalog, &Catalog::connectionChanged, this, &CertificateTableModel::onConnectionsChanged);
}

int CertificateTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CertificateTableModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant CertificateTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Certificate &certificate = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole: return display(certificate, index.column());
    case Qt::ToolTipRole:
        return index.column() == ConnectionsColumn ? users(certificate.id).join(QLatin1Char('\n'))
                                                   : display(certificate, index.column());
    case SortRole: return sortKey(certificate, index.column());
    case IdRole: return certificate.id;
    case NameRole: return certificateTitle(certificate);
    case MonospaceRole: return index.column() == IdColumn;
    default: return {};
    }
}

QString CertificateTableModel::display(const Certificate &certificate, int column) const
{
    const api::CertificateFacts &facts = certificate.facts;
    switch (column) {
    case SubjectColumn: return certificateTitle(certificate);
    case ValidUntilColumn: {
        const QString day = toDateTime(facts.notAfter).toLocalTime().toString(QStringLiteral("yyyy-MM-dd"));
        const QString mark = expiryText(expiryOf(certificate.id));
        return mark.isEmpty() ? day : tr("%1 · %2", "date, what it means").arg(day, mark);
    }
    case IssuerColumn: return facts.isSelfSigned ? tr("Itself") : QString::fromStdString(facts.issuer);
    case KeyColumn:
        if (facts.keyAlgorithm.empty())
            return tr("Of no use for IKE");
        return facts.hasShortKey ? tr("%1 (weak)").arg(QString::fromStdString(facts.keyAlgorithm))
                                 : QString::fromStdString(facts.keyAlgorithm);
    case PrivateKeyColumn: return certificate.hasKey() ? tr("Imported") : tr("None");
    case ConnectionsColumn: return users(certificate.id).join(QStringLiteral(", "));
    case IdColumn: return certificate.id;
    default: return {};
    }
}

QVariant CertificateTableModel::sortKey(const Certificate &certificate, int column) const
{
    if (column == ValidUntilColumn)
        return toDateTime(certificate.facts.notAfter);
    return display(certificate, column);
}

QVariant CertificateTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case SubjectColumn: return tr("Subject");
    case ValidUntilColumn: return tr("Valid until");
    case IssuerColumn: return tr("Issued by");
    case KeyColumn: return tr("Key");
    case PrivateKeyColumn: return tr("Private key");
    case ConnectionsColumn: return tr("Used by");
    case IdColumn: return tr("Fingerprint (SHA-256)");
    default: return {};
    }
}

Expiry CertificateTableModel::expiryOf(const QString &id) const
{
    const Certificate *certificate = findCertificate(m_rows, id);
    return certificate ? models::expiryOf(certificate->facts, QDateTime::currentDateTimeUtc()) : Expiry();
}

void CertificateTableModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1), {Qt::DisplayRole, Qt::ToolTipRole});
}

QStringList CertificateTableModel::users(const QString &id) const
{
    QStringList names;
    for (const Connection &connection : m_catalog.connectionsOfCertificate(id))
        names.append(connection.draft.name);
    return names;
}

// Row by row, so that a view keeps what is selected.
void CertificateTableModel::onCertificatesChanged()
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (const Certificate *now = m_catalog.certificate(m_rows[row].id)) {
            if (*now != m_rows[row]) {
                m_rows[row] = *now;
                Q_EMIT dataChanged(index(row, 0), index(row, kColumns - 1));
            }
            continue;
        }
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
    for (const Certificate &certificate : m_catalog.certificates()) {
        if (findCertificate(m_rows, certificate.id))
            continue;
        beginInsertRows({}, rowCount(), rowCount());
        m_rows.append(certificate);
        endInsertRows();
    }
}

void CertificateTableModel::onConnectionsChanged()
{
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, ConnectionsColumn), index(rowCount() - 1, ConnectionsColumn));
}

} // namespace tw::models
