#include "models/store/secret_store.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

// FileSecretStore's file: a line that names the format, then a line for each secret: its reference, a blank, and its
// bytes in hexadecimal. Everything passes through buffers that are wiped; text classes would leave copies behind.
namespace tw::models {

namespace {

constexpr std::string_view kHeader = "tunnelwright-secrets 1\n";
constexpr std::size_t kMaxFileSize = 64 << 20; // a million keys; more is no file of ours
constexpr std::string_view kDigits = "0123456789abcdef";

QString words(const char *text) { return QCoreApplication::translate("Store", text); }

QString systemWords(int error) { return QString::fromLocal8Bit(std::strerror(error)); }

std::unexpected<StoreError> fail(StoreError::Kind kind, const QString &file, const QString &text)
{
    return std::unexpected(StoreError{kind, file, text});
}

std::unexpected<StoreError> damaged(const QString &file)
{
    return fail(
        StoreError::Kind::Unreadable, file,
        words(QT_TRANSLATE_NOOP("Store",
                                "The key file %1 is damaged. Put a backup in its place, or move it away and enter the "
                                "pre-shared keys again."))
            .arg(file));
}

int digitOf(std::uint8_t c)
{
    const auto at = kDigits.find(static_cast<char>(c));
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::optional<SecretBytes> fromHexadecimal(ByteView text)
{
    if (text.size() % 2 != 0)
        return std::nullopt;
    SecretBytes secret(text.size() / 2);
    for (std::size_t i = 0; i < secret.size(); ++i) {
        const int high = digitOf(text[2 * i]);
        const int low = digitOf(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        secret.bytes()[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return secret;
}

std::optional<SecretMap> parse(ByteView file)
{
    if (!asText(file).starts_with(kHeader) || asText(file).back() != '\n')
        return std::nullopt;
    SecretMap secrets;
    ByteView rest = file.subspan(kHeader.size());
    while (!rest.empty()) {
        const std::string_view text = asText(rest);
        const std::size_t end = text.find('\n');
        const std::size_t blank = text.substr(0, end).find(' ');
        if (blank == std::string_view::npos || blank == 0)
            return std::nullopt;
        auto secret = fromHexadecimal(rest.subspan(blank + 1, end - blank - 1));
        if (!secret)
            return std::nullopt;
        secrets.emplace(QString::fromLatin1(text.data(), static_cast<qsizetype>(blank)), std::move(*secret));
        rest = rest.subspan(end + 1);
    }
    return secrets;
}

StoreResult<SecretBytes> readAll(const QString &path)
{
    const auto refuse = [&](const QString &reason) {
        return fail(StoreError::Kind::Unreadable, path,
                    words(QT_TRANSLATE_NOOP(
                              "Store",
                              "The key file %1 cannot be read: %2. Without it no connection can be started; make it "
                              "readable for your user."))
                        .arg(path, reason));
    };
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return refuse(file.errorString());
    const auto size = static_cast<std::size_t>(file.size());
    if (size > kMaxFileSize)
        return damaged(path);
    SecretBytes contents(size);
    const qint64 got = file.read(reinterpret_cast<char *>(contents.bytes().data()), static_cast<qint64>(size));
    if (got != static_cast<qint64>(size))
        return refuse(file.errorString());
    return contents;
}

} // namespace

StoreResult<void> FileSecretStore::load()
{
    if (m_loaded)
        return {};
    struct stat status{};
    if (::lstat(QFile::encodeName(m_file).constData(), &status) != 0) {
        if (errno != ENOENT)
            return fail(StoreError::Kind::Unreadable, m_file,
                        words(QT_TRANSLATE_NOOP("Store", "The key file %1 cannot be reached: %2."))
                            .arg(m_file, systemWords(errno)));
        m_loaded = true; // no key was saved yet
        return {};
    }
    if (const auto safe = protect(); !safe)
        return safe;
    const auto contents = readAll(m_file);
    if (!contents)
        return std::unexpected(contents.error());
    auto secrets = contents->isEmpty() ? std::nullopt : parse(contents->view());
    if (!secrets)
        return damaged(m_file);
    m_secrets = std::move(*secrets);
    m_loaded = true;
    return {};
}

// Whoever could read the keys may have done so: closing the file is all that is left to do, and reading on from a file
// that stays open to others would hide it.
StoreResult<void> FileSecretStore::protect()
{
    const QByteArray path = QFile::encodeName(m_file);
    struct stat status{};
    if (::lstat(path.constData(), &status) != 0)
        return fail(StoreError::Kind::Unreadable, m_file,
                    words(QT_TRANSLATE_NOOP("Store", "The key file %1 cannot be reached: %2."))
                        .arg(m_file, systemWords(errno)));
    if (!S_ISREG(status.st_mode))
        return fail(
            StoreError::Kind::BadPermissions, m_file,
            words(QT_TRANSLATE_NOOP("Store", "The key file %1 is not a plain file. Put the file itself in its place."))
                .arg(m_file));
    if (status.st_uid != ::geteuid())
        return fail(StoreError::Kind::BadPermissions, m_file,
                    words(QT_TRANSLATE_NOOP(
                              "Store",
                              "The key file %1 belongs to another user, who could change the keys. Make your user its "
                              "owner, or use another data directory."))
                        .arg(m_file));
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) == 0)
        return {};
    if (::chmod(path.constData(), S_IRUSR | S_IWUSR) != 0)
        return fail(StoreError::Kind::BadPermissions, m_file,
                    words(QT_TRANSLATE_NOOP(
                              "Store",
                              "Others can read the key file %1, and it could not be closed to them: %2. Set its mode "
                              "to 0600."))
                        .arg(m_file, systemWords(errno)));
    m_wasOpenToOthers = true;
    return {};
}

QString FileSecretStore::notice() const
{
    if (!m_wasOpenToOthers)
        return {};
    return words(QT_TRANSLATE_NOOP("Store",
                                   "%1 was open to other users; its mode is 0600 now. Keys that they may have read "
                                   "should be changed."))
        .arg(m_file);
}

SecretBytes FileSecretStore::serialize(const SecretMap &secrets)
{
    std::size_t size = kHeader.size();
    for (const auto &[reference, secret] : secrets)
        size += static_cast<std::size_t>(reference.size()) + 2 * secret.size() + 2;

    SecretBytes file(size);
    std::uint8_t *out = file.bytes().data();
    const auto put = [&out](char c) { *out++ = static_cast<std::uint8_t>(c); };
    for (const char c : kHeader)
        put(c);
    for (const auto &[reference, secret] : secrets) {
        for (const QChar c : reference)
            put(c.toLatin1());
        put(' ');
        for (const std::uint8_t byte : secret.view()) {
            put(kDigits[byte >> 4]);
            put(kDigits[byte & 15]);
        }
        put('\n');
    }
    return file;
}

StoreResult<void> FileSecretStore::write(const QString &path, const SecretBytes &contents)
{
    const auto refuse = [&](int error, const QString &reason) {
        if (error == ENOSPC || error == EDQUOT || error == EFBIG)
            return fail(StoreError::Kind::DiskFull, path,
                        words(QT_TRANSLATE_NOOP("Store",
                                                "The disk of the key file %1 is full (%2), and nothing was changed. "
                                                "Make room and try again."))
                            .arg(path, reason));
        return fail(StoreError::Kind::CannotCreate, path,
                    words(QT_TRANSLATE_NOOP("Store",
                                            "The key file %1 cannot be written (%2), and nothing was changed. Check "
                                            "the owner and permissions of its directory."))
                        .arg(path, reason));
    };
    const QByteArray directory = QFile::encodeName(QFileInfo(path).path());
    if (::mkdir(directory.constData(), S_IRWXU) != 0 && errno != EEXIST)
        return refuse(errno, systemWords(errno));
    // Its own directory is closed to others before the first byte is written, whatever the umask is.
    if (::chmod(directory.constData(), S_IRWXU) != 0)
        return refuse(errno, systemWords(errno));

    QSaveFile file(path);
    errno = 0;
    const bool isWritten = file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(reinterpret_cast<const char *>(contents.view().data()), static_cast<qint64>(contents.size()))
            == static_cast<qint64>(contents.size());
    if (!isWritten || !file.commit())
        return refuse(errno, file.errorString());

    const int descriptor = ::open(directory.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::fsync(descriptor); // the rename itself
        ::close(descriptor);
    }
    return {};
}

} // namespace tw::models
