#pragma once

#include "engine/base/result.h"

namespace tw::test {

// What a call failed with. One that succeeded gives an error that no test expects: asking a result that holds a value
// for its error would give whatever lies there, and it might be the one that is looked for.
template <typename T>
Error errorOf(const Result<T> &result)
{
    return result ? Error{Fault::System, "it succeeded"} : result.error();
}

} // namespace tw::test
