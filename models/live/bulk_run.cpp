#include "models/live/bulk_run.h"

#include "models/catalog/catalog.h"
#include "models/live/connection_controller.h"
#include "models/live/live_state.h"
#include "models/live/state_group.h"
#include "models/live/status_text.h"

namespace tw::models {

BulkRun::BulkRun(BulkAction action, const QStringList &ids, const Catalog &catalog, ConnectionController &controller,
                 const LiveState &live, QObject *parent)
    : BulkList(parent), m_action(action), m_live(live)
{
    for (const QString &id : ids)
        ask(id, catalog, controller);
    connect(&live, &LiveState::connectionChanged, this, &BulkRun::follow);
}

void BulkRun::ask(const QString &id, const Catalog &catalog, ConnectionController &controller)
{
    const int row = rowCount();
    const Connection *connection = catalog.connection(id);
    append(id, connection ? connection->draft.name : QString());
    Asked &asked = m_asked.emplaceBack();
    if (const api::ConnectionStatus *status = m_live.find(id))
        asked.before = *status;
    const StateGroup group = stateGroup(m_live.state(id));
    // One that is up needs no start, and the engine would say nothing about it.
    if (m_action == BulkAction::Start && group == StateGroup::Up) {
        setOutcome(row, Outcome::Done);
        return;
    }
    const auto outcome = m_action == BulkAction::Start ? controller.start(id)
        : m_action == BulkAction::Stop                 ? controller.stop(id)
                                                       : controller.renegotiate(id);
    if (!outcome) {
        setOutcome(row, Outcome::Refused);
        asked.refusal = outcome.error();
    } else if (m_action == BulkAction::Stop && !asked.before) {
        setOutcome(row, Outcome::Done); // there was nothing to take down
    }
}

QString BulkRun::title() const
{
    switch (m_action) {
    case BulkAction::Start: return tr("Start the selected connections");
    case BulkAction::Stop: return tr("Stop the selected connections");
    case BulkAction::Renegotiate: return tr("Renegotiate the selected connections");
    }
    return {};
}

QString BulkRun::doneSentence() const
{
    switch (m_action) {
    case BulkAction::Start: return tr("%n connection(s) are up.", nullptr, rowCount());
    case BulkAction::Stop: return tr("%n connection(s) are stopped.", nullptr, rowCount());
    case BulkAction::Renegotiate: return tr("%n connection(s) were renegotiated.", nullptr, rowCount());
    }
    return {};
}

QString BulkRun::sentence(int row) const
{
    const Asked &asked = m_asked.at(row);
    switch (outcome(row)) {
    case Outcome::Refused: return asked.refusal;
    case Outcome::Failed:
        return asked.failure == api::FailureCode::None ? tr("It was stopped.") : failureSentence(asked.failure);
    case Outcome::Pending:
        if (!m_live.find(id(row)))
            return tr("The engine was asked and has not answered yet.");
        break;
    case Outcome::Undone:
    case Outcome::Done: break;
    }
    return stateText(m_live.state(id(row)));
}

void BulkRun::follow(const QString &id)
{
    const int row = rowOf(id);
    if (row < 0 || outcome(row) == Outcome::Refused)
        return;
    const Outcome before = outcome(row);
    setOutcome(row, judge(row));
    tellChanged(row);
    if (outcome(row) != before)
        Q_EMIT outcomeChanged();
}

BulkRun::Outcome BulkRun::judge(int row)
{
    Asked &asked = m_asked[row];
    const api::ConnectionStatus *now = m_live.find(id(row));
    if (m_action == BulkAction::Stop)
        return now && now->state != api::ConnectionState::Stopped ? Outcome::Pending : Outcome::Done;
    if (!now || now->state == api::ConnectionState::Stopped) {
        // Before its first report it is not there, either.
        if (!asked.isMoving && !(asked.before && !now))
            return outcome(row);
        asked.failure = api::FailureCode::None;
        return Outcome::Failed;
    }
    // Counters move, too, and are no answer.
    const auto ikeSpi = [](const api::ConnectionStatus &status) {
        return status.ikeSa ? status.ikeSa->initiatorSpi : 0;
    };
    if (!asked.before || now->state != asked.before->state || now->since != asked.before->since
        || now->nextAttempt != asked.before->nextAttempt || ikeSpi(*now) != ikeSpi(*asked.before))
        asked.isMoving = true;
    if (!asked.isMoving)
        return outcome(row);
    switch (stateGroup(now->state)) {
    case StateGroup::Up: return Outcome::Done;
    case StateGroup::Failed: asked.failure = now->lastFailure; return Outcome::Failed;
    case StateGroup::Negotiating:
    case StateGroup::Waiting:
    case StateGroup::Down: break;
    }
    // After a failure it tries again by itself: that it failed stays said until it is up.
    return outcome(row) == Outcome::Failed ? Outcome::Failed : Outcome::Pending;
}

} // namespace tw::models
