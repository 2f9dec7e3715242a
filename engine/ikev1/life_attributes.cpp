#include "engine/ikev1/life_attributes.h"

#include "engine/wire/byte_writer.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace tw::ikev1 {

namespace {

constexpr std::uint16_t kSeconds = 1;
constexpr std::uint16_t kKilobytes = 2;

// Nothing for no octets.
std::optional<std::uint64_t> durationOf(const wire::DataAttribute &attribute)
{
    if (const auto *number = std::get_if<std::uint16_t>(&attribute.value))
        return *number;
    const Bytes &octets = std::get<Bytes>(attribute.value);
    if (octets.empty())
        return std::nullopt;
    std::uint64_t duration = 0;
    for (const std::uint8_t octet : octets) {
        if (duration > (std::numeric_limits<std::uint64_t>::max() >> 8))
            return std::numeric_limits<std::uint64_t>::max();
        duration = (duration << 8) | octet;
    }
    return duration;
}

} // namespace

std::optional<Lifetimes> readLifetimes(std::span<const wire::DataAttribute> attributes, LifeClasses classes)
{
    Lifetimes lifetimes;
    std::optional<std::uint64_t> *open = nullptr; // whose duration is to follow
    for (const wire::DataAttribute &attribute : attributes) {
        if (!classes.contain(attribute.type))
            continue;
        if (attribute.type == classes.duration) {
            const auto duration = durationOf(attribute);
            if (!open || !duration)
                return std::nullopt;
            *std::exchange(open, nullptr) = duration;
            continue;
        }
        const auto *unit = std::get_if<std::uint16_t>(&attribute.value);
        if (open || !unit || (*unit != kSeconds && *unit != kKilobytes))
            return std::nullopt;
        open = *unit == kSeconds ? &lifetimes.seconds : &lifetimes.kilobytes;
        if (open->has_value())
            return std::nullopt;
    }
    return open ? std::nullopt : std::optional(lifetimes);
}

void appendLifetime(std::vector<wire::DataAttribute> &attributes, LifeClasses classes, std::chrono::seconds lifetime)
{
    using Count = std::chrono::seconds::rep;
    const Count most = std::numeric_limits<std::uint32_t>::max();
    const auto seconds = static_cast<std::uint32_t>(std::clamp(lifetime.count(), Count{0}, most));
    attributes.push_back({classes.type, kSeconds});
    if (seconds <= std::numeric_limits<std::uint16_t>::max()) {
        attributes.push_back({classes.duration, static_cast<std::uint16_t>(seconds)});
        return;
    }
    wire::ByteWriter out;
    out.u32(seconds);
    attributes.push_back({classes.duration, std::move(out).finish()});
}

} // namespace tw::ikev1
