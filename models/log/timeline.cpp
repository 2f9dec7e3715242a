#include "models/log/timeline.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace tw::models {

namespace {

// Where the bars of a level begin and end: an hour with one error stands above any hour without.
struct Tier
{
    double low;
    double high;
};

constexpr Tier tierOf(api::Level level)
{
    switch (level) {
    case api::Level::Error: return {0.72, 1.0};
    case api::Level::Warning: return {0.46, 0.68};
    case api::Level::Info: return {0.16, 0.42};
    case api::Level::Debug: break;
    }
    return {0.10, 0.30};
}

bool hasLevel(const LogBin &bin, api::Level level) { return bin.byLevel.at(std::to_underlying(level)) > 0; }

} // namespace

void TimelineView::setLimits(UtcTime oldest, UtcTime newest)
{
    const bool wasWhole = isWhole();
    const bool wasAtEnd = m_to == m_newest;
    const Duration length = this->length();
    m_oldest = oldest;
    m_newest = std::max(newest, oldest + kShortest);
    if (wasWhole || length <= Duration(0)) {
        m_from = m_oldest;
        m_to = m_newest;
    } else {
        place(wasAtEnd ? m_newest - length : m_from, length);
    }
}

void TimelineView::place(UtcTime from, Duration length)
{
    length = std::clamp(length, kShortest, m_newest - m_oldest);
    m_from = std::clamp(from, m_oldest, m_newest - length);
    m_to = m_from + length;
}

void TimelineView::zoom(double factor, UtcTime around)
{
    const double at = placeOf(around);
    const auto wanted = static_cast<Duration::rep>(static_cast<double>(length().count()) * factor);
    const Duration longer = std::clamp(Duration(wanted), kShortest, m_newest - m_oldest);
    place(around - Duration(static_cast<Duration::rep>(static_cast<double>(longer.count()) * at)), longer);
}

void TimelineView::pan(Duration by) { place(m_from + by, length()); }

void TimelineView::reveal(UtcTime from, UtcTime to)
{
    if (from < m_from)
        place(from, length());
    else if (to > m_to)
        place(to - length(), length());
}

Duration TimelineView::step() const
{
    return length() <= kLongestByTens ? Duration(std::chrono::minutes(10)) : Duration(std::chrono::hours(1));
}

double TimelineView::placeOf(UtcTime at) const
{
    return static_cast<double>((at - m_from).count())
        / static_cast<double>(std::max<Duration::rep>(1, length().count()));
}

UtcTime TimelineView::timeAt(double place) const
{
    return m_from + Duration(static_cast<Duration::rep>(std::llround(static_cast<double>(length().count()) * place)));
}

std::uint64_t lineCount(const LogBin &bin)
{
    return std::accumulate(bin.byLevel.cbegin(), bin.byLevel.cend(), std::uint64_t{0});
}

std::optional<api::Level> worstLevel(const LogBin &bin)
{
    for (const api::Level level : {api::Level::Error, api::Level::Warning, api::Level::Info, api::Level::Debug}) {
        if (hasLevel(bin, level))
            return level;
    }
    return std::nullopt;
}

QList<TimelineBar> timelineBars(const QList<LogBin> &bins)
{
    std::uint64_t most = 0;
    for (const LogBin &bin : bins)
        most = std::max(most, lineCount(bin));
    QList<TimelineBar> bars;
    bars.reserve(bins.size());
    for (const LogBin &bin : bins) {
        TimelineBar bar;
        bar.from = bin.from;
        if (const auto worst = worstLevel(bin)) {
            const Tier tier = tierOf(*worst);
            // By the logarithm: a quiet hour is seen beside the busiest one.
            const double share =
                std::log1p(static_cast<double>(lineCount(bin))) / std::log1p(static_cast<double>(most));
            bar.kind = TimelineBar::Kind::Lines;
            bar.worst = *worst;
            bar.height = tier.low + (tier.high - tier.low) * share;
        } else if (bin.recorded) {
            bar.kind = TimelineBar::Kind::Empty;
        }
        bars.append(bar);
    }
    return bars;
}

const LogBin *binAt(const QList<LogBin> &bins, UtcTime at, Duration step)
{
    const auto after = std::ranges::upper_bound(bins, at, {}, &LogBin::from);
    if (after == bins.cbegin())
        return nullptr;
    const LogBin &bin = *std::prev(after);
    return at < bin.from + step ? &bin : nullptr;
}

const LogBin *newestTrouble(const QList<LogBin> &bins)
{
    for (const api::Level level : {api::Level::Error, api::Level::Warning}) {
        const auto found =
            std::find_if(bins.crbegin(), bins.crend(), [level](const LogBin &bin) { return hasLevel(bin, level); });
        if (found != bins.crend())
            return &*found;
    }
    return nullptr;
}

} // namespace tw::models
