#include "engine/base/secret_bytes.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tw {

SecretBytes::SecretBytes(std::size_t size) : m_data(size ? new std::uint8_t[size]() : nullptr), m_size(size) { }

SecretBytes::SecretBytes(ByteView source) : SecretBytes(source.size()) { std::ranges::copy(source, m_data); }

SecretBytes::~SecretBytes() { clear(); }

SecretBytes::SecretBytes(SecretBytes &&other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0))
{ }

SecretBytes &SecretBytes::operator=(SecretBytes &&other) noexcept
{
    if (this != &other) {
        clear();
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

void SecretBytes::clear()
{
    wipe(bytes());
    delete[] m_data;
    m_data = nullptr;
    m_size = 0;
}

bool equalInConstantTime(ByteView a, ByteView b)
{
    if (a.size() != b.size())
        return false;
    // By words, since the data path does this for each packet. The empty instruction may change `difference` for all
    // that the compiler knows, which keeps it from leaving at the first one.
    std::uint64_t difference = 0;
    const auto compare = [&difference]<typename Word>(const std::uint8_t *left, const std::uint8_t *right, Word) {
        Word words[2];
        std::memcpy(&words[0], left, sizeof(Word));
        std::memcpy(&words[1], right, sizeof(Word));
        difference |= std::uint64_t{words[0]} ^ std::uint64_t{words[1]};
        asm volatile("" : "+r"(difference));
    };
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= a.size(); at += sizeof(std::uint64_t))
        compare(&a[at], &b[at], std::uint64_t{});
    for (; at < a.size(); ++at)
        compare(&a[at], &b[at], std::uint8_t{});
    return difference == 0;
}

void wipe(MutableByteView memory)
{
    if (!memory.empty())
        explicit_bzero(memory.data(), memory.size());
}

} // namespace tw
