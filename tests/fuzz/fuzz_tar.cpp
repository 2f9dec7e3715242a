#include "fuzz_check.h"
#include "models/transfer/backup/tar_archive.h"

#include <algorithm>

// The archive in a backup, as somebody who knows the passphrase could have made it. What is read of it, written anew, is
// the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace tw;
    using fuzz::require;
    constexpr std::size_t kLongest = 65536;
    if (size > kLongest)
        return 0;
    const auto read = models::readTar(ByteView(data, size));
    if (!read) {
        require(read.error() <= size, "the fault lies within");
        return 0;
    }
    require(read->size() <= models::kMaxTarFiles, "files are bounded");
    const SecretBytes written = models::writeTar(*read, 0);
    const auto again = models::readTar(written.view());
    require(again.has_value() && again->size() == read->size(), "what was read can be written");
    require(std::ranges::equal(*read, *again,
                               [](const auto &a, const auto &b) {
                                   return a.first == b.first && std::ranges::equal(a.second.view(), b.second.view());
                               }),
            "and is the same");
    return 0;
}
