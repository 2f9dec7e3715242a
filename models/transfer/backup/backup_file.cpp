#include "models/transfer/backup/backup_file.h"

#include "models/store/private_file.h"
#include "models/transfer/backup/backup.h"

#include <QFile>
#include <QFileInfo>

namespace tw::models {

std::expected<void, QString> saveBackupFile(const QString &path, ByteView content)
{
    const FileToSave file{path, content, true, true};
    if (const auto saved = saveFiles({&file, 1}, true); !saved)
        return std::unexpected(saved.error().reason);
    return {};
}

std::expected<Bytes, QString> readBackupFile(const QString &path)
{
    QFile file(path);
    Bytes content;
    bool isRead = file.open(QIODevice::ReadOnly);
    while (isRead && content.size() <= kMaxBackupSize) {
        const QByteArray part = file.read(qint64{1} << 20);
        if (part.isEmpty())
            break;
        content.insert(content.end(), part.begin(), part.end());
    }
    if (!isRead || file.error() != QFile::NoError)
        return std::unexpected(QStringLiteral("%1: %2").arg(path, file.errorString()));
    return content;
}

bool isBackupFile(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return false;
    static constexpr QByteArrayView kHead("-----BEGIN CMS-----"); // RFC 7468, 9
    return file.read(kHead.size()) == kHead;
}

} // namespace tw::models
