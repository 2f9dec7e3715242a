#pragma once

#include "engine/api/event.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>

// The table of sentences behind eventText(): which words say which fact.
namespace tw::models {

// What may stand in a sentence, beyond the details as they are.
struct Slot
{
    enum class Kind : std::uint8_t {
        None,
        Detail, // `key` as the engine wrote it
        HostOf, // an endpoint without its port
        FailureText, // a failure code in words
        DropText, // a drop reason in words
        TriggerText, // why a negotiation was begun, in words
        CertificateText, // what is wrong with a certificate, in words
        YesNo, // an answer, in words
        Exchange,
        MessageId,
    };

    Kind kind = Kind::None;
    api::DetailKey key{};

    constexpr Slot() = default;
    constexpr Slot(api::DetailKey detail) : kind(Kind::Detail), key(detail) { }
    constexpr Slot(Kind of, api::DetailKey detail = {}) : kind(of), key(detail) { }
};

inline constexpr std::size_t kMaxSlots = 7;

// One way to word a fact: used where its direction fits and all its slots can be filled.
struct Wording
{
    api::EventCode code{};
    api::Direction direction = api::Direction::None; // None: either
    const char *source = ""; // English, with %1... for the slots
    std::array<Slot, kMaxSlots> slots{};
};

// The newest of the codes; a new code goes behind it, and the table does not compile until it is worded.
inline constexpr api::EventCode kLastEventCode = api::EventCode::SuiteProbeEnded;

// For each code from the most telling to the barest, which needs nothing.
std::span<const Wording> wordings();

} // namespace tw::models
