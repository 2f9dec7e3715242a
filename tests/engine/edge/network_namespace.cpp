#include "network_namespace.h"

#include <QProcess>
#include <QTest>

#include <fcntl.h>
#include <sched.h>

namespace tw::test {

namespace {

edge::FileDescriptor currentNamespace()
{
    return edge::FileDescriptor(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
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

QByteArray NetworkNamespace::ip(const QString &arguments) const
{
    const Stay stay(*this);
    QProcess process;
    process.start(QStringLiteral("ip"), arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    process.waitForFinished();
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        const QByteArray failure = QByteArray("ip ") + arguments.toUtf8() + ": " + process.readAllStandardError();
        QTest::qFail(failure.constData(), __FILE__, __LINE__);
    }
    return process.readAllStandardOutput();
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
