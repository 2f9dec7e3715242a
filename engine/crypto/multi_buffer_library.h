#pragma once

// What the keys and the jobs of the multi-buffer library share. Private to engine/crypto.

#include "engine/base/secret_bytes.h"
#include "engine/crypto/aead.h"
#include "engine/crypto/multi_buffer.h"

#include <array>
#include <memory>
#include <string_view>

#include <intel-ipsec-mb.h>

namespace tw::crypto {

struct ManagerRelease
{
    void operator()(IMB_MGR *manager) const;
};
using Manager = std::unique_ptr<IMB_MGR, ManagerRelease>;

// A manager: the functions for this CPU, and the lanes of one thread.
struct ManagerOrReason
{
    Manager manager;
    IMB_ARCH architecture = IMB_ARCH_NONE;
    std::string_view reason; // why it is of no use; empty: it is of use
};
ManagerOrReason makeManager();

// One for all threads, whose lanes nobody uses. Its functions that expand keys write nothing but their output, in the
// format that fits the other managers.
const ManagerOrReason &sharedManager();

// The state of the hash behind the first block of the inner and the outer hash (RFC 2104, 4).
struct HmacStates
{
    alignas(64) std::array<std::uint8_t, 64> inner;
    alignas(64) std::array<std::uint8_t, 64> outer;
};

struct AesCbcKeys
{
    HmacStates hmac;
    alignas(16) std::array<std::uint8_t, 16 * 15> schedule; // of one direction
};

struct TripleDesCbcKeys
{
    HmacStates hmac;
    alignas(16) std::array<std::array<std::uint64_t, 16>, 3> schedules;
    std::array<const void *, 3> pointers; // to the schedules: what a job wants
};

struct GcmKeys
{
    alignas(64) gcm_key_data data;
    std::array<std::uint8_t, kAeadSaltSize> salt;
};

struct ChaChaKeys
{
    alignas(64) std::array<std::uint8_t, 64> key; // twice its size: some versions of the library read on behind it
    std::array<std::uint8_t, kAeadSaltSize> salt;
};

// Which of them it is follows from the suite. Each has as much memory as it needs, since a gateway may have ten
// thousand SAs.
struct MultiBufferKeys::Expanded
{
    virtual ~Expanded() = default;
};

template <typename Keys>
struct Held final : MultiBufferKeys::Expanded
{
    Held() = default;
    Held(const Held &) = delete;
    Held &operator=(const Held &) = delete;
    ~Held() override { wipe({reinterpret_cast<std::uint8_t *>(&keys), sizeof keys}); }

    Keys keys{};
};

template <typename Keys>
const Keys &heldIn(const MultiBufferKeys::Expanded &expanded)
{
    return static_cast<const Held<Keys> &>(expanded).keys;
}

} // namespace tw::crypto
