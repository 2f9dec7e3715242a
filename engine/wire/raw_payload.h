#pragma once

#include "engine/base/bytes.h"

namespace tw::wire {

// The body of any payload without a codec here (EAP, the certificates of IKEv1, and types that nobody knew when this
// was written).
struct RawPayload
{
    Bytes data;

    friend bool operator==(const RawPayload &, const RawPayload &) = default;
};

} // namespace tw::wire
