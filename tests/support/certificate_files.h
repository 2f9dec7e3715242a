#pragma once

#include "engine/base/bytes.h"
#include "engine/base/secret_bytes.h"

#include <QByteArray>
#include <QFile>
#include <QString>

#include <stdexcept>
#include <string>

// The certificates and keys of tests/certificates, which make_certificates.py makes and describes.
namespace tw::test {

// Of the files that are sealed.
inline constexpr std::string_view kPassphrase = "open sesame";

inline Bytes certificateFile(const std::string &name)
{
    QFile file(QStringLiteral(TW_CERTIFICATE_DIR "/") + QString::fromStdString(name));
    if (!file.open(QIODevice::ReadOnly))
        throw std::runtime_error("tests/certificates/" + name + " cannot be read");
    const QByteArray content = file.readAll();
    return Bytes(content.begin(), content.end());
}

// What stands between the first BEGIN and its END, decoded by Qt and not by the library under test.
inline Bytes pemContent(const std::string &name)
{
    const Bytes file = certificateFile(name);
    const QByteArray text(reinterpret_cast<const char *>(file.data()), static_cast<qsizetype>(file.size()));
    const qsizetype begin = text.indexOf('\n', text.indexOf("-----BEGIN "));
    const qsizetype end = text.indexOf("-----END ", begin);
    const QByteArray der = QByteArray::fromBase64(text.mid(begin, end - begin));
    if (begin < 0 || end < 0 || der.isEmpty())
        throw std::runtime_error("tests/certificates/" + name + " is no PEM");
    return Bytes(der.begin(), der.end());
}

inline Bytes certificateDer(const std::string &name) { return pemContent(name + ".pem"); }
inline SecretBytes privateKey(const std::string &name) { return SecretBytes(pemContent(name + ".key.pem")); }

} // namespace tw::test
