#include "models/diagnosis/evidence.h"

namespace tw::models {

using api::DetailKey;
using api::EventCode;

bool is(const Record &record, EventCode code) { return record.event.code == code; }
bool isIn(const Record &record) { return record.event.direction == api::Direction::In; }

std::string detail(const Record &record, DetailKey key)
{
    const std::string *value = record.event.find(key);
    return value ? *value : std::string();
}

QString detailText(const Record &record, DetailKey key) { return QString::fromStdString(detail(record, key)); }

std::optional<qint64> number(const Record &record, DetailKey key)
{
    bool isNumber = false;
    const qint64 value = detailText(record, key).toLongLong(&isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

api::FailureCode failureOf(const Record &record)
{
    return api::parseFailure(detail(record, DetailKey::Failure)).value_or(api::FailureCode::None);
}

Sighting seen(const Record &record) { return {record.at, record}; }

Evidence::Evidence(const DiagnosisFacts &facts) : m_facts(facts)
{
    const std::string id = facts.draft.id.toStdString();
    for (const Record &record : facts.records) {
        if (record.event.connection.value().empty()) {
            m_engine << record;
            continue;
        }
        if (record.event.connection.value() != id)
            continue;
        // What was seen of other settings says nothing of these.
        if (is(record, EventCode::ConnectionUpdated) || is(record, EventCode::ConnectionStarted))
            m_records.clear();
        m_records << record;
    }
    if (!m_records.isEmpty()) {
        const UtcTime begin = m_records.first().at;
        m_engine.removeIf(
            [&](const Record &record) { return record.at < begin && is(record, EventCode::MessageUnmatched); });
    }
    m_lastUp = last(EventCode::ChildSaEstablished);
}

const Record *Evidence::last(const Test &test, const Record *before) const
{
    for (auto at = m_records.crbegin(); at != m_records.crend(); ++at) {
        if ((!before || at->sequence < before->sequence) && test(*at))
            return &*at;
    }
    return nullptr;
}

const Record *Evidence::last(EventCode code, const Record *before) const
{
    return last([&](const Record &record) { return is(record, code); }, before);
}

bool Evidence::isAfter(EventCode code, const Record &record) const
{
    const Record *newest = last(code);
    return newest && newest->sequence > record.sequence;
}

const Record *Evidence::beginOf(const Record &record) const
{
    return last(
        [&](const Record &one) {
            const bool isOffer = (is(one, EventCode::ProposalsOffered) || is(one, EventCode::ProposalsReceived))
                && one.event.phase == api::Phase::Phase1;
            return isOffer || is(one, EventCode::NegotiationTriggered);
        },
        &record);
}

Role Evidence::roleAt(const Record &record) const
{
    const Record *offer = last(
        [&](const Record &one) {
            const bool isPhase = record.event.phase == api::Phase::None || one.event.phase == record.event.phase
                || record.event.phase == api::Phase::Phase1;
            return (is(one, EventCode::ProposalsOffered) || is(one, EventCode::ProposalsReceived)) && isPhase;
        },
        &record);
    // A peer that calls itself by a name that nobody has was no connection's when it made its offer.
    if (!offer)
        return is(record, EventCode::AuthenticationFailed) ? Role::Responder : Role::Unknown;
    return is(*offer, EventCode::ProposalsOffered) ? Role::Initiator : Role::Responder;
}

bool Evidence::isSettled(const Record &record) const { return m_lastUp && m_lastUp->sequence > record.sequence; }

} // namespace tw::models
