#include "models/live/state_group.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

QString word(const char *text) { return QCoreApplication::translate("tw::models::StateGroup", text); }

} // namespace

StateGroup stateGroup(api::ConnectionState state)
{
    using enum api::ConnectionState;
    switch (state) {
    case Established: return StateGroup::Up;
    case Resolving:
    case Phase1Negotiating:
    case Phase1Established:
    case Phase2Negotiating: return StateGroup::Negotiating;
    case Phase1Failed:
    case Phase2Failed:
    case PeerDead: return StateGroup::Failed;
    case Waiting: return StateGroup::Waiting;
    case Stopped:
    case Deleting: break;
    }
    return StateGroup::Down;
}

QString stateGroupName(StateGroup group)
{
    switch (group) {
    case StateGroup::Up: return QStringLiteral("up");
    case StateGroup::Negotiating: return QStringLiteral("negotiating");
    case StateGroup::Failed: return QStringLiteral("failed");
    case StateGroup::Waiting: return QStringLiteral("waiting");
    case StateGroup::Down: return QStringLiteral("down");
    }
    return {};
}

QString stateGroupText(StateGroup group)
{
    switch (group) {
    case StateGroup::Up: return word(QT_TRANSLATE_NOOP("tw::models::StateGroup", "Up"));
    case StateGroup::Negotiating: return word(QT_TRANSLATE_NOOP("tw::models::StateGroup", "Negotiating"));
    case StateGroup::Failed: return word(QT_TRANSLATE_NOOP("tw::models::StateGroup", "Failed"));
    case StateGroup::Waiting: return word(QT_TRANSLATE_NOOP("tw::models::StateGroup", "Waiting"));
    case StateGroup::Down: return word(QT_TRANSLATE_NOOP("tw::models::StateGroup", "Down"));
    }
    return {};
}

} // namespace tw::models
