#include "models/doctor/mtu_search.h"

#include "models/catalog/address_rules.h"
#include "models/doctor/doctor_facts.h"

#include <algorithm>

namespace tw::models {

namespace {

using Verdict = DoctorVerdict;
using Finding = DoctorFinding;
using Kind = api::IcmpAnswer::Kind;

constexpr Duration kLeastPatience{250};
constexpr Duration kMostPatience{1500};
constexpr int kTcpHeaders = 20;

DoctorMtu sumOf(const api::TunnelFit &fit)
{
    DoctorMtu sum;
    sum.pathMtu = fit.pathMtu;
    sum.outerHeader = fit.outerHeader;
    sum.udpHeader = fit.udpHeader;
    sum.espHeader = fit.espHeader;
    sum.iv = fit.iv;
    sum.alignment = fit.alignment;
    sum.trailer = fit.trailer;
    sum.icv = fit.icv;
    sum.fitsPath = fit.fitsPath;
    sum.device = fit.device;
    sum.configured = fit.configured;
    sum.computed = fit.largestInner;
    sum.isOuterV6 = fit.outer == IpFamily::V6;
    sum.isUdp = fit.udpEncapsulated;
    sum.suite = QString::fromStdString(api::toString(fit.proposal));
    return sum;
}

} // namespace

std::optional<MtuSearch::Step> MtuSearch::next() const
{
    const auto size = m_isOver ? std::nullopt : nextSize();
    if (!size)
        return std::nullopt;
    const bool isFirst = m_passes == 0;
    const Duration patience =
        isFirst ? kMostPatience : std::clamp(4 * m_roundTrip + Duration(100), kLeastPatience, kMostPatience);
    return Step{*size, isFirst ? 3 : 2, patience};
}

std::optional<int> MtuSearch::nextSize() const
{
    if (m_passes == 0)
        return m_fails == 0 ? std::optional(kSmall) : std::nullopt;
    if (m_fails == 0)
        return m_passes < computed() ? std::optional(computed()) : std::nullopt;
    return m_fails - m_passes > 1 ? std::optional(m_passes + (m_fails - m_passes) / 2) : std::nullopt;
}

void MtuSearch::take(const api::EchoOutcome &outcome)
{
    const auto step = next();
    if (!step)
        return;
    if (outcome.fit)
        m_fit = outcome.fit;
    const auto passed = static_cast<int>(std::ranges::count(outcome.answers, Kind::Echo, &api::IcmpAnswer::kind));
    for (const api::IcmpAnswer &answer : outcome.answers) {
        if (answer.kind == Kind::Echo)
            m_roundTrip = std::max(m_roundTrip, answer.roundTrip);
        // Of those that were encrypted: what this machine refuses never got that far.
        else if (answer.kind == Kind::TooBig && outcome.trail.encrypted > 0)
            m_toldBy = answer.from;
    }
    if (passed > 0) {
        m_passes = step->size;
        m_isSteady = m_isSteady && passed >= step->count;
    } else {
        m_fails = step->size;
    }
    m_isOver = m_passes == 0 || !m_fit;
}

void judgeMtu(DoctorReport &report, const MtuSearch &search, IpFamily inner, int configuredMss)
{
    if (search.fit())
        report.mtu = sumOf(*search.fit());
    const auto settled = [&](DoctorCheckId id, Verdict verdict, Finding finding, const QStringList &args = {},
                             DoctorSide side = DoctorSide::None, const QList<DoctorMend> &mends = {}) {
        settle(report, {id, verdict, finding, args, {}, side, mends});
    };
    if (!search.doesAnythingPass()) {
        settled(DoctorCheckId::SmallPacket, Verdict::NotKnown, Finding::SmallLost, {report.destination},
                DoctorSide::None, {{DoctorAdvice::TryOtherAddress, DoctorSide::Ours, {}, {}, {}}});
        skipRest(report, Finding::EarlierCheckFailed);
        return;
    }
    settled(DoctorCheckId::SmallPacket, Verdict::Ok, Finding::SmallPasses, {report.destination});
    if (!report.mtu || search.next())
        return;
    DoctorMtu &mtu = *report.mtu;
    mtu.found = search.found();
    const int headers = (inner == IpFamily::V4 ? 20 : 40) + kTcpHeaders;
    const int mss = configuredMss > 0 ? configuredMss : mtu.computed - headers;
    const QString found = QString::number(mtu.found);
    const QString computed = QString::number(mtu.computed);
    if (mtu.found >= mtu.computed) {
        settled(DoctorCheckId::LargestPacket, Verdict::Ok, Finding::LargestFits, {found});
    } else {
        const QList<DoctorMend> mends{{DoctorAdvice::SetMtu, DoctorSide::Ours, {found}, Field::Mtu, found},
                                      {DoctorAdvice::AllowFragmentationNeeded, DoctorSide::Theirs, {}, {}, {}}};
        if (!search.isSteady()) {
            settled(DoctorCheckId::LargestPacket, Verdict::Warning, Finding::LargestUnsteady, {found, computed},
                    DoctorSide::Path);
        } else if (const auto told = search.toldBy()) {
            settled(DoctorCheckId::LargestPacket, Verdict::Failed, Finding::LargestSmallerTold,
                    {found, computed, toQString(*told)}, DoctorSide::Path, mends);
        } else {
            settled(DoctorCheckId::LargestPacket, Verdict::Failed, Finding::LargestSmaller, {found, computed},
                    DoctorSide::Path, mends);
        }
    }
    if (mss + headers <= mtu.found) {
        settled(DoctorCheckId::Clamp, Verdict::Ok, Finding::ClampFits, {computed, QString::number(mss)});
        return;
    }
    mtu.proposedMss = mtu.found - headers;
    const QString proposed = QString::number(mtu.proposedMss);
    settled(DoctorCheckId::Clamp, Verdict::Failed, Finding::ClampTooLarge,
            {computed, QString::number(mss), found, proposed}, DoctorSide::Ours,
            {{DoctorAdvice::SetMtu, DoctorSide::Ours, {found}, Field::Mtu, found},
             {DoctorAdvice::SetMss, DoctorSide::Ours, {proposed}, Field::Mss, proposed}});
}

} // namespace tw::models
