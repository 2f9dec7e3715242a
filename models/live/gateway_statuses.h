#pragma once

#include "models/live/gateway_status.h"

#include <QHash>
#include <QObject>
#include <QPointer>

namespace tw::models {

// The status of every VPN gateway, kept up to date as catalogue, machine and engine change.
class GatewayStatuses final : public QObject
{
    Q_OBJECT

public:
    // `catalog` must outlive it. Without `live` there is no engine.
    GatewayStatuses(const Catalog &catalog, const LiveState *live, QObject *parent = nullptr);

    GatewayStatus of(const QString &gatewayId) const { return m_statuses.value(gatewayId); }

Q_SIGNALS:
    // The status of a gateway that was there before became another.
    void changed(const QString &gatewayId);

private:
    // What a status takes from a connection. Counters move every second, and are none of it.
    struct Seen
    {
        QString gatewayId;
        api::ConnectionState state{};
        api::FailureCode lastFailure{};
    };

    void onLiveChanged(const QString &connectionId);
    void onConnectionRemoved(const QString &connectionId);
    void refresh(const QString &gatewayId);
    void refreshAll();

    const Catalog &m_catalog;
    QPointer<const LiveState> m_live;
    QHash<QString, GatewayStatus> m_statuses;
    QHash<QString, Seen> m_seen; // connections that the engine has
};

} // namespace tw::models
