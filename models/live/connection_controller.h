#pragma once

#include "engine/api/engine_port.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <expected>

namespace tw::models {

class Catalog;
class LiveState;
class SecretStore;

// Turns what the user wants into commands to the engine: draft and key -> validator -> api::Command. It changes no
// object and keeps no state of its own but which connections were asked for.
class ConnectionController : public QObject
{
    Q_OBJECT

public:
    // One sentence for the user, in the user's language.
    using Outcome = std::expected<void, QString>;

    // All must outlive the controller. `engine` may be set later, and is nullptr where none runs.
    ConnectionController(Catalog *catalog, SecretStore *secrets, LiveState *live, QObject *parent = nullptr);
    void setEngine(api::EnginePort *engine) { m_engine = engine; }

    // Loads the connection and negotiates at once, whatever EffectImmediately says: the user asked.
    Outcome start(const QString &connectionId);
    // Deletes the SAs at the peer; the connection stays unloaded until it is started again or the engine is.
    Outcome stop(const QString &connectionId);
    // Deletes the SAs and negotiates anew; starts a connection that is not loaded.
    Outcome renegotiate(const QString &connectionId);

    // As an engine begins its life: those effective immediately negotiate at once, the others wait for traffic or for
    // the peer. Gives a line per connection that could not be loaded; the others are.
    QStringList loadAll();
    QStringList load(const QStringList &connectionIds);

    // The stored connection was edited: a loaded one is told (and renegotiates what the edit touches, at once where it
    // is effective immediately), one that is not loaded is left alone.
    Outcome applyEdit(const QString &connectionId);
    // Connections were created, edited or deleted elsewhere (an imported document): new ones are loaded, changed ones
    // updated, deleted ones stopped.
    QStringList applyCatalog(const QStringList &created, const QStringList &changed, const QStringList &deleted);

    // Stops everything; LiveState forgets the engine when it says that it is done.
    void shutdown();

private:
    Outcome send(const QString &connectionId, bool negotiate, bool isUpdate);

    Catalog *m_catalog;
    SecretStore *m_secrets;
    LiveState *m_live;
    api::EnginePort *m_engine = nullptr;
};

} // namespace tw::models
