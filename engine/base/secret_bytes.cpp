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
    // volatile keeps the compiler from leaving the loop at the first difference.
    volatile std::uint8_t difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
    return difference == 0;
}

void wipe(MutableByteView memory)
{
    if (!memory.empty())
        explicit_bzero(memory.data(), memory.size());
}

} // namespace tw
