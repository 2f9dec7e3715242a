#include "app/commands/passphrase.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace tw::app {

namespace {

constexpr std::size_t kLongest = 1024;

QString words(const char *text) { return QCoreApplication::translate("tw::app::Passphrase", text); }

std::unexpected<QString> systemError(const QString &name)
{
    return std::unexpected(QStringLiteral("%1: %2").arg(name, QString::fromLocal8Bit(std::strerror(errno))));
}

// Octet by octet, so that what stands behind the line stays for whoever reads on.
std::expected<SecretBytes, QString> readLine(int file, const QString &name)
{
    SecretBytes line(kLongest);
    std::size_t size = 0;
    while (true) {
        std::uint8_t octet = 0;
        const ssize_t got = ::read(file, &octet, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return systemError(name);
        if (got == 0 || octet == '\n')
            break;
        if (size == kLongest)
            return std::unexpected(
                words(QT_TRANSLATE_NOOP("tw::app::Passphrase", "%1: the first line is longer than %2 octets."))
                    .arg(name, QString::number(kLongest)));
        line.bytes()[size++] = octet;
    }
    if (size > 0 && line.view()[size - 1] == '\r')
        --size;
    return SecretBytes(line.view().first(size));
}

class SilentTerminal
{
public:
    SilentTerminal()
    {
        if (::tcgetattr(STDIN_FILENO, &m_before) != 0)
            return;
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        m_isSilent = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
    ~SilentTerminal()
    {
        if (m_isSilent)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    SilentTerminal(const SilentTerminal &) = delete;
    SilentTerminal &operator=(const SilentTerminal &) = delete;

private:
    termios m_before{};
    bool m_isSilent = false;
};

std::expected<SecretBytes, QString> ask(const QString &prompt)
{
    const SilentTerminal silent; // before anybody is asked to type
    std::fputs(prompt.toUtf8().constData(), stderr);
    std::fflush(stderr);
    auto line = readLine(STDIN_FILENO, QStringLiteral("-"));
    std::fputc('\n', stderr);
    return line;
}

} // namespace

std::expected<SecretBytes, QString> readSecretLine(const QString &fileName)
{
    const bool isInput = fileName == QLatin1String("-");
    const int file = isInput ? STDIN_FILENO : ::open(QFile::encodeName(fileName).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return systemError(fileName);
    auto line = readLine(file, fileName);
    if (!isInput)
        ::close(file);
    return line;
}

std::expected<SecretBytes, QString> readPassphrase(const QString &fileName, const QString &prompt, bool isNew)
{
    if (!fileName.isEmpty())
        return readSecretLine(fileName);
    if (::isatty(STDIN_FILENO) == 0)
        return std::unexpected(words(QT_TRANSLATE_NOOP(
            "tw::app::Passphrase", "There is no terminal to ask for the passphrase. Give it with --passphrase-file.")));
    auto line = ask(prompt);
    if (!line || !isNew)
        return line;
    const auto again = ask(words(QT_TRANSLATE_NOOP("tw::app::Passphrase", "Once more: ")));
    if (!again)
        return std::unexpected(again.error());
    if (!equalInConstantTime(line->view(), again->view()))
        return std::unexpected(words(QT_TRANSLATE_NOOP("tw::app::Passphrase", "The two are not the same.")));
    return line;
}

} // namespace tw::app
