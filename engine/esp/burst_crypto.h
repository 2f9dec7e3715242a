#pragma once

#include "engine/esp/esp_cipher.h"

#include <memory>
#include <optional>
#include <span>
#include <string>

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
// thread; nothing is allocated per burst.
class BurstCrypto
{
public:
    enum class Backend {
        Fastest, // for each burst: the multi-buffer library, where this machine has it and it pays, or OpenSSL
        OpenSsl,
        MultiBuffer, // wherever it can, whether it pays and whether it is right: to test and to measure it
    };

    // The first one of a program tests the library against OpenSSL, which takes some ten milliseconds.
    explicit BurstCrypto(Backend backend = Backend::Fastest);
    ~BurstCrypto();
    BurstCrypto(BurstCrypto &&other) noexcept;
    BurstCrypto &operator=(BurstCrypto &&other) noexcept;

    void seal(std::span<SealJob> jobs);
    void open(std::span<OpenJob> jobs);

    // What is in use, and why nothing better: "intel-ipsec-mb 1.3 (AVX512)", "OpenSSL: built without intel-ipsec-mb".
    std::string description() const;

private:
    class Lanes;

    Backend m_backend;
    std::unique_ptr<Lanes> m_lanes; // none: OpenSSL alone
};

} // namespace tw::esp
