#pragma once

#include "engine/base/bytes.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tw::test {

// One known answer out of a file in tests/vectors.
class VectorRecord
{
public:
    VectorRecord(std::string name, std::string place) : m_name(std::move(name)), m_place(std::move(place)) { }

    const std::string &name() const { return m_name; } // of the source: "RFC 4231, 4.3"

    // Each throws std::runtime_error, naming file and line of the record, where the field is missing or is not hex.
    const std::string &text(const std::string &field) const;
    Bytes bytes(const std::string &field) const;
    bool has(const std::string &field) const { return m_fields.contains(field); }

    void add(std::string field, std::string value);

private:
    std::string m_name;
    std::string m_place;
    std::map<std::string, std::string> m_fields;
};

// Reads tests/vectors/`fileName`: comments after '#', a record after "[name]", one "field = value" a line, bytes in hex.
// Throws std::runtime_error where the file is missing, is not of this form, or holds no record: a test that runs over
// no vectors must not pass.
std::vector<VectorRecord> readVectors(std::string_view fileName);

} // namespace tw::test
