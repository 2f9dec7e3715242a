#include "models/transfer/backup/tar_archive.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace tw::models {

namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kNameSize = 100;
// POSIX.1-1988 (ustar): where each field of a header stands.
constexpr std::size_t kMode = 100, kOwner = 108, kGroup = 116, kSize = 124, kTime = 136, kSum = 148, kType = 156,
                      kMagic = 257;
constexpr char kUstar[] = {'u', 's', 't', 'a', 'r', '\0', '0', '0'};

std::size_t padded(std::size_t size) { return (size + kBlock - 1) / kBlock * kBlock; }

void putOctal(std::uint8_t *field, std::size_t width, std::uint64_t number)
{
    for (std::size_t i = width - 1; i-- > 0; number >>= 3)
        field[i] = static_cast<std::uint8_t>('0' + (number & 7));
    field[width - 1] = 0;
}

// Digits up to a blank or a zero octet.
std::optional<std::uint64_t> octal(ByteView field)
{
    std::uint64_t number = 0;
    std::size_t i = 0;
    for (; i < field.size() && field[i] >= '0' && field[i] <= '7'; ++i) {
        if (number >> 40)
            return std::nullopt;
        number = number << 3 | static_cast<std::uint64_t>(field[i] - '0');
    }
    if (i == 0 || (i < field.size() && field[i] != 0 && field[i] != ' '))
        return std::nullopt;
    return number;
}

// Of the header's octets, with blanks where the sum itself stands.
std::uint64_t sumOf(ByteView header)
{
    std::uint64_t sum = std::accumulate(header.begin(), header.end(), std::uint64_t{0});
    for (const std::uint8_t octet : header.subspan(kSum, 8))
        sum = sum - octet + ' ';
    return sum;
}

void putHeader(std::uint8_t *header, const QByteArray &name, std::size_t size, qint64 time)
{
    std::copy_n(name.constData(), std::min<std::size_t>(static_cast<std::size_t>(name.size()), kNameSize), header);
    putOctal(header + kMode, 8, 0600);
    putOctal(header + kOwner, 8, 0);
    putOctal(header + kGroup, 8, 0);
    putOctal(header + kSize, 12, size);
    putOctal(header + kTime, 12, static_cast<std::uint64_t>(std::max<qint64>(time, 0)));
    header[kType] = '0';
    std::copy(std::begin(kUstar), std::end(kUstar), header + kMagic);
    putOctal(header + kSum, 7, sumOf(ByteView(header, kBlock)));
    header[kSum + 7] = ' ';
}

} // namespace

SecretBytes writeTar(const TarFiles &files, qint64 time)
{
    std::size_t size = 2 * kBlock; // of zeros, at the end
    for (const auto &[name, content] : files)
        size += kBlock + padded(content.size());
    SecretBytes archive(size);
    std::uint8_t *at = archive.bytes().data();
    for (const auto &[name, content] : files) {
        putHeader(at, name, content.size(), time);
        std::ranges::copy(content.view(), at + kBlock);
        at += kBlock + padded(content.size());
    }
    return archive;
}

std::expected<TarFiles, std::size_t> readTar(ByteView archive)
{
    TarFiles files;
    std::size_t at = 0;
    const auto isZero = [](ByteView block) {
        return std::ranges::all_of(block, [](auto octet) { return octet == 0; });
    };
    while (true) {
        if (archive.size() - at < kBlock)
            return std::unexpected(at); // an archive ends with a block of zeros
        const ByteView header = archive.subspan(at, kBlock);
        if (isZero(header))
            return files;
        const auto sum = octal(header.subspan(kSum, 8));
        const auto size = octal(header.subspan(kSize, 12));
        const bool isOurs = std::memcmp(header.data() + kMagic, kUstar, sizeof(kUstar)) == 0
            && (header[kType] == '0' || header[kType] == 0);
        if (!sum || *sum != sumOf(header) || !size || !isOurs || archive.size() > kMaxTarSize
            || *size > archive.size() - at - kBlock || padded(*size) > archive.size() - at - kBlock
            || files.size() >= kMaxTarFiles)
            return std::unexpected(at);
        const char *name = reinterpret_cast<const char *>(header.data());
        const QByteArray key(name, static_cast<qsizetype>(::strnlen(name, kNameSize)));
        if (key.isEmpty() || !files.emplace(key, SecretBytes(archive.subspan(at + kBlock, *size))).second)
            return std::unexpected(at);
        at += kBlock + padded(*size);
    }
}

} // namespace tw::models
