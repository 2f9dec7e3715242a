#pragma once

#include "engine/esp/esp_cipher.h"

#include <optional>
#include <span>

namespace tw::esp {

// One ESP packet to be protected: its header is written, the IV's place stands behind it, and the ICV's at its end.
struct SealJob
{
    EspSealer *sealer = nullptr;
    MutableByteView packet;
    std::uint64_t sequence = 0; // see EspSealer::seal()
    bool isSealed = false; // false afterwards: the crypto library failed, and the packet must not be sent
};

// One ESP packet to be checked and decrypted, in place.
struct OpenJob
{
    EspOpener *opener = nullptr;
    MutableByteView packet;
    std::uint64_t sequence = 0; // see EspOpener::open()
    std::optional<MutableByteView> plain; // what was between IV and ICV; nothing: see `fault`
    Fault fault = Fault::NotAuthentic; // NotAuthentic, Malformed or CryptoFailed
};

// Where the data path's crypto happens: for whole bursts, whatever SAs their packets belong to. One object per data
// thread.
class BurstCrypto
{
public:
    void seal(std::span<SealJob> jobs);
    void open(std::span<OpenJob> jobs);
};

} // namespace tw::esp
