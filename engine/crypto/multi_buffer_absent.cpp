#include "engine/crypto/multi_buffer.h"

#include <utility>

// For builds without intel-ipsec-mb.
namespace tw::crypto {

struct MultiBufferKeys::Expanded
{ };

struct MultiBuffer::State
{ };

MultiBufferKeys MultiBufferKeys::expand(Use, api::Encryption, api::Integrity, ByteView, ByteView) { return {}; }

MultiBufferKeys::MultiBufferKeys() = default;
MultiBufferKeys::~MultiBufferKeys() = default;
MultiBufferKeys::MultiBufferKeys(MultiBufferKeys &&) noexcept = default;
MultiBufferKeys &MultiBufferKeys::operator=(MultiBufferKeys &&) noexcept = default;

MultiBuffer::MultiBuffer(std::unique_ptr<State> state) : m_state(std::move(state)) { }
MultiBuffer::~MultiBuffer() = default;

std::unique_ptr<MultiBuffer> MultiBuffer::create() { return nullptr; }
std::string_view MultiBuffer::unavailableReason() { return "built without intel-ipsec-mb"; }
std::string MultiBuffer::name() { return "intel-ipsec-mb"; }
MultiBuffer::Registers MultiBuffer::registers() { return Registers::Sse; }

bool MultiBuffer::encryptCbc(api::Encryption, std::span<const CbcJob>) { return false; }
bool MultiBuffer::decryptCbc(api::Encryption, std::span<const CbcJob>) { return false; }
bool MultiBuffer::computeHmac(api::Integrity, std::span<const HmacJob>) { return false; }
bool MultiBuffer::encryptAead(const AeadJob &) { return false; }
bool MultiBuffer::decryptAead(const AeadJob &) { return false; }

} // namespace tw::crypto
