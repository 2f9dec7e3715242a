#pragma once

#include "engine/base/random_source.h"

#include <algorithm>
#include <stdexcept>

namespace tw::test {

// Gives out the bytes of a script, in order: the private value of a published vector, the nonce of a recorded exchange.
// Asking for more than the script holds throws, since the test would no longer test what it says.
class ScriptedRandom : public RandomSource
{
public:
    explicit ScriptedRandom(Bytes script) : m_script(std::move(script)) { }

    void fill(MutableByteView out) override
    {
        if (out.size() > m_script.size() - m_used)
            throw std::runtime_error("the script of random bytes is used up");
        std::copy_n(m_script.begin() + static_cast<std::ptrdiff_t>(m_used), out.size(), out.begin());
        m_used += out.size();
    }

    std::size_t left() const { return m_script.size() - m_used; }

private:
    Bytes m_script;
    std::size_t m_used = 0;
};

} // namespace tw::test
