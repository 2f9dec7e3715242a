#include "app/doctor_json.h"

#include "models/doctor/doctor_text.h"

#include <QJsonObject>

namespace tw::app {

namespace {

QString text(std::string_view view) { return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())); }

QJsonObject mendJson(const models::DoctorMend &mend)
{
    QJsonObject json{{QStringLiteral("Advice"), text(models::doctorName(mend.advice))},
                     {QStringLiteral("Side"), text(models::doctorName(mend.side))},
                     {QStringLiteral("Sentence"), models::doctorText(mend)}};
    if (mend.field) {
        json.insert(QStringLiteral("Field"), models::fieldKey(*mend.field));
        json.insert(QStringLiteral("Value"), mend.value);
    }
    return json;
}

QJsonObject checkJson(const models::DoctorCheck &check)
{
    QJsonArray mends;
    for (const models::DoctorMend &mend : check.mends)
        mends.append(mendJson(mend));
    QJsonObject counters;
    for (const models::DoctorCounter &counter : check.counters) {
        counters.insert(text(models::doctorName(counter.id)),
                        QJsonObject{{QStringLiteral("Before"), static_cast<qint64>(counter.before)},
                                    {QStringLiteral("After"), static_cast<qint64>(counter.after)}});
    }
    return {{QStringLiteral("Id"), text(models::doctorName(check.id))},
            {QStringLiteral("Title"), models::doctorTitle(check.id)},
            {QStringLiteral("Verdict"), text(models::doctorName(check.verdict))},
            {QStringLiteral("Finding"), text(models::doctorName(check.finding))},
            {QStringLiteral("Arguments"), QJsonArray::fromStringList(check.args)},
            {QStringLiteral("Sentence"), models::doctorText(check)},
            {QStringLiteral("Side"), text(models::doctorName(check.side))},
            {QStringLiteral("Counters"), counters},
            {QStringLiteral("WhatToDo"), mends}};
}

QJsonObject mtuJson(const models::DoctorMtu &mtu)
{
    return {{QStringLiteral("PathMtu"), mtu.pathMtu},
            {QStringLiteral("OuterHeader"), mtu.outerHeader},
            {QStringLiteral("UdpHeader"), mtu.udpHeader},
            {QStringLiteral("EspHeader"), mtu.espHeader},
            {QStringLiteral("Iv"), mtu.iv},
            {QStringLiteral("Icv"), mtu.icv},
            {QStringLiteral("Alignment"), mtu.alignment},
            {QStringLiteral("Trailer"), mtu.trailer},
            {QStringLiteral("FitsPath"), mtu.fitsPath},
            {QStringLiteral("Device"), mtu.device},
            {QStringLiteral("Configured"), mtu.configured},
            {QStringLiteral("Computed"), mtu.computed},
            {QStringLiteral("Found"), mtu.found},
            {QStringLiteral("ProposedMss"), mtu.proposedMss},
            {QStringLiteral("Suite"), mtu.suite},
            {QStringLiteral("Sum"), models::doctorText(mtu)}};
}

QJsonObject reportJson(const models::DoctorReport &report)
{
    QJsonArray checks;
    for (const models::DoctorCheck &check : report.checks)
        checks.append(checkJson(check));
    QJsonArray pairs;
    for (const models::DoctorPair &pair : report.pairs) {
        pairs.append(QJsonObject{{QStringLiteral("Local"), pair.local},
                                 {QStringLiteral("Remote"), pair.remote},
                                 {QStringLiteral("Stands"), pair.stands},
                                 {QStringLiteral("PacketsIn"), static_cast<qint64>(pair.packetsIn)},
                                 {QStringLiteral("PacketsOut"), static_cast<qint64>(pair.packetsOut)}});
    }
    QJsonArray overlaps;
    for (const models::DoctorOverlap &overlap : report.overlaps) {
        overlaps.append(QJsonObject{{QStringLiteral("Remote"), overlap.remote},
                                    {QStringLiteral("With"), text(models::doctorName(overlap.with))},
                                    {QStringLiteral("Prefix"), overlap.prefix},
                                    {QStringLiteral("Name"), overlap.name},
                                    {QStringLiteral("Wins"), overlap.wins},
                                    {QStringLiteral("Sentence"), models::doctorText(overlap)}});
    }
    return {{QStringLiteral("Kind"), text(models::doctorName(report.kind))},
            {QStringLiteral("Title"), models::doctorTitle(report.kind)},
            {QStringLiteral("VpnConnectionId"), report.connectionId},
            {QStringLiteral("Source"), report.source},
            {QStringLiteral("Destination"), report.destination},
            {QStringLiteral("DestinationChosen"), report.isDestinationChosen},
            {QStringLiteral("Probe"), models::doctorProbeText(report)},
            {QStringLiteral("FirstFailed"),
             report.firstFailed < 0 ? QJsonValue()
                                    : QJsonValue(text(models::doctorName(report.checks[report.firstFailed].id)))},
            {QStringLiteral("Checks"), checks},
            {QStringLiteral("Pairs"), pairs},
            {QStringLiteral("Overlaps"), overlaps},
            {QStringLiteral("Mtu"), report.mtu ? QJsonValue(mtuJson(*report.mtu)) : QJsonValue()}};
}

} // namespace

QJsonArray doctorJson(const QList<models::DoctorReport> &reports)
{
    QJsonArray list;
    for (const models::DoctorReport &report : reports)
        list.append(reportJson(report));
    return list;
}

} // namespace tw::app
