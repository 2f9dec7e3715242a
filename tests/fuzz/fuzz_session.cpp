#include "session_script.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::size_t kLongestScript = 16'384;
    if (size > kLongestScript)
        return 0;
    tw::fuzz::SessionScript script;
    script.play({data, size});
    return 0;
}
