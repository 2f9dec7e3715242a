#include "app/diagnosis_json.h"

#include "app/workspace.h"
#include "models/catalog/catalog.h"
#include "models/diagnosis/checks.h"
#include "models/diagnosis/diagnosis_text.h"
#include "models/diagnosis/peer_report.h"
#include "models/diagnosis/trials.h"

#include <QJsonArray>

namespace tw::app {

namespace {

QString text(std::string_view view) { return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())); }

QString timeText(UtcTime at)
{
    return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count(), Qt::UTC).toString(Qt::ISODateWithMs);
}

QJsonObject sightingJson(const models::Sighting &sighting)
{
    QJsonObject json{{QStringLiteral("Time"), timeText(sighting.at)},
                     {QStringLiteral("Sequence"), sighting.sequence()},
                     {QStringLiteral("Text"), models::sightingText(sighting)}};
    if (const auto *record = std::get_if<models::LogRecord>(&sighting.what))
        json.insert(QStringLiteral("Code"), text(api::eventName(record->event.code)));
    return json;
}

QJsonObject comparedJson(const models::ComparedField &row)
{
    return {{QStringLiteral("Field"), models::fieldKey(row.field)},
            {QStringLiteral("Ours"), row.ours},
            {QStringLiteral("Theirs"), row.theirs},
            {QStringLiteral("State"), text(models::comparedStateName(row.state))}};
}

QJsonObject fixJson(const models::Fix &fix)
{
    return {{QStringLiteral("Kind"), text(models::fixKindName(fix.kind))},
            {QStringLiteral("Action"), text(models::fixActionName(fix.action))},
            {QStringLiteral("Field"), fix.field ? models::fieldKey(*fix.field) : QString()},
            {QStringLiteral("Value"), fix.value},
            {QStringLiteral("ApplicableHere"), fix.isApplicableHere()},
            {QStringLiteral("Text"), models::fixSentence(fix)}};
}

template <typename List, typename Json>
QJsonArray array(const List &list, Json toJson)
{
    QJsonArray json;
    for (const auto &one : list)
        json.append(toJson(one));
    return json;
}

// A finding behind the first.
QJsonObject furtherJson(const models::Diagnosis &diagnosis)
{
    return {{QStringLiteral("Relation"), text(models::relationName(diagnosis.relation))},
            {QStringLiteral("RelationText"), models::relationText(diagnosis.relation)},
            {QStringLiteral("Code"), text(models::diagnosisName(diagnosis.code))},
            {QStringLiteral("Certainty"), text(models::certaintyName(diagnosis.certainty))},
            {QStringLiteral("Side"), text(models::sideName(diagnosis.side))},
            {QStringLiteral("Title"), models::diagnosisTitle(diagnosis.code)},
            {QStringLiteral("Sentence"), models::diagnosisSentence(diagnosis)},
            {QStringLiteral("Sightings"), array(diagnosis.sightings, sightingJson)},
            {QStringLiteral("Fixes"), array(diagnosis.fixes, fixJson)}};
}

QJsonObject checkJson(const models::Check &check)
{
    return {{QStringLiteral("Check"), text(models::checkName(check.kind))},
            {QStringLiteral("State"), text(models::checkStateName(check.state))},
            {QStringLiteral("Conflicts"), QJsonArray::fromStringList(check.conflicts)},
            {QStringLiteral("Title"), models::checkTitle(check.kind)},
            {QStringLiteral("Text"), models::checkText(check)}};
}

QJsonObject trialJson(const models::Trial &trial, const QString &sentence)
{
    return {{QStringLiteral("State"), text(models::trialStateName(trial.state))},
            {QStringLiteral("Sequence"), trial.sequence},
            {QStringLiteral("Phase"), text(api::phaseName(trial.phase))},
            {QStringLiteral("Chosen"), trial.chosen},
            {QStringLiteral("Code"), text(models::diagnosisName(trial.code))},
            {QStringLiteral("Text"), sentence}};
}

} // namespace

QJsonObject diagnosisJson(Workspace &workspace, const QString &connectionId, bool withReport)
{
    const models::LiveState *live = workspace.hasEngine() ? &workspace.live() : nullptr;
    const models::DiagnosisFacts facts = collectFacts(workspace.catalog(), workspace.log(), live, connectionId);
    const QList<models::Diagnosis> all = models::diagnoseAll(facts);
    const models::Diagnosis &diagnosis = all.first();
    const models::Trial rekey = models::rekeyTrial(facts);
    const models::Trial probe = models::probeTrial(facts);
    QJsonObject json{
        {QStringLiteral("Name"), facts.draft.name},
        {QStringLiteral("VpnConnectionId"), connectionId},
        {QStringLiteral("Code"), text(models::diagnosisName(diagnosis.code))},
        {QStringLiteral("Certainty"), text(models::certaintyName(diagnosis.certainty))},
        {QStringLiteral("Side"), text(models::sideName(diagnosis.side))},
        {QStringLiteral("SideText"), models::sideText(diagnosis.side)},
        {QStringLiteral("Phase"), text(api::phaseName(diagnosis.phase))},
        {QStringLiteral("Role"), text(models::roleName(diagnosis.role))},
        {QStringLiteral("Title"), models::diagnosisTitle(diagnosis.code)},
        {QStringLiteral("Sentence"), models::diagnosisSentence(diagnosis)},
        {QStringLiteral("Comparison"), array(diagnosis.comparison, comparedJson)},
        {QStringLiteral("Sightings"), array(diagnosis.sightings, sightingJson)},
        {QStringLiteral("Fixes"), array(diagnosis.fixes, fixJson)},
        {QStringLiteral("Also"), array(all.mid(1), furtherJson)},
        {QStringLiteral("Checks"), array(models::checks(facts, diagnosis), checkJson)},
        {QStringLiteral("TestRekey"), trialJson(rekey, models::rekeyTrialText(rekey))},
        {QStringLiteral("Probe"), trialJson(probe, models::probeTrialText(probe))},
    };
    if (withReport) {
        json.insert(QStringLiteral("Report"), models::peerReport(facts, diagnosis, models::ReportLanguage::English));
        json.insert(QStringLiteral("ReportChinese"),
                    models::peerReport(facts, diagnosis, models::ReportLanguage::Chinese));
    }
    return json;
}

} // namespace tw::app
