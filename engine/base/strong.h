#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <utility>

namespace tw {

// A value that does not mix with others of the same representation: an ESP SPI is no message ID.
template <typename T, typename Tag>
class Strong
{
public:
    using Value = T;

    constexpr Strong() = default;
    constexpr explicit Strong(T value) : m_value(std::move(value)) { }

    constexpr const T &value() const { return m_value; }

    friend constexpr bool operator==(const Strong &, const Strong &) = default;
    friend constexpr auto operator<=>(const Strong &, const Strong &) = default;

private:
    T m_value{};
};

} // namespace tw

template <typename T, typename Tag>
struct std::hash<tw::Strong<T, Tag>>
{
    std::size_t operator()(const tw::Strong<T, Tag> &strong) const noexcept { return std::hash<T>{}(strong.value()); }
};
