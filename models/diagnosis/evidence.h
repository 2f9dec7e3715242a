#pragma once

#include "models/diagnosis/diagnose.h"

#include <functional>

// The log records of one connection as the rules walk through them: only those that still count, which is what came after
// it was last edited or loaded.
namespace tw::models {

using Record = LogRecord;

class Evidence
{
public:
    explicit Evidence(const DiagnosisFacts &facts);

    const DiagnosisFacts &facts() const { return m_facts; }
    const ConnectionDraft &draft() const { return m_facts.draft; }
    bool isV1() const { return draft().ikeVersion == QLatin1String("ikev1"); }
    const QList<Record> &records() const { return m_records; } // of the connection
    const QList<Record> &engineRecords() const { return m_engine; } // that belong to no connection

    using Test = std::function<bool(const Record &)>;
    // The newest that fits, before the record `before` where one is given; nullptr: none.
    const Record *last(const Test &test, const Record *before = nullptr) const;
    // The newest with this code.
    const Record *last(api::EventCode code, const Record *before = nullptr) const;
    // Whether one with this code is newer than `record`.
    bool isAfter(api::EventCode code, const Record &record) const;

    // Where the negotiation that `record` belongs to begins, and who began it.
    const Record *beginOf(const Record &record) const;
    Role roleAt(const Record &record) const;

    // The child that stands last came up here; nullptr: none came up.
    const Record *lastUp() const { return m_lastUp; }
    // Facts of negotiations count as long as nothing came of a later one.
    bool isSettled(const Record &record) const;
    bool isEstablished() const { return m_facts.status.state == api::ConnectionState::Established; }

private:
    const DiagnosisFacts &m_facts;
    QList<Record> m_records;
    QList<Record> m_engine;
    const Record *m_lastUp = nullptr;
};

bool is(const Record &record, api::EventCode code);
bool isIn(const Record &record);
std::string detail(const Record &record, api::DetailKey key); // empty where there is none
QString detailText(const Record &record, api::DetailKey key);
std::optional<qint64> number(const Record &record, api::DetailKey key);
api::FailureCode failureOf(const Record &record); // None where the record names none
Sighting seen(const Record &record);

} // namespace tw::models
