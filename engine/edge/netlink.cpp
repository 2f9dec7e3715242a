#include "engine/edge/netlink.h"

#include "engine/edge/socket_address.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace tw::edge {

namespace {

constexpr std::size_t kAnswerSize = 64 * 1024; // more than the kernel puts into one datagram of a dump

std::optional<IpAddress> addressIn(ByteView data) { return IpAddress::fromBytes(data); }

// Calls visit(type, payload) for each attribute.
template <typename Visitor>
void eachAttribute(ByteView bytes, Visitor visit)
{
    while (bytes.size() >= sizeof(rtattr)) {
        rtattr header{};
        std::memcpy(&header, bytes.data(), sizeof header);
        if (header.rta_len < sizeof header || header.rta_len > bytes.size())
            return;
        visit(header.rta_type, bytes.subspan(sizeof header, header.rta_len - sizeof header));
        bytes = bytes.subspan(std::min<std::size_t>(RTA_ALIGN(header.rta_len), bytes.size()));
    }
}

template <typename Header>
std::optional<Header> headerOf(ByteView body)
{
    if (body.size() < sizeof(Header))
        return std::nullopt;
    Header header{};
    std::memcpy(&header, body.data(), sizeof header);
    return header;
}

} // namespace

// A request under construction: netlink header, family header, attributes.
class Netlink::Message
{
public:
    template <typename Header>
    Message(std::uint16_t type, std::uint16_t flags, const Header &header)
    {
        nlmsghdr front{};
        front.nlmsg_type = type;
        front.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
        put(&front, sizeof front);
        put(&header, sizeof header);
    }

    void add(std::uint16_t type, const void *data, std::size_t size)
    {
        rtattr header{};
        header.rta_type = type;
        header.rta_len = static_cast<std::uint16_t>(RTA_LENGTH(size));
        put(&header, sizeof header);
        put(data, size);
    }
    void add(std::uint16_t type, std::uint32_t value) { add(type, &value, sizeof value); }
    void add(std::uint16_t type, const IpAddress &address) { add(type, address.bytes().data(), address.size()); }

    ByteView finish(std::uint32_t sequence)
    {
        nlmsghdr front{};
        std::memcpy(&front, m_bytes.data(), sizeof front);
        front.nlmsg_len = static_cast<std::uint32_t>(m_bytes.size());
        front.nlmsg_seq = sequence;
        std::memcpy(m_bytes.data(), &front, sizeof front);
        return m_bytes;
    }

private:
    void put(const void *data, std::size_t size)
    {
        append(m_bytes, {static_cast<const std::uint8_t *>(data), size});
        m_bytes.resize(NLMSG_ALIGN(m_bytes.size()));
    }

    Bytes m_bytes;
};

Attempt<Netlink> Netlink::open()
{
    FileDescriptor fd(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    if (!fd.isOpen() || bind(fd.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return systemFailure("netlink", errno);
    // Where this is refused, dumps are longer and are filtered here.
    const int on = 1;
    setsockopt(fd.get(), SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof on);
    return Netlink(std::move(fd));
}

template <typename Visitor>
int Netlink::ask(Message &message, Visitor visit)
{
    const std::uint32_t sequence = ++m_sequence;
    const ByteView bytes = message.finish(sequence);
    if (::send(m_fd.get(), bytes.data(), bytes.size(), 0) < 0)
        return errno;

    const auto buffer = std::make_unique<std::uint8_t[]>(kAnswerSize);
    for (;;) {
        const ssize_t size = recv(m_fd.get(), buffer.get(), kAnswerSize, 0);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            return size < 0 ? errno : EIO;
        ByteView rest{buffer.get(), static_cast<std::size_t>(size)};
        bool isDump = false;
        while (const auto header = headerOf<nlmsghdr>(rest)) {
            if (header->nlmsg_len < sizeof(nlmsghdr) || header->nlmsg_len > rest.size())
                return EIO;
            const ByteView body = rest.subspan(NLMSG_HDRLEN, header->nlmsg_len - NLMSG_HDRLEN);
            rest = rest.subspan(std::min<std::size_t>(NLMSG_ALIGN(header->nlmsg_len), rest.size()));
            if (header->nlmsg_seq != sequence)
                continue; // the tail of an earlier question
            if (header->nlmsg_type == NLMSG_DONE)
                return 0;
            if (header->nlmsg_type == NLMSG_ERROR) {
                const auto error = headerOf<nlmsgerr>(body);
                return error ? -error->error : EIO;
            }
            isDump = (header->nlmsg_flags & NLM_F_MULTI) != 0;
            visit(header->nlmsg_type, body);
            if (!isDump)
                return 0;
        }
    }
}

int Netlink::request(Message &message)
{
    return ask(message, [](std::uint16_t, ByteView) { });
}

int Netlink::setUp(int interface, int mtu)
{
    ifinfomsg link{};
    link.ifi_family = AF_UNSPEC;
    link.ifi_index = interface;
    link.ifi_flags = IFF_UP;
    link.ifi_change = IFF_UP;
    Message message(RTM_NEWLINK, NLM_F_ACK, link);
    message.add(IFLA_MTU, static_cast<std::uint32_t>(mtu));
    return request(message);
}

namespace {

rtmsg routeHeader(const IpPrefix &destination)
{
    rtmsg route{};
    route.rtm_family = static_cast<unsigned char>(domainOf(destination.address().family()));
    route.rtm_dst_len = static_cast<unsigned char>(destination.length());
    route.rtm_table = RT_TABLE_MAIN;
    route.rtm_protocol = kRouteProtocol;
    route.rtm_type = RTN_UNICAST;
    return route;
}

} // namespace

int Netlink::addRoute(const Route &route)
{
    if (hasRoute(route.destination))
        return EEXIST;
    rtmsg header = routeHeader(route.destination);
    header.rtm_scope = route.gateway || !route.destination.address().isV4() ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
    Message message(RTM_NEWROUTE, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, header);
    message.add(RTA_DST, route.destination.network());
    message.add(RTA_OIF, static_cast<std::uint32_t>(route.interface));
    if (route.gateway)
        message.add(RTA_GATEWAY, *route.gateway);
    if (route.preferredSource)
        message.add(RTA_PREFSRC, *route.preferredSource);
    return request(message);
}

int Netlink::removeRoute(const Route &route)
{
    rtmsg header = routeHeader(route.destination);
    header.rtm_scope = RT_SCOPE_NOWHERE; // any
    Message message(RTM_DELROUTE, NLM_F_ACK, header);
    message.add(RTA_DST, route.destination.network());
    message.add(RTA_OIF, static_cast<std::uint32_t>(route.interface));
    return request(message);
}

std::expected<NextHop, int> Netlink::nextHop(const IpAddress &destination, const std::optional<IpAddress> &source)
{
    rtmsg header{};
    header.rtm_family = static_cast<unsigned char>(domainOf(destination.family()));
    header.rtm_dst_len = static_cast<unsigned char>(destination.size() * 8);
    if (source)
        header.rtm_src_len = header.rtm_dst_len;
    Message message(RTM_GETROUTE, 0, header);
    message.add(RTA_DST, destination);
    if (source)
        message.add(RTA_SRC, *source);
    NextHop hop;
    const int error = ask(message, [&hop](std::uint16_t, ByteView body) {
        if (body.size() < NLMSG_ALIGN(sizeof(rtmsg)))
            return;
        eachAttribute(body.subspan(NLMSG_ALIGN(sizeof(rtmsg))), [&hop](std::uint16_t type, ByteView data) {
            if (type == RTA_OIF && data.size() == sizeof hop.interface)
                std::memcpy(&hop.interface, data.data(), data.size());
            else if (type == RTA_GATEWAY)
                hop.gateway = addressIn(data);
            else if (type == RTA_PREFSRC)
                hop.source = addressIn(data);
        });
    });
    if (error != 0)
        return std::unexpected(error);
    return hop;
}

std::vector<TableRoute> Netlink::routes()
{
    std::vector<TableRoute> routes;
    for (const IpFamily family : {IpFamily::V4, IpFamily::V6}) {
        rtmsg header{};
        header.rtm_family = static_cast<unsigned char>(domainOf(family));
        header.rtm_table = RT_TABLE_MAIN;
        Message message(RTM_GETROUTE, NLM_F_DUMP, header);
        ask(message, [&](std::uint16_t type, ByteView body) {
            const auto route = headerOf<rtmsg>(body);
            if (type != RTM_NEWROUTE || !route || body.size() < NLMSG_ALIGN(sizeof(rtmsg))
                || route->rtm_table != RT_TABLE_MAIN || route->rtm_type != RTN_UNICAST)
                return;
            TableRoute found;
            IpAddress destination = IpAddress::any(family);
            found.isLinkScope = route->rtm_protocol == RTPROT_KERNEL;
            eachAttribute(body.subspan(NLMSG_ALIGN(sizeof(rtmsg))), [&](std::uint16_t attribute, ByteView data) {
                if (attribute == RTA_DST)
                    destination = addressIn(data).value_or(destination);
                else if (attribute == RTA_GATEWAY)
                    found.gateway = addressIn(data);
                else if (attribute == RTA_OIF && data.size() == sizeof found.interface)
                    std::memcpy(&found.interface, data.data(), data.size());
            });
            found.destination = IpPrefix(destination, route->rtm_dst_len);
            routes.push_back(found);
        });
    }
    return routes;
}

bool Netlink::hasRoute(const IpPrefix &prefix)
{
    rtmsg header{};
    header.rtm_family = static_cast<unsigned char>(domainOf(prefix.address().family()));
    header.rtm_table = RT_TABLE_MAIN;
    Message message(RTM_GETROUTE, NLM_F_DUMP, header);
    bool found = false;
    ask(message, [&](std::uint16_t type, ByteView body) {
        const auto route = headerOf<rtmsg>(body);
        if (type != RTM_NEWROUTE || !route || route->rtm_table != RT_TABLE_MAIN || route->rtm_type == RTN_UNREACHABLE
            || route->rtm_family != header.rtm_family || route->rtm_dst_len != prefix.length())
            return;
        IpAddress destination = IpAddress::any(prefix.address().family()); // a default route has no attribute for it
        eachAttribute(body.subspan(NLMSG_ALIGN(sizeof(rtmsg))), [&](std::uint16_t attribute, ByteView data) {
            if (attribute == RTA_DST)
                destination = addressIn(data).value_or(destination);
        });
        found = found || destination == prefix.network();
    });
    return found;
}

std::vector<IpAddress> Netlink::addresses()
{
    ifaddrmsg header{};
    header.ifa_family = AF_UNSPEC;
    Message message(RTM_GETADDR, NLM_F_DUMP, header);
    std::vector<IpAddress> addresses;
    ask(message, [&addresses](std::uint16_t type, ByteView body) {
        if (type != RTM_NEWADDR || body.size() < NLMSG_ALIGN(sizeof(ifaddrmsg)))
            return;
        // On a point-to-point link IFA_ADDRESS is the other end, and IFA_LOCAL is ours; IPv6 has the former only.
        std::optional<IpAddress> local;
        std::optional<IpAddress> address;
        eachAttribute(body.subspan(NLMSG_ALIGN(sizeof(ifaddrmsg))), [&](std::uint16_t attribute, ByteView data) {
            if (attribute == IFA_LOCAL)
                local = addressIn(data);
            else if (attribute == IFA_ADDRESS)
                address = addressIn(data);
        });
        const auto ours = local ? local : address;
        if (ours && !ours->isLoopback() && !ours->isLinkLocal())
            addresses.push_back(*ours);
    });
    return addresses;
}

} // namespace tw::edge
