#pragma once

#include "engine/wire/data_attribute.h"

#include <chrono>
#include <optional>
#include <span>

// How long an SA may live, as pairs of attributes: a type, seconds or kilobytes, and behind it the duration that belongs
// to it. They stand in transforms and in RESPONDER-LIFETIME. RFC 2407, 4.5; RFC 2409, appendix A.
namespace tw::ikev1 {

// The classes of both attributes, which the two phases number differently.
struct LifeClasses
{
    std::uint16_t type;
    std::uint16_t duration;

    bool contain(std::uint16_t attributeType) const { return attributeType == type || attributeType == duration; }
};
inline constexpr LifeClasses kIsakmpLife{11, 12};
inline constexpr LifeClasses kEspLife{1, 2};

struct Lifetimes
{
    std::optional<std::uint64_t> seconds; // nothing: not limited by time; the default of RFC 2407 is eight hours
    std::optional<std::uint64_t> kilobytes; // of 1024 octets; nothing: not limited by volume

    friend bool operator==(const Lifetimes &, const Lifetimes &) = default;
};

// The pairs among `attributes`, whatever else is between and around them. A duration is two octets in the short format or
// any number in the long one; what 64 bits do not hold counts as the most that they do. Nothing where the pairs
// contradict themselves: a duration that no type precedes, a type that none follows, one twice, one that is neither
// seconds nor kilobytes, a duration of no octets.
std::optional<Lifetimes> readLifetimes(std::span<const wire::DataAttribute> attributes, LifeClasses classes);

// Appends a pair. More than 32 bits of seconds count as the most that they hold.
void appendLifetime(std::vector<wire::DataAttribute> &attributes, LifeClasses classes, std::chrono::seconds lifetime);

} // namespace tw::ikev1
