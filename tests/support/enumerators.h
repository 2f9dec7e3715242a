#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

// All enumerators of an enum with their names in the source, as GCC and Clang spell a template argument. With it a test
// meets an enumerator that was added later, which no hand-written list would.
namespace tw::test {

template <auto Value>
constexpr std::string_view enumeratorName()
{
    // "... [with auto Value = tw::Fault::System; ...]", or "... = (tw::Fault)99" where there is no such enumerator.
    const std::string_view text = __PRETTY_FUNCTION__;
    const std::size_t start = text.find("Value = ") + 8;
    const std::string_view value = text.substr(start, text.find_first_of(";]", start) - start);
    if (value.find('(') != std::string_view::npos)
        return {};
    return value.substr(value.rfind(':') + 1);
}

template <typename Enum>
struct Enumerator
{
    Enum value;
    std::string_view name;
};

// Looks at the values 0..255, among which all our enums are.
template <typename Enum>
std::vector<Enumerator<Enum>> enumeratorsOf()
{
    constexpr std::size_t kValues = 256;
    constexpr auto kNames = []<std::size_t... Value>(std::index_sequence<Value...>) {
        return std::array{enumeratorName<static_cast<Enum>(Value)>()...};
    }(std::make_index_sequence<kValues>());
    std::vector<Enumerator<Enum>> found;
    for (std::size_t i = 0; i < kValues; ++i) {
        if (!kNames[i].empty())
            found.push_back({static_cast<Enum>(i), kNames[i]});
    }
    return found;
}

} // namespace tw::test
