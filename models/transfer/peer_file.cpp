#include "models/transfer/peer_file.h"

#include "models/transfer/import/peer_reading.h"

namespace tw::models {

namespace {

std::unexpected<QString> failure(const QFile &file)
{
    const QString name = file.fileName().isEmpty() ? QStringLiteral("-") : file.fileName();
    return std::unexpected(QStringLiteral("%1: %2").arg(name, file.errorString()));
}

} // namespace

std::expected<SecretBytes, QString> readPeerFile(QFile &file)
{
    SecretBytes content(kMaxPeerText + 1);
    std::size_t size = 0;
    while (size < content.size()) {
        const qint64 got = file.read(reinterpret_cast<char *>(content.bytes().data()) + size,
                                     static_cast<qint64>(content.size() - size));
        if (got < 0)
            return failure(file);
        if (got == 0)
            break;
        size += static_cast<std::size_t>(got);
    }
    return SecretBytes(content.view().first(size));
}

std::expected<SecretBytes, QString> readPeerFile(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return failure(file);
    return readPeerFile(file);
}

} // namespace tw::models
