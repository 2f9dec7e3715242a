#include "network_namespace.h"

#include <QByteArrayList>
#include <QCoreApplication>
#include <QTest>

#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

namespace tw::test {

namespace {

edge::FileDescriptor currentNamespace()
{
    return edge::FileDescriptor(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
}

QByteArray contentOf(const edge::FileDescriptor &file)
{
    QByteArray content(static_cast<qsizetype>(lseek(file.get(), 0, SEEK_END)), '\0');
    const ssize_t size = pread(file.get(), content.data(), static_cast<std::size_t>(content.size()), 0);
    return size < 0 ? QByteArray() : content.first(size);
}

} // namespace

NetworkNamespace::NetworkNamespace()
{
    const edge::FileDescriptor before = currentNamespace();
    if (unshare(CLONE_NEWNET) != 0)
        return;
    m_fd = currentNamespace();
    if (setns(before.get(), CLONE_NEWNET) != 0)
        qFatal("cannot leave the new network namespace");
    ip(QStringLiteral("link set lo up"));
}

QString NetworkNamespace::path() const
{
    return QStringLiteral("/proc/%1/fd/%2").arg(QCoreApplication::applicationPid()).arg(m_fd.get());
}

NetworkNamespace::Stay::Stay(const NetworkNamespace &where) : m_before(currentNamespace())
{
    if (setns(where.m_fd.get(), CLONE_NEWNET) != 0)
        qFatal("cannot enter the network namespace");
}

NetworkNamespace::Stay::~Stay()
{
    if (setns(m_before.get(), CLONE_NEWNET) != 0)
        qFatal("cannot leave the network namespace");
}

// Not by QProcess: it forks in a way after which ThreadSanitizer is blind to all threads that begin later.
QByteArray NetworkNamespace::ip(const QString &arguments) const
{
    const Stay stay(*this);
    QByteArrayList words = arguments.toUtf8().split(' ');
    words.removeAll(QByteArray());
    words.prepend("ip");
    std::vector<char *> argv;
    for (QByteArray &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);

    const edge::FileDescriptor output(memfd_create("output", MFD_CLOEXEC));
    const edge::FileDescriptor errors(memfd_create("errors", MFD_CLOEXEC));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors.get(), STDERR_FILENO);
    pid_t process = -1;
    int status = posix_spawnp(&process, argv.front(), &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (status == 0)
        waitpid(process, &status, 0);
    if (status != 0) {
        const QByteArray failure = words.join(' ') + ": " + contentOf(errors);
        QTest::qFail(failure.constData(), __FILE__, __LINE__);
    }
    return contentOf(output);
}

void connectByCable(const NetworkNamespace &left, const QString &leftAddress, const NetworkNamespace &right,
                    const QString &rightAddress)
{
    left.ip(QStringLiteral("link add cable type veth peer name cable netns %1").arg(right.path()));
    left.ip(QStringLiteral("addr add %1 dev cable").arg(leftAddress));
    right.ip(QStringLiteral("addr add %1 dev cable").arg(rightAddress));
    left.ip(QStringLiteral("link set cable up"));
    right.ip(QStringLiteral("link set cable up"));
}

} // namespace tw::test
