#pragma once

#include "engine/base/bytes.h"
#include "engine/wire/byte_order.h"

namespace tw::wire {

// Reads big-endian values off the front of a view and cannot run past its end. After the first short read every
// further one yields zero or an empty view, so that a decoder reads straight through and asks ok() once. It views the
// caller's bytes and owns nothing.
class ByteReader
{
public:
    explicit ByteReader(ByteView bytes) : m_bytes(bytes) { }

    std::uint8_t u8() { return number<std::uint8_t>(); }
    std::uint16_t u16() { return number<std::uint16_t>(); }
    std::uint32_t u32() { return number<std::uint32_t>(); }
    std::uint64_t u64() { return number<std::uint64_t>(); }

    // The next `size` bytes, or none at all where fewer are left.
    ByteView take(std::size_t size)
    {
        if (size > m_bytes.size()) {
            m_ok = false;
            m_bytes = {};
            return {};
        }
        const ByteView taken = m_bytes.first(size);
        m_bytes = m_bytes.subspan(size);
        return taken;
    }
    void skip(std::size_t size) { take(size); }
    // Everything that is left.
    ByteView rest() { return take(m_bytes.size()); }

    std::size_t remaining() const { return m_bytes.size(); }
    bool atEnd() const { return m_bytes.empty(); }
    bool ok() const { return m_ok; }

private:
    template <typename T>
    T number()
    {
        const ByteView bytes = take(sizeof(T));
        return bytes.empty() ? T{} : loadBig<T>(bytes.data());
    }

    ByteView m_bytes;
    bool m_ok = true;
};

} // namespace tw::wire
