#pragma once

#include "models/log/log_record.h"

#include <utility>

namespace tw::models {

// Which facts of a connection belong to the negotiation around one of them.
//
// A negotiation closes with ChildSaEstablished, AttemptFailed, ConnectionStopped, or the end or start of the engine;
// further children that follow at once, and what is told of the message before (its exchange and message id), close with
// it. It opens with the first of NegotiationTriggered and a message of any exchange but INFORMATIONAL after the
// one before has closed; a NegotiationTriggered within, before any message, opens anew. So a responder's negotiation
// begins with the first message of phase 1, a rekey's with its CREATE_CHILD_SA or quick mode, and one that failed ends
// with its AttemptFailed. One that is under way ends with the last fact.
//
// A fact outside of all (a DPD probe of a quiet tunnel) stands for its own exchange: the facts beside it with its exchange
// and message id.
//
// `records` in order, all of one connection. Gives [begin, end), which holds `index`.
std::pair<qsizetype, qsizetype> negotiationAround(const QList<LogRecord> &records, qsizetype index);

} // namespace tw::models
