#pragma once

#include <optional>
#include <span>
#include <string_view>

// A table of names for an enum, read in both directions. Tables are short, so a walk is fast enough.
namespace tw::api {

template <typename Id>
struct Named
{
    Id id;
    std::string_view name;
};

template <typename Id>
std::string_view nameOf(std::span<const Named<Id>> table, Id id)
{
    for (const auto &row : table) {
        if (row.id == id)
            return row.name;
    }
    return {};
}

template <typename Id>
std::optional<Id> parseName(std::span<const Named<Id>> table, std::string_view name)
{
    for (const auto &row : table) {
        if (row.name == name)
            return row.id;
    }
    return std::nullopt;
}

} // namespace tw::api
