#include "app/commands/secret_file.h"

#include "engine/api/certificate_reader.h"
#include "models/transfer/import/peer_reading.h"
#include "models/transfer/peer_file.h"

#include <cstdio>

namespace tw::app {

static_assert(api::kMaxCertificateFileSize <= models::kMaxPeerText);

std::expected<SecretBytes, QString> readSecretFile(const QString &name)
{
    if (name != QLatin1String("-"))
        return models::readPeerFile(name);
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly | QIODevice::Unbuffered))
        return std::unexpected(QStringLiteral("%1: %2").arg(name, input.errorString()));
    return models::readPeerFile(input);
}

QString base64(const SecretBytes &content)
{
    const auto view = content.view();
    return QString::fromLatin1(
        QByteArray::fromRawData(reinterpret_cast<const char *>(view.data()), static_cast<qsizetype>(view.size()))
            .toBase64());
}

} // namespace tw::app
