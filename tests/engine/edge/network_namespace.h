#pragma once

#include "engine/edge/file_descriptor.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace tw::test {

// A network of the test's own, which goes when the last one inside leaves. Threads and processes that are started from
// within stay in it.
class NetworkNamespace
{
public:
    // The loopback interface is up. Check isValid(): making one is a privilege.
    NetworkNamespace();

    bool isValid() const { return m_fd.isOpen(); }
    QString path() const; // for "ip link set ... netns PATH"

    // Moves the calling thread in, as long as it lives.
    class Stay
    {
    public:
        explicit Stay(const NetworkNamespace &where);
        ~Stay();
        Stay(const Stay &) = delete;
        Stay &operator=(const Stay &) = delete;

    private:
        edge::FileDescriptor m_before;
    };

    // Runs "ip ARGUMENTS" inside and gives what it printed. A failure of it fails the test.
    QByteArray ip(const QString &arguments) const;

private:
    edge::FileDescriptor m_fd;
};

// Joins two namespaces by a cable, and gives each end its address ("192.0.2.1/24").
void connectByCable(const NetworkNamespace &left, const QString &leftAddress, const NetworkNamespace &right,
                    const QString &rightAddress);

} // namespace tw::test

// For tests that cannot do without.
#define TW_NEED_NAMESPACE(name)                                                                                        \
    tw::test::NetworkNamespace name;                                                                                   \
    if (!name.isValid())                                                                                               \
    QSKIP("making a network namespace is not permitted here")
