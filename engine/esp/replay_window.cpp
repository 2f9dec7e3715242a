#include "engine/esp/replay_window.h"

#include <algorithm>

namespace tw::esp {

namespace {

constexpr std::uint64_t kHalfOfLow = std::uint64_t{1} << 31;

} // namespace

ReplayWindow::ReplayWindow(std::uint32_t size, bool extended)
    : m_size((std::min(size, kMaxSize) + 63) / 64 * 64),
      m_extended(extended),
      m_words(m_size == 0 ? 0 : m_size / 64 + 1)
{ }

std::optional<std::uint64_t> ReplayWindow::infer(std::uint32_t low) const
{
    if (!m_extended)
        return low;
    // The whole number lies in the 2^32 numbers that begin with the oldest one inside the window (cases A and B of the
    // appendix in one). Without a window: with the oldest of the nearer half.
    const std::uint64_t width = m_size == 0 ? kHalfOfLow : m_size;
    const std::uint64_t oldest = m_highest - (width - 1); // modulo 2^64 while the window still reaches below 0
    const std::uint64_t sequence = oldest + static_cast<std::uint32_t>(low - static_cast<std::uint32_t>(oldest));
    if (m_highest < width - 1 && sequence >= oldest)
        return std::nullopt;
    return sequence;
}

bool ReplayWindow::check(std::uint64_t sequence) const
{
    if (m_size == 0)
        return true;
    if (sequence == 0)
        return false;
    if (sequence > m_highest)
        return true;
    if (m_highest - sequence >= m_size)
        return false;
    return (m_words[wordOf(sequence)] & bitOf(sequence)) == 0;
}

bool ReplayWindow::accept(std::uint64_t sequence)
{
    if (!check(sequence))
        return false;
    if (m_size != 0) {
        if (sequence > m_highest) {
            const std::uint64_t steps = sequence / 64 - m_highest / 64;
            for (std::uint64_t i = 1; i <= std::min<std::uint64_t>(steps, m_words.size()); ++i)
                m_words[wordOf(m_highest + i * 64)] = 0;
        }
        m_words[wordOf(sequence)] |= bitOf(sequence);
    }
    m_highest = std::max(m_highest, sequence);
    return true;
}

} // namespace tw::esp
