#include "models/transfer/import/import_file.h"

#include "models/transfer/import/peer_reading.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QMimeDatabase>

#include <algorithm>
#include <array>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tw::models {

namespace {

constexpr qint64 kHead = 4096; // enough to tell what it is

QString words(const char *text) { return QCoreApplication::translate("Import", text); }

ByteView viewOf(const QByteArray &text)
{
    return {reinterpret_cast<const std::uint8_t *>(text.constData()), static_cast<std::size_t>(text.size())};
}

template <std::size_t N>
bool beginsWithOne(const QByteArray &head, const std::array<std::string_view, N> &beginnings)
{
    return std::ranges::any_of(beginnings, [&](std::string_view one) {
        return head.startsWith(QByteArrayView(one.data(), static_cast<qsizetype>(one.size())));
    });
}

// pcap in both byte orders and both resolutions, and pcapng.
bool isCapture(const QByteArray &head)
{
    constexpr std::array<std::string_view, 5> kMagics{"\xa1\xb2\xc3\xd4", "\xd4\xc3\xb2\xa1", "\xa1\xb2\x3c\x4d",
                                                      "\x4d\x3c\xb2\xa1", "\x0a\x0d\x0d\x0a"};
    return beginsWithOne(head, kMagics);
}

// DER begins with a SEQUENCE whose length takes one octet more (a key on a small curve) or two: no text does.
bool isDer(const QByteArray &head)
{
    constexpr std::array<std::string_view, 3> kBeginnings{"\x30\x81", "\x30\x82", "\x30\x80"};
    return beginsWithOne(head, kBeginnings);
}

bool isUtf16(const QByteArray &head)
{
    return head.startsWith(QByteArrayView("\xff\xfe", 2)) || head.startsWith(QByteArrayView("\xfe\xff", 2));
}

QString captureSentence(const QString &name)
{
    return words(
               QT_TRANSLATE_NOOP("Import",
                                 "“%1” is a capture of packets. Tunnelwright records captures and does not read them; "
                                 "open it with Wireshark."))
        .arg(name);
}

QString utf16Sentence(const QString &name)
{
    return words(QT_TRANSLATE_NOOP("Import", "“%1” is text in UTF-16. Save it as UTF-8, and open it again.")).arg(name);
}

QString otherSentence(const QString &name, const QByteArray &head)
{
    const QMimeType type = QMimeDatabase().mimeTypeForFileNameAndData(name, head);
    const QString comment = type.isDefault() ? type.name() : type.comment();
    return words(
               QT_TRANSLATE_NOOP("Import",
                                 "“%1” is no configuration: it looks like “%2”. What can be imported is the text of a "
                                 "device's configuration, the JSON of the cloud, or certificates."))
        .arg(name, comment);
}

QString sizeSentence(const QString &name, qint64 size)
{
    return words(QT_TRANSLATE_NOOP("Import",
                                   "“%1” has %2. A configuration has at most %3: save the part of the VPN in a file of "
                                   "its own."))
        .arg(name, QLocale().formattedDataSize(size), QLocale().formattedDataSize(static_cast<qint64>(kMaxPeerText)));
}

bool looksLikeSecrets(const QByteArray &content)
{
    for (const QByteArray &line : content.left(kHead).split('\n')) {
        const QByteArray trimmed = line.simplified();
        if (trimmed.isEmpty() || trimmed.startsWith('#') || trimmed.startsWith("include"))
            continue;
        return trimmed.contains(" : PSK") || trimmed.startsWith(": PSK") || trimmed.contains(" :PSK")
            || trimmed.contains(": PSK ");
    }
    return false;
}

bool isDocument(const QByteArray &content)
{
    const QJsonObject object = QJsonDocument::fromJson(content).object();
    // The cloud's answer about several connections is an object there, and ours a list.
    return object.value(QStringLiteral("VpnConnections")).isArray()
        || object.value(QStringLiteral("VpnGateways")).isArray()
        || object.value(QStringLiteral("CustomerGateways")).isArray()
        || object.value(QStringLiteral("Regions")).isArray();
}

std::optional<QString> refusalOf(const QString &name, const QByteArray &head)
{
    if (isCapture(head))
        return captureSentence(name);
    if (isUtf16(head))
        return utf16Sentence(name);
    if (head.contains('\0') && !isDer(head))
        return otherSentence(name, head);
    return std::nullopt;
}

} // namespace

std::expected<ImportFile::Kind, QString> importKindOf(const QString &name, const QByteArray &content)
{
    using Kind = ImportFile::Kind;
    if (const auto refusal = refusalOf(name, content.left(kHead)))
        return std::unexpected(*refusal);
    if (isDer(content) || content.contains("-----BEGIN "))
        return Kind::Certificates;
    if (content.size() > static_cast<qsizetype>(kMaxPeerText))
        return std::unexpected(sizeSentence(name, content.size()));
    if (content.trimmed().isEmpty())
        return std::unexpected(words(QT_TRANSLATE_NOOP("Import", "“%1” is empty.")).arg(name));
    if (isDocument(content))
        return Kind::Document;
    if (looksLikeSecrets(content))
        return Kind::Secrets;
    return recognisePeerFormat(viewOf(content)) ? Kind::Configuration : Kind::Text;
}

QString unknownFileText(const QString &name, const QByteArray &content)
{
    QStringList titles;
    for (const PeerFormatInfo &info : peerFormats())
        titles.append(QString::fromUtf8(info.title));
    const QString text = words(QT_TRANSLATE_NOOP("Import",
                                                 "“%1” is nothing that can be imported: neither a configuration of one "
                                                 "of these (%2), nor certificates or private keys in PEM, DER or "
                                                 "PKCS#12."))
                             .arg(name, titles.join(QStringLiteral("; ")));
    if (const auto fault = textFault(viewOf(content)))
        return words(QT_TRANSLATE_NOOP("Import", "%1 As a text it cannot be read. %2")).arg(text, fault->translated());
    return text;
}

bool isGone(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

std::expected<ImportFile, QString> openImportFile(const QString &path)
{
    ImportFile result;
    result.name = QFileInfo(path).fileName();
    const auto fail = [&](const char *sentence, const QString &reason = {}) {
        const QString text = words(sentence);
        return std::unexpected(reason.isEmpty() ? text.arg(result.name) : text.arg(result.name, reason));
    };
    // Without waiting: a pipe would keep the window from answering until somebody writes to it.
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0)
        return fail(QT_TRANSLATE_NOOP("Import", "“%1” could not be opened: %2."), qt_error_string(errno));
    QFile file;
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0 || !file.open(descriptor, QIODevice::ReadOnly, QFile::AutoCloseHandle)) {
        ::close(descriptor);
        return fail(QT_TRANSLATE_NOOP("Import", "“%1” could not be opened: %2."), qt_error_string(errno));
    }
    if (S_ISDIR(status.st_mode))
        return fail(QT_TRANSLATE_NOOP("Import", "“%1” is a folder. Choose a file in it."));
    if (!S_ISREG(status.st_mode))
        return fail(QT_TRANSLATE_NOOP("Import", "“%1” is no ordinary file."));
    result.content = file.read(kHead);
    if (const auto refusal = refusalOf(result.name, result.content))
        return std::unexpected(*refusal);
    if (status.st_size > static_cast<qint64>(kMaxPeerText))
        return std::unexpected(sizeSentence(result.name, status.st_size));
    result.content += file.read(static_cast<qint64>(kMaxPeerText) + 1 - result.content.size());
    if (file.error() != QFile::NoError)
        return fail(QT_TRANSLATE_NOOP("Import", "“%1” could not be read: %2."), file.errorString());
    const auto kind = importKindOf(result.name, result.content);
    if (!kind)
        return std::unexpected(kind.error());
    result.kind = *kind;
    return result;
}

} // namespace tw::models
