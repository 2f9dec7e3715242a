#pragma once

#include <cstdio>
#include <cstdlib>

namespace tw::fuzz {

// What must hold for every input. Ends the process, which the fuzzer records as a crash, in every build type.
inline void require(bool holds, const char *property)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", property);
    std::abort();
}

} // namespace tw::fuzz
