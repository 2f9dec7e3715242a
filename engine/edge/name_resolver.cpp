#include "engine/edge/name_resolver.h"

#include "engine/edge/socket_address.h"
#include "engine/edge/system_failure.h"

#include <netdb.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace tw::edge {

struct NameResolver::Shared
{
    struct Question
    {
        std::uint64_t ticket = 0;
        std::string name;
    };

    std::shared_ptr<const WakeEvent> wake;
    LookUp lookUp;
    std::mutex mutex; // of all below
    std::deque<Question> questions;
    std::vector<Answer> answers;
    int workers = 0;
};

NameResolver::NameResolver(std::shared_ptr<const WakeEvent> wake, LookUp lookUp) : m_shared(std::make_shared<Shared>())
{
    m_shared->wake = std::move(wake);
    m_shared->lookUp = std::move(lookUp);
}

NameResolver::~NameResolver()
{
    const std::lock_guard lock(m_shared->mutex);
    m_shared->questions.clear();
}

std::uint64_t NameResolver::ask(const api::HostName &name)
{
    const std::uint64_t ticket = ++m_lastTicket;
    const std::lock_guard lock(m_shared->mutex);
    m_shared->questions.push_back({ticket, name.value()});
    if (m_shared->workers == kMaxParallel)
        return ticket;
    try {
        // Detached: getaddrinfo() cannot be stopped, and the end of the program must not wait for a name server.
        std::thread(work, m_shared).detach();
        ++m_shared->workers;
    } catch (const std::system_error &error) {
        if (m_shared->workers == 0) { // else one of them will see to it
            m_shared->questions.pop_back();
            m_shared->answers.push_back({ticket, std::unexpected(std::string(error.what()))});
            m_shared->wake->wake();
        }
    }
    return ticket;
}

std::vector<NameResolver::Answer> NameResolver::take()
{
    const std::lock_guard lock(m_shared->mutex);
    return std::exchange(m_shared->answers, {});
}

void NameResolver::work(std::shared_ptr<Shared> shared)
{
    std::unique_lock lock(shared->mutex);
    while (!shared->questions.empty()) {
        const Shared::Question question = std::move(shared->questions.front());
        shared->questions.pop_front();
        lock.unlock();
        Answer answer{question.ticket, shared->lookUp(question.name)};
        lock.lock();
        shared->answers.push_back(std::move(answer));
        shared->wake->wake();
    }
    --shared->workers;
}

NameResolver::Addresses NameResolver::systemLookUp(const std::string &name)
{
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_DGRAM;
    addrinfo *found = nullptr;
    if (const int error = getaddrinfo(name.c_str(), nullptr, &hints, &found); error != 0)
        return std::unexpected(error == EAI_SYSTEM ? systemWord(errno) : std::string(gai_strerror(error)));
    std::vector<IpAddress> addresses;
    for (const addrinfo *entry = found; entry != nullptr; entry = entry->ai_next) {
        SocketAddress address;
        std::memcpy(address.data(), entry->ai_addr, std::min<std::size_t>(entry->ai_addrlen, sizeof address.storage));
        const IpAddress ip = endpointOf(address.storage).address;
        if (!ip.isUnspecified())
            addresses.push_back(ip);
    }
    freeaddrinfo(found);
    if (addresses.empty())
        return std::unexpected(std::string(gai_strerror(EAI_NONAME)));
    return addresses;
}

} // namespace tw::edge
