#include "models/live/sa_facts.h"

#include "models/live/status_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <numeric>

namespace tw::models {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::models::SaFacts", text); }

QString natText(const api::IkeSaStatus &sa)
{
    if (sa.natLocal && sa.natRemote)
        return words(QT_TRANSLATE_NOOP("tw::models::SaFacts", "on both sides"));
    if (sa.natLocal)
        return words(QT_TRANSLATE_NOOP("tw::models::SaFacts", "this side is behind a NAT"));
    if (sa.natRemote)
        return words(QT_TRANSLATE_NOOP("tw::models::SaFacts", "the peer is behind a NAT"));
    return words(QT_TRANSLATE_NOOP("tw::models::SaFacts", "none between the gateways"));
}

// On one line, where that is short enough for a small window: an IPv6 address and a subject are not.
QString withIdentity(const Endpoint &endpoint, const api::Identity &id)
{
    constexpr qsizetype kMostLetters = 48;
    const QString address = QString::fromStdString(endpoint.toString());
    const QString identity = QStringLiteral("(%1)").arg(QString::fromStdString(id.toString()));
    const bool fits = address.size() + identity.size() <= kMostLetters;
    return address + (fits ? QStringLiteral("  ") : QStringLiteral("\n")) + identity;
}

} // namespace

QList<SaFact> ikeSaFacts(const api::ConnectionStatus &status)
{
    if (!status.ikeSa)
        return {};
    const api::IkeSaStatus &sa = *status.ikeSa;
    return {
        {words(QT_TRANSLATE_NOOP("tw::models::SaFacts", "This side")), withIdentity(sa.local, sa.localId), true},
        {words(QT_TRANSLATE_NOOP("tw::models::SaFacts", "Peer")), withIdentity(sa.remote, sa.remoteId), true},
        {words(QT_TRANSLATE_NOOP("tw::models::SaFacts", "Role")),
         sa.weInitiated ? words(QT_TRANSLATE_NOOP("tw::models::SaFacts", "initiator"))
                        : words(QT_TRANSLATE_NOOP("tw::models::SaFacts", "responder"))},
        {words(QT_TRANSLATE_NOOP("tw::models::SaFacts", "NAT")), natText(sa)},
    };
}

QStringList dropLines(const api::ConnectionStatus &status)
{
    api::DropCounters sums{};
    for (const api::ChildSaStatus &child : status.childSas) {
        for (std::size_t reason = 0; reason < sums.size(); ++reason)
            sums[reason] += child.drops[reason];
    }
    return dropLines(sums);
}

QStringList dropLines(const api::DropCounters &drops)
{
    std::array<std::size_t, api::kDropReasonCount> order;
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater{}, [&drops](std::size_t reason) { return drops[reason]; });

    QStringList lines;
    for (const std::size_t reason : order) {
        if (drops[reason] == 0)
            break;
        //: %1: why packets were dropped, %2: how many
        lines.append(words(QT_TRANSLATE_NOOP("tw::models::SaFacts", "%1: %2"))
                         .arg(dropReasonText(static_cast<api::DropReason>(reason)),
                              QLocale().toString(static_cast<qulonglong>(drops[reason]))));
    }
    return lines;
}

} // namespace tw::models
