#include "tests/support/vector_file.h"

#include <fstream>
#include <stdexcept>

namespace tw::test {

namespace {

std::string trimmed(std::string_view text)
{
    constexpr std::string_view kBlanks = " \t\r";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(kBlanks) - first + 1));
}

} // namespace

const std::string &VectorRecord::text(const std::string &field) const
{
    const auto found = m_fields.find(field);
    if (found == m_fields.end())
        throw std::runtime_error(m_place + ": no field '" + field + "'");
    return found->second;
}

Bytes VectorRecord::bytes(const std::string &field) const
{
    const std::string &hex = text(field);
    Bytes value = fromHex(hex);
    if (value.size() * 2 != hex.size())
        throw std::runtime_error(m_place + ": '" + field + "' is not hex");
    return value;
}

void VectorRecord::add(std::string field, std::string value)
{
    if (!m_fields.emplace(std::move(field), std::move(value)).second)
        throw std::runtime_error(m_place + ": a field stands twice");
}

std::vector<VectorRecord> readVectors(std::string_view fileName)
{
    const std::string path = std::string(TW_VECTOR_DIR "/").append(fileName);
    std::ifstream file(path);
    if (!file)
        throw std::runtime_error(path + ": cannot be read");

    std::vector<VectorRecord> records;
    std::string raw;
    for (int number = 1; std::getline(file, raw); ++number) {
        const std::string line = trimmed(raw);
        if (line.empty() || line.front() == '#')
            continue;
        const std::string place = path + ":" + std::to_string(number);
        if (line.front() == '[' && line.back() == ']') {
            records.emplace_back(line.substr(1, line.size() - 2), place);
            continue;
        }
        const std::size_t equals = line.find('=');
        if (equals == std::string::npos || records.empty())
            throw std::runtime_error(place + ": expected a field of a record");
        records.back().add(trimmed(std::string_view(line).substr(0, equals)),
                           trimmed(std::string_view(line).substr(equals + 1)));
    }
    if (records.empty())
        throw std::runtime_error(path + ": holds no record");
    return records;
}

} // namespace tw::test
