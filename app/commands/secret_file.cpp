#include "app/commands/secret_file.h"

#include <QFile>

#include <cstdio>
#include <cstring>

namespace tw::app {

std::expected<SecretBytes, QString> readSecretFile(const QString &name, std::size_t limit)
{
    QFile file(name);
    const bool isOpen = name == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly | QIODevice::Unbuffered)
                                                   : file.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    if (!isOpen)
        return std::unexpected(name + QStringLiteral(": ") + file.errorString());
    SecretBytes buffer(limit);
    std::size_t size = 0;
    while (size < limit) {
        const qint64 read =
            file.read(reinterpret_cast<char *>(buffer.bytes().data()) + size, static_cast<qint64>(limit - size));
        if (read < 0)
            return std::unexpected(name + QStringLiteral(": ") + file.errorString());
        if (read == 0)
            break;
        size += static_cast<std::size_t>(read);
    }
    return SecretBytes(buffer.view().first(size));
}

} // namespace tw::app
