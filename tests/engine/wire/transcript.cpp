#include "transcript.h"

#include <fstream>

namespace tw::test {

std::string TranscriptBlock::text(const std::string &name) const
{
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
}

Bytes TranscriptBlock::bytes(const std::string &name) const { return fromHex(text(name)); }

std::vector<TranscriptBlock> readTranscript(const std::string &path)
{
    std::vector<TranscriptBlock> blocks;
    TranscriptBlock block;
    const auto finish = [&] {
        if (!block.values.empty())
            blocks.push_back(std::move(block));
        block = {};
    };
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (line.empty()) {
            finish();
            continue;
        }
        const std::size_t equals = line.find(" =");
        if (line.front() == '#' || equals == std::string::npos)
            continue;
        const std::size_t value = line.find_first_not_of(' ', equals + 2);
        block.values[line.substr(0, equals)] = value == std::string::npos ? std::string() : line.substr(value);
    }
    finish();
    return blocks;
}

} // namespace tw::test
