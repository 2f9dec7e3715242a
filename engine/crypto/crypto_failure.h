#pragma once

#include <stdexcept>

namespace tw::crypto {

// The crypto library itself failed: out of memory, an algorithm for which isAvailable() says no, or no entropy.
// Never caused by a peer's bytes, which give a Result. Nothing useful can be computed after it; the engine's loop is
// the one place that catches it. The text names the operation and the library's reason, and never holds key bytes.
class CryptoFailure : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

} // namespace tw::crypto
