#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace tw::esp {

// The anti-replay service of RFC 4303, 3.4.3: which sequence numbers of an inbound SA were used. Numbers are 64 bits
// wide; without ESN the high half is always 0. check() may drop a packet cheaply before its ICV is known to be right,
// but only accept(), called after that, changes anything: else a forger could move the window. accept() checks again,
// since a burst may hold the same packet twice, both of which passed check().
class ReplayWindow
{
public:
    static constexpr std::uint32_t kMaxSize = 4096;

    // `size` in packets, rounded up to a multiple of 64 and cut to kMaxSize; 0 turns the check off.
    ReplayWindow(std::uint32_t size, bool extended);

    // The whole sequence number of a packet that carries `low` (RFC 4303, appendix A2.2). Nothing where none fits: the
    // high half would be below zero.
    std::optional<std::uint64_t> infer(std::uint32_t low) const;

    // False: seen before, left of the window, or 0, which is never sent.
    bool check(std::uint64_t sequence) const;
    // The same, and marks it as seen. Only for authentic packets.
    bool accept(std::uint64_t sequence);

    std::uint64_t highest() const { return m_highest; }
    std::uint32_t size() const { return m_size; }

private:
    std::uint64_t bitOf(std::uint64_t sequence) const { return std::uint64_t{1} << (sequence % 64); }
    std::size_t wordOf(std::uint64_t sequence) const { return (sequence / 64) % m_words.size(); }

    std::uint32_t m_size;
    bool m_extended;
    std::uint64_t m_highest = 0;
    // A ring by sequence / 64 with one word more than the window is wide, so that it moves by clearing whole words
    // (RFC 6479).
    std::vector<std::uint64_t> m_words;
};

} // namespace tw::esp
