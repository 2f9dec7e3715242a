#pragma once

#include "engine/api/status.h"
#include "models/catalog/bulk_list.h"

#include <optional>

namespace tw::models {

class Catalog;
class ConnectionController;
class LiveState;

enum class BulkAction { Start, Stop, Renegotiate };

// One thing asked of several connections. Asking returns at once; the rows follow the engine's reports for as long as the
// run is kept.
class BulkRun final : public BulkList
{
    Q_OBJECT

public:
    // Asks. All must outlive the run.
    BulkRun(BulkAction action, const QStringList &ids, const Catalog &catalog, ConnectionController &controller,
            const LiveState &live, QObject *parent = nullptr);

    BulkAction action() const { return m_action; }
    QString title() const override;
    QString doneSentence() const override;

protected:
    QString sentence(int row) const override;

private:
    struct Asked
    {
        QString refusal;
        api::FailureCode failure = api::FailureCode::None;
        // As it stood when it was asked: what is like that is no answer yet.
        std::optional<api::ConnectionStatus> before;
        bool isMoving = false; // has been seen otherwise since
    };

    void ask(const QString &id, const Catalog &catalog, ConnectionController &controller);
    void follow(const QString &id);
    Outcome judge(int row);

    BulkAction m_action;
    const LiveState &m_live;
    QList<Asked> m_asked; // of the rows
};

} // namespace tw::models
