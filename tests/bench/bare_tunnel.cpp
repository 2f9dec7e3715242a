#include "engine/edge/file_descriptor.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

// A tunnel that does nothing: what it reads from its TUN device it sends by UDP as it is, superpackets as one train, and
// the other way round. No cipher, no ESP, no look at any packet. What a stream of TCP costs here is the kernel's part, which
// nobody saves who carries packets between a TUN device and a UDP socket: measure_data_path.py measures it beside those
// that do more. It is no measure for small packets, which it sends one by one and others join.
//
//   bare_tunnel DEVICE LOCAL-ADDRESS REMOTE-ADDRESS
namespace {

using tw::edge::FileDescriptor;

constexpr std::uint16_t kPort = 4500;
constexpr int kSocketBuffer = 8 * 1024 * 1024;
constexpr int kSegment = 1440; // about as long as packets of ESP that carry 1400 octets
constexpr int kBurst = 4; // superpackets of one direction before the other has its turn
constexpr int kNiceness = -11; // as our data threads

[[noreturn]] void fail(const char *what)
{
    std::perror(what);
    std::exit(1);
}

FileDescriptor openDevice(const char *name)
{
    FileDescriptor device(::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
    if (device.get() < 0)
        fail("/dev/net/tun");
    ifreq request{};
    std::strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    request.ifr_flags = IFF_TUN | IFF_NO_PI | IFF_VNET_HDR;
    if (::ioctl(device.get(), TUNSETIFF, &request) < 0)
        fail("TUNSETIFF");
    if (::ioctl(device.get(), TUNSETOFFLOAD, TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6) < 0)
        fail("TUNSETOFFLOAD");
    return device;
}

sockaddr_in addressOf(const char *text)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(kPort);
    if (::inet_pton(AF_INET, text, &address.sin_addr) != 1)
        fail(text);
    return address;
}

void set(int socket, int level, int option, int value, const char *what)
{
    if (::setsockopt(socket, level, option, &value, sizeof value) < 0)
        fail(what);
}

FileDescriptor openSocket(const sockaddr_in &local, const sockaddr_in &remote)
{
    FileDescriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    set(socket.get(), SOL_UDP, UDP_GRO, 1, "UDP_GRO");
    set(socket.get(), SOL_UDP, UDP_SEGMENT, kSegment, "UDP_SEGMENT");
    set(socket.get(), SOL_SOCKET, SO_RCVBUFFORCE, kSocketBuffer, "SO_RCVBUFFORCE");
    set(socket.get(), SOL_SOCKET, SO_SNDBUFFORCE, kSocketBuffer, "SO_SNDBUFFORCE");
    if (::bind(socket.get(), reinterpret_cast<const sockaddr *>(&local), sizeof local) < 0)
        fail("bind");
    if (::connect(socket.get(), reinterpret_cast<const sockaddr *>(&remote), sizeof remote) < 0)
        fail("connect");
    return socket;
}

// What the other side refuses is lost, as in any tunnel that is overloaded.
void pass(int from, int to, std::vector<char> &buffer)
{
    for (int i = 0; i < kBurst; ++i) {
        const ssize_t length = ::read(from, buffer.data(), buffer.size());
        if (length <= 0)
            return;
        if (::write(to, buffer.data(), static_cast<std::size_t>(length)) < 0 && errno != EAGAIN && errno != ENOBUFS
            && errno != ECONNREFUSED)
            std::fprintf(stderr, "%zd octets: %s\n", length, std::strerror(errno));
    }
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 4) {
        std::fputs("bare_tunnel DEVICE LOCAL-ADDRESS REMOTE-ADDRESS\n", stderr);
        return 2;
    }
    const FileDescriptor device = openDevice(argv[1]);
    const FileDescriptor socket = openSocket(addressOf(argv[2]), addressOf(argv[3]));
    ::setpriority(PRIO_PROCESS, 0, kNiceness);
    std::vector<char> buffer(128 * 1024);
    std::array<pollfd, 2> polled{{{device.get(), POLLIN, 0}, {socket.get(), POLLIN, 0}}};
    for (;;) {
        if (::poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR)
            fail("poll");
        if (polled[0].revents != 0)
            pass(device.get(), socket.get(), buffer);
        if (polled[1].revents != 0)
            pass(socket.get(), device.get(), buffer);
    }
}
