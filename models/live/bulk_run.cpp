#include "models/live/bulk_run.h"

#include "models/catalog/catalog.h"
#include "models/catalog/table_roles.h"
#include "models/live/connection_controller.h"
#include "models/live/live_state.h"
#include "models/live/state_group.h"
#include "models/live/status_text.h"

#include <algorithm>

namespace tw::models {

BulkRun::BulkRun(BulkAction action, const QStringList &ids, const Catalog &catalog, ConnectionController &controller,
                 const LiveState &live, QObject *parent)
    : QAbstractTableModel(parent), m_action(action), m_live(live)
{
    for (const QString &id : ids) {
        m_places.insert(id, rowCount());
        m_rows.append(ask(id, catalog, controller));
    }
    connect(&live, &LiveState::connectionChanged, this, &BulkRun::follow);
}

BulkRun::Row BulkRun::ask(const QString &id, const Catalog &catalog, ConnectionController &controller) const
{
    Row row;
    row.id = id;
    if (const Connection *connection = catalog.connection(id))
        row.name = connection->draft.name;
    if (const api::ConnectionStatus *status = m_live.find(id))
        row.before = *status;
    const StateGroup group = stateGroup(m_live.state(id));
    // One that is up needs no start, and the engine would say nothing about it.
    if (m_action == BulkAction::Start && group == StateGroup::Up) {
        row.outcome = Outcome::Done;
        return row;
    }
    const auto outcome = m_action == BulkAction::Start ? controller.start(id)
        : m_action == BulkAction::Stop                 ? controller.stop(id)
                                                       : controller.renegotiate(id);
    if (!outcome) {
        row.outcome = Outcome::Refused;
        row.refusal = outcome.error();
    } else if (m_action == BulkAction::Stop && !row.before) {
        row.outcome = Outcome::Done; // there was nothing to take down
    }
    return row;
}

int BulkRun::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int BulkRun::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant BulkRun::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    if (role == IdRole)
        return row.id;
    if (role == OutcomeRole)
        return static_cast<int>(row.outcome);
    if (role == Qt::ToolTipRole && index.column() == SentenceColumn)
        return sentence(row);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case NameColumn: return row.name.isEmpty() ? row.id : row.name;
    case OutcomeColumn:
        switch (row.outcome) {
        case Outcome::Refused: return tr("Not done");
        case Outcome::Failed: return tr("Failed");
        case Outcome::Pending: return tr("Under way");
        case Outcome::Done: return tr("Done");
        }
        return {};
    case SentenceColumn: return sentence(row);
    default: return {};
    }
}

QString BulkRun::sentence(const Row &row) const
{
    switch (row.outcome) {
    case Outcome::Refused: return row.refusal;
    case Outcome::Failed:
        return row.failure == api::FailureCode::None ? tr("It was stopped.") : failureSentence(row.failure);
    case Outcome::Pending:
        if (!m_live.find(row.id))
            return tr("The engine was asked and has not answered yet.");
        break;
    case Outcome::Done: break;
    }
    return stateText(m_live.state(row.id));
}

int BulkRun::count(Outcome outcome) const
{
    return static_cast<int>(std::ranges::count(m_rows, outcome, &Row::outcome));
}

QString BulkRun::firstTrouble() const
{
    const auto found = std::ranges::find_if(
        m_rows, [](const Row &row) { return row.outcome == Outcome::Refused || row.outcome == Outcome::Failed; });
    return found == m_rows.end() ? QString() : sentence(*found);
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

QString BulkRun::summary() const
{
    QStringList parts;
    if (const int refused = count(Outcome::Refused); refused > 0)
        parts.append(tr("%n not done", nullptr, refused));
    if (const int failed = count(Outcome::Failed); failed > 0)
        parts.append(tr("%n failed", nullptr, failed));
    if (const int pending = count(Outcome::Pending); pending > 0)
        parts.append(tr("%n under way", nullptr, pending));
    if (const int done = count(Outcome::Done); done > 0)
        parts.append(tr("%n done", nullptr, done));
    return parts.join(QStringLiteral("  ·  "));
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

void BulkRun::retranslate()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {Qt::DisplayRole, Qt::ToolTipRole});
}

void BulkRun::follow(const QString &id)
{
    const int place = m_places.value(id, -1);
    if (place < 0 || m_rows[place].outcome == Outcome::Refused)
        return;
    Row &row = m_rows[place];
    const Outcome before = row.outcome;
    row.outcome = judge(row);
    Q_EMIT dataChanged(index(place, 0), index(place, ColumnCount - 1));
    if (row.outcome != before)
        Q_EMIT outcomeChanged();
}

BulkRun::Outcome BulkRun::judge(Row &row) const
{
    const api::ConnectionStatus *now = m_live.find(row.id);
    if (m_action == BulkAction::Stop)
        return now && now->state != api::ConnectionState::Stopped ? Outcome::Pending : Outcome::Done;
    if (!now || now->state == api::ConnectionState::Stopped) {
        // Before its first report it is not there, either.
        if (!row.isMoving && !(row.before && !now))
            return row.outcome;
        row.failure = api::FailureCode::None;
        return Outcome::Failed;
    }
    // Counters move, too, and are no answer.
    const auto ikeSpi = [](const api::ConnectionStatus &status) {
        return status.ikeSa ? status.ikeSa->initiatorSpi : 0;
    };
    if (!row.before || now->state != row.before->state || now->since != row.before->since
        || now->nextAttempt != row.before->nextAttempt || ikeSpi(*now) != ikeSpi(*row.before))
        row.isMoving = true;
    if (!row.isMoving)
        return row.outcome;
    switch (stateGroup(now->state)) {
    case StateGroup::Up: return Outcome::Done;
    case StateGroup::Failed: row.failure = now->lastFailure; return Outcome::Failed;
    case StateGroup::Negotiating:
    case StateGroup::Waiting:
    case StateGroup::Down: break;
    }
    // After a failure it tries again by itself: that it failed stays said until it is up.
    return row.outcome == Outcome::Failed ? Outcome::Failed : Outcome::Pending;
}

} // namespace tw::models
