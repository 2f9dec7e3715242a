#include "engine/ike/retransmit.h"

#include <algorithm>

namespace tw::ike {

namespace {

Duration lengthened(Duration delay, std::uint64_t percent, RandomSource &random)
{
    const auto most = static_cast<std::uint64_t>(delay.count()) * percent / 100;
    return delay + Duration(static_cast<Duration::rep>(random.below(most + 1)));
}

} // namespace

Retransmit::Retransmit(TimePoint now, RandomSource &random) { arm(now, random); }

void Retransmit::arm(TimePoint now, RandomSource &random) { m_due = now + lengthened(m_delay, kJitterPercent, random); }

Retransmit::Verdict Retransmit::check(TimePoint now, RandomSource &random)
{
    if (now < m_due)
        return Verdict::NotYet;
    if (m_count == kTries)
        return Verdict::GiveUp;
    ++m_count;
    m_delay = Duration(static_cast<Duration::rep>(static_cast<double>(m_delay.count()) * kGrowth));
    arm(now, random);
    return Verdict::SendAgain;
}

Duration Backoff::next(RandomSource &random)
{
    const Duration delay = lengthened(m_delay, kJitterPercent, random);
    m_delay = std::min(m_delay * 2, kLongest);
    return delay;
}

} // namespace tw::ike
