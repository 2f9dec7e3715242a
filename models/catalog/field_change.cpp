#include "models/catalog/field_change.h"

#include "models/catalog/issue_text.h"
#include "models/log/joined_text.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace tw::models {

namespace {

const auto kTrue = QStringLiteral("true");
const auto kFalse = QStringLiteral("false");

// A suite that authenticates by itself takes no algorithm beside it, and any other needs one: whoever changes the one
// means the other.
void setValue(ConnectionDraft &draft, Field field, const QString &value)
{
    setDraftText(draft, field, value);
    const bool hasNone = draft.ipsecAuthAlg == QLatin1String("none");
    if (field == Field::IpsecEncAlg && isAeadChoice(value))
        draft.ipsecAuthAlg = QStringLiteral("none");
    else if (field == Field::IpsecEncAlg && hasNone)
        draft.ipsecAuthAlg = QStringLiteral("sha256");
}

// Without the name of the connection, which stands beside it.
QString reasonOf(const CatalogError &error)
{
    QStringList sentences;
    for (const ValidationIssue &issue : error.issues) {
        if (issue.severity == Severity::Error)
            sentences.append(issueText(issue));
    }
    return sentences.isEmpty() ? error.text : joinedSentences(sentences);
}

} // namespace

QList<Field> sharedFields()
{
    return {Field::EffectImmediately,
            Field::IkeVersion,
            Field::IkeMode,
            Field::IkeEncAlg,
            Field::IkeAuthAlg,
            Field::IkePfs,
            Field::IkeLifetime,
            Field::IpsecEncAlg,
            Field::IpsecAuthAlg,
            Field::IpsecPfs,
            Field::IpsecLifetime,
            Field::EnableDpd,
            Field::EnableNatTraversal,
            Field::HealthCheckInterval,
            Field::HealthCheckRetry,
            Field::AntiReplayWindow,
            Field::EnableEsn,
            Field::Mtu,
            Field::Mss};
}

QStringList sharedFieldChoices(Field field)
{
    switch (field) {
    case Field::EffectImmediately:
    case Field::EnableDpd:
    case Field::EnableEsn: return {kTrue, kFalse};
    case Field::IkeVersion: return {QStringLiteral("ikev1"), QStringLiteral("ikev2")};
    case Field::IkeMode: return {QStringLiteral("main"), QStringLiteral("aggressive")};
    case Field::IkeEncAlg:
    case Field::IpsecEncAlg: return encryptionChoices();
    case Field::IkeAuthAlg: return authenticationChoices();
    case Field::IpsecAuthAlg: return authenticationChoices() + QStringList{QStringLiteral("none")};
    case Field::IkePfs: return groupChoices();
    case Field::IpsecPfs: return QStringList{QStringLiteral("disabled")} + groupChoices();
    case Field::EnableNatTraversal:
        return {QStringLiteral("automatic"), QStringLiteral("forced"), QStringLiteral("off")};
    default: return {};
    }
}

QString fieldValueText(Field field, const QString &value)
{
    const QStringList choices = sharedFieldChoices(field);
    if (choices.contains(kTrue))
        return value == kTrue ? QCoreApplication::translate("tw::models::FieldChange", "Yes")
                              : QCoreApplication::translate("tw::models::FieldChange", "No");
    if (choices.isEmpty())
        return value.isEmpty() ? QCoreApplication::translate("tw::models::FieldChange", "empty") : value;
    return choiceText(value);
}

FieldChange::FieldChange(const Catalog &catalog, const QStringList &connectionIds, Field field, const QString &value)
{
    for (const QString &id : connectionIds) {
        const Connection *connection = catalog.connection(id);
        if (!connection)
            continue;
        ConnectionDraft draft = connection->draft;
        setValue(draft, field, value);
        draft = tidied(draft);
        Row row{id, draft.name, fieldValueText(field, draftText(connection->draft, field)), {}, {}, {}, {}};
        row.outcome = draft == connection->draft ? Outcome::IsSo : Outcome::Changes;
        row.isImmediate = draft.effectImmediately;
        m_rows.append(row);
        m_drafts.append(draft);
    }
    judge(catalog);
}

// All together, since some rules are about several of them; those that cannot be are left out, until the rest can.
void FieldChange::judge(const Catalog &catalog)
{
    while (count(Outcome::Changes) > 0) {
        const auto report = catalog.checkAll(change());
        if (report) {
            for (Row &row : m_rows)
                row.effect = report->effects.value(row.id, EditEffect::Nothing);
            return;
        }
        bool isSomeoneNamed = false;
        QHash<QString, const CatalogError *> errors;
        for (const CatalogError &error : report.error())
            errors.insert(error.id, &error);
        for (Row &row : m_rows) {
            const CatalogError *error = row.outcome == Outcome::Changes ? errors.value(row.id) : nullptr;
            if (!error)
                continue;
            row.outcome = Outcome::Refused;
            row.refusal = reasonOf(*error);
            isSomeoneNamed = true;
        }
        if (isSomeoneNamed)
            continue;
        for (Row &row : m_rows) { // the store's trouble, or a connection that is not among them
            if (row.outcome == Outcome::Changes) {
                row.outcome = Outcome::Refused;
                row.refusal = report.error().first().text;
            }
        }
    }
}

int FieldChange::count(Outcome outcome) const
{
    return static_cast<int>(std::ranges::count(m_rows, outcome, &Row::outcome));
}

CatalogChange FieldChange::change() const
{
    CatalogChange change;
    for (qsizetype at = 0; at < m_rows.size(); ++at) {
        if (m_rows.at(at).outcome == Outcome::Changes)
            change.connections.push_back({m_drafts.at(at), std::nullopt});
    }
    return change;
}

} // namespace tw::models
