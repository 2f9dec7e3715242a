#pragma once

#include "engine/base/bytes.h"

#include <cstddef>

namespace tw {

// A buffer for keys: it can be moved but not copied by accident, and its memory is wiped when it is released,
// shrunk or overwritten. There is no conversion to text and no stream operator, so a secret cannot be logged.
class SecretBytes
{
public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size); // zeros
    explicit SecretBytes(ByteView source); // the caller still owns, and wipes, the source
    ~SecretBytes();

    SecretBytes(SecretBytes &&other) noexcept;
    SecretBytes &operator=(SecretBytes &&other) noexcept;
    SecretBytes(const SecretBytes &) = delete;
    SecretBytes &operator=(const SecretBytes &) = delete;

    // A deliberate copy, where two owners are really needed.
    SecretBytes clone() const { return SecretBytes(view()); }

    ByteView view() const { return {m_data, m_size}; }
    MutableByteView bytes() { return {m_data, m_size}; }
    std::size_t size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }

    void clear();

private:
    std::uint8_t *m_data = nullptr;
    std::size_t m_size = 0;
};

// Takes as long for a difference in the first byte as for one in the last. Lengths are not secret.
bool equalInConstantTime(ByteView a, ByteView b);

// Overwrites with zeros; the compiler may not leave it out.
void wipe(MutableByteView memory);

} // namespace tw
