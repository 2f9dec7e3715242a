#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

// Runs the entry over every file of the directories given: the regression test of what fuzzing found.
int main(int argc, char **argv)
{
    std::size_t count = 0;
    for (int i = 1; i < argc; ++i) {
        std::error_code error;
        for (const auto &file : std::filesystem::directory_iterator(argv[i], error)) {
            std::ifstream in(file.path(), std::ios::binary);
            // A vector of exactly the size, so that AddressSanitizer sees a read past the end.
            const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
            std::printf("%s: %zu bytes\n", file.path().filename().c_str(), bytes.size());
            std::fflush(stdout);
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size());
            ++count;
        }
        if (error)
            std::fprintf(stderr, "%s: %s\n", argv[i], error.message().c_str());
    }
    std::printf("%zu files\n", count);
    return count == 0 ? 1 : 0; // an empty corpus proves nothing
}
