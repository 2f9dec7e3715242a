#pragma once

#include "engine/base/bytes.h"
#include "engine/wire/byte_order.h"

#include <limits>
#include <utility>

namespace tw::wire {

// Appends big-endian values to a buffer of its own. Lengths that stand before what they measure are reserved first and
// filled in later. A value that does not fit its field makes ok() false for good: what was written would contradict
// itself, and must not be sent.
class ByteWriter
{
public:
    void u8(std::uint8_t value) { m_bytes.push_back(value); }
    void u16(std::uint16_t value) { number(value); }
    void u32(std::uint32_t value) { number(value); }
    void u64(std::uint64_t value) { number(value); }
    void bytes(ByteView more) { append(m_bytes, more); }
    void zeros(std::size_t count) { m_bytes.resize(m_bytes.size() + count); }

    // A count or a size as one or two octets.
    void count8(std::size_t value) { u8(narrow<std::uint8_t>(value)); }
    void count16(std::size_t value) { u16(narrow<std::uint16_t>(value)); }

    // For a value that has no encoding at all.
    void fail() { m_ok = false; }

    std::size_t size() const { return m_bytes.size(); }
    bool ok() const { return m_ok; }

    // Overwrites two octets that were written before, at `offset` from the start.
    void patch16(std::size_t offset, std::size_t value)
    {
        if (offset + 2 > m_bytes.size())
            m_ok = false;
        else
            storeBig(m_bytes.data() + offset, narrow<std::uint16_t>(value));
    }

    // The buffer, or an empty one where ok() is false.
    Bytes finish() && { return m_ok ? std::move(m_bytes) : Bytes{}; }

private:
    template <typename T>
    void number(T value)
    {
        const std::size_t at = m_bytes.size();
        m_bytes.resize(at + sizeof value);
        storeBig(m_bytes.data() + at, value);
    }

    template <typename T>
    T narrow(std::size_t value)
    {
        if (value > std::numeric_limits<T>::max())
            m_ok = false;
        return static_cast<T>(value);
    }

    Bytes m_bytes;
    bool m_ok = true;
};

} // namespace tw::wire
