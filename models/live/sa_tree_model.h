#pragma once

#include "engine/api/status.h"

#include <QAbstractItemModel>
#include <QString>

#include <optional>
#include <vector>

namespace tw::models {

class LiveState;

// The IKE SA of one connection and the child SAs below it. Children of an IKE SA that is being negotiated stand at the
// top. A change of counters touches only the cells that show them, so that selection and expansion survive.
class SaTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    // What is looked at most comes first: a window of the usual width shows the counters without scrolling.
    enum Column { Sa, Selectors, BytesIn, BytesOut, PacketsIn, PacketsOut, NextRekey, Since, Spis, Proposal, kColumns };
    enum Role {
        SortRole = Qt::UserRole, // numbers and times as such
        IsIkeSaRole, // bool
        RekeyAtRole, // QDateTime in UTC, invalid where none is planned
        DropsRole, // quint64, all reasons together
    };

    // `live` must outlive the model.
    explicit SaTreeModel(const LiveState *live, QObject *parent = nullptr);

    // Empty: shows nothing.
    void setConnection(const QString &connectionId);
    QString connection() const { return m_connection; }

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void reload();
    void applyIkeSa(const std::optional<api::IkeSaStatus> &ikeSa);
    void applyChildren(const std::vector<api::ChildSaStatus> &children);
    QModelIndex childParent() const;
    QVariant ikeData(int column, int role) const;
    QVariant childData(const api::ChildSaStatus &child, int column, int role) const;

    const LiveState *m_live;
    QString m_connection;
    std::optional<api::IkeSaStatus> m_ikeSa;
    std::vector<api::ChildSaStatus> m_children;
};

} // namespace tw::models
