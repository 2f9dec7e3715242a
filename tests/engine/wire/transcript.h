#pragma once

#include "engine/base/bytes.h"

#include <map>
#include <string>
#include <vector>

namespace tw::test {

// A block of a transcript file: "name = value" lines up to an empty line. Lines that begin with # are comments.
struct TranscriptBlock
{
    std::map<std::string, std::string> values;

    bool has(const std::string &name) const { return values.contains(name); }
    std::string text(const std::string &name) const; // empty where absent
    Bytes bytes(const std::string &name) const; // the value is hexadecimal
};

// All blocks in order; empty where the file cannot be read.
std::vector<TranscriptBlock> readTranscript(const std::string &path);

} // namespace tw::test
