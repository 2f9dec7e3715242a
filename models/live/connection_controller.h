#pragma once

#include "engine/api/engine_port.h"
#include "models/catalog/connection_draft.h"

#include <QObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <expected>

namespace tw::models {

class Catalog;

// Turns what the user wants into commands to the engine: saved draft and key -> validator -> api::Command.
//
// While an engine is set it follows the catalogue by itself: a new connection is loaded, an edit reaches the engine when
// it is saved (there it renegotiates what it touches, at once where the connection is effective immediately), a deleted
// one is stopped. A connection that the user stopped is left alone until it is started, or the engine is.
class ConnectionController : public QObject
{
    Q_OBJECT

public:
    // The error is one sentence for the user, in the user's language.
    using Outcome = std::expected<void, QString>;

    // `catalog` must outlive the controller.
    explicit ConnectionController(const Catalog *catalog, QObject *parent = nullptr);
    // nullptr: none runs. The port must stay until it is replaced here.
    void setEngine(api::EnginePort *engine);

    // Loads the connection and negotiates at once, whatever EffectImmediately says: the user asked.
    Outcome start(const QString &connectionId);
    // Deletes the SAs at the peer and unloads the connection.
    Outcome stop(const QString &connectionId);
    // Deletes the SAs and negotiates anew; starts a connection that is not loaded.
    Outcome renegotiate(const QString &connectionId);

    // Renews the children of a connection that stands, before their time: what comes of it is in the log (rekeyTrial()).
    Outcome testRekey(const QString &connectionId);
    // Offers the peer a wide list once, in a negotiation of its own. The saved connection is not changed; the user has
    // agreed to it (probeTrial()).
    Outcome probe(const QString &connectionId, api::SuiteProbe::Scope scope);

    // As an engine begins its life: connections that are effective immediately negotiate at once, the others wait for
    // traffic or for the peer. Gives a sentence for each that could not be loaded; the others are. From then on a
    // connection that is created is loaded too.
    QStringList loadAll();
    // The same for a choice; connections created later are left alone.
    QStringList load(const QStringList &connectionIds);

    // Whether the engine was asked to have it; what came of it is LiveState's to say.
    bool isLoaded(const QString &connectionId) const { return m_loaded.contains(connectionId); }

Q_SIGNALS:
    // An edit could not be passed on; the engine goes on with the connection as it was.
    void troubled(const QString &connectionId, const QString &text);

private:
    enum class How { Negotiate, AsConfigured, Update };
    Outcome send(const QString &connectionId, How how);
    Outcome requireEngine() const;
    void onAdded(const QString &connectionId);
    void onChanged(const QString &connectionId, EditEffect effect);
    void onRemoved(const QString &connectionId);
    void update(const QString &connectionId);

    const Catalog *m_catalog;
    api::EnginePort *m_engine = nullptr;
    QSet<QString> m_loaded;
    bool m_loadsNewOnes = false;
};

} // namespace tw::models
