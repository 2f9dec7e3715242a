#include "models/live/connection_controller.h"

#include "models/catalog/catalog.h"

namespace tw::models {

namespace {

api::ConnectionId toId(const QString &id) { return api::ConnectionId(id.toStdString()); }

} // namespace

ConnectionController::ConnectionController(const Catalog *catalog, QObject *parent)
    : QObject(parent), m_catalog(catalog)
{
    connect(catalog, &Catalog::connectionAdded, this, &ConnectionController::onAdded);
    connect(catalog, &Catalog::connectionChanged, this, &ConnectionController::onChanged);
    connect(catalog, &Catalog::connectionRemoved, this, &ConnectionController::onRemoved);
    // A connection's config holds its gateways' addresses.
    connect(catalog, &Catalog::vpnGatewayChanged, this, [this](const QString &id) {
        for (const Connection &connection : m_catalog->connectionsOfVpnGateway(id))
            update(connection.draft.id);
    });
    connect(catalog, &Catalog::customerGatewayChanged, this, [this](const QString &id) {
        for (const Connection &connection : m_catalog->connectionsOfCustomerGateway(id))
            update(connection.draft.id);
    });
}

void ConnectionController::setEngine(api::EnginePort *engine)
{
    m_engine = engine;
    m_loaded.clear();
    m_loadsNewOnes = false;
}

ConnectionController::Outcome ConnectionController::start(const QString &connectionId)
{
    return send(connectionId, How::Negotiate);
}

ConnectionController::Outcome ConnectionController::stop(const QString &connectionId)
{
    if (const Outcome ready = requireEngine(); !ready)
        return ready;
    // Also one that we never loaded: the command is harmless then, and the user's word counts.
    m_loaded.remove(connectionId);
    m_engine->send(api::Stop{toId(connectionId)});
    return {};
}

ConnectionController::Outcome ConnectionController::renegotiate(const QString &connectionId)
{
    if (!isLoaded(connectionId))
        return start(connectionId);
    if (const Outcome ready = requireEngine(); !ready)
        return ready;
    m_engine->send(api::Renegotiate{toId(connectionId)});
    return {};
}

ConnectionController::Outcome ConnectionController::testRekey(const QString &connectionId)
{
    if (const Outcome ready = requireEngine(); !ready)
        return ready;
    m_engine->send(api::Rekey{toId(connectionId), api::Rekey::Scope::Children});
    return {};
}

ConnectionController::Outcome ConnectionController::probe(const QString &connectionId, api::SuiteProbe::Scope scope)
{
    if (const Outcome ready = requireEngine(); !ready)
        return ready;
    if (!isLoaded(connectionId))
        return std::unexpected(tr("The connection is stopped; start it before it is probed."));
    m_engine->send(api::SuiteProbe{toId(connectionId), scope});
    return {};
}

QStringList ConnectionController::loadAll()
{
    QStringList ids;
    for (const Connection &connection : m_catalog->connections())
        ids << connection.draft.id;
    QStringList troubles = load(ids);
    m_loadsNewOnes = true;
    return troubles;
}

QStringList ConnectionController::load(const QStringList &connectionIds)
{
    QStringList troubles;
    for (const QString &id : connectionIds) {
        if (const Outcome sent = send(id, How::AsConfigured); !sent)
            troubles << sent.error();
    }
    return troubles;
}

ConnectionController::Outcome ConnectionController::send(const QString &connectionId, How how)
{
    if (const Outcome ready = requireEngine(); !ready)
        return ready;
    auto loaded = m_catalog->loadForEngine(connectionId);
    if (!loaded)
        return std::unexpected(loaded.error().text);
    if (how == How::Update) {
        m_engine->send(api::Update{std::move(loaded->config), std::move(loaded->secret)});
        return {};
    }
    const bool negotiate = how == How::Negotiate || loaded->config->effectImmediately;
    m_engine->send(api::Start{std::move(loaded->config), std::move(loaded->secret), negotiate});
    m_loaded.insert(connectionId);
    return {};
}

ConnectionController::Outcome ConnectionController::requireEngine() const
{
    if (m_engine)
        return {};
    return std::unexpected(tr("No engine is running."));
}

void ConnectionController::onAdded(const QString &connectionId)
{
    if (!m_engine || !m_loadsNewOnes)
        return;
    if (const Outcome sent = send(connectionId, How::AsConfigured); !sent)
        Q_EMIT troubled(connectionId, sent.error());
}

void ConnectionController::onChanged(const QString &connectionId, EditEffect effect)
{
    // A changed description touches nothing, and the engine need not hear of it.
    if (effect != EditEffect::Nothing)
        update(connectionId);
}

void ConnectionController::onRemoved(const QString &connectionId)
{
    if (m_engine && m_loaded.remove(connectionId))
        m_engine->send(api::Stop{toId(connectionId)});
}

void ConnectionController::update(const QString &connectionId)
{
    if (!m_engine || !isLoaded(connectionId))
        return;
    if (const Outcome sent = send(connectionId, How::Update); !sent)
        Q_EMIT troubled(connectionId, sent.error());
}

} // namespace tw::models
