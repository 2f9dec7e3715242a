#include "engine/edge/data_thread.h"

#include "engine/edge/system_clock.h"

#include <poll.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace tw::edge {

namespace {

// Packets that wait for an SA, in either direction, grow old even where nothing else happens.
constexpr Duration kWaitingCheck{1000};

// Like the kernel's own work on packets, which no program delays: with the weight of everybody else, packets queue up
// before this thread while those who send and receive them have the processor. Not more than that, so that an overload
// leaves the machine something.
constexpr int kNiceness = -11;

// Without the right to it, the thread works as it is.
void comeBeforeApplications()
{
    [[maybe_unused]] const int refused = setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness);
}

} // namespace

DataThread::DataThread(std::string name, std::vector<DataHalf *> halves, const esp::SnapshotSlot &snapshots,
                       DataNewsBox &news)
    : m_snapshots(snapshots), m_news(news), m_ports(m_wake), m_polled{{m_wake.fd(), POLLIN, 0}}
{
    for (DataHalf *half : halves)
        m_served.push_back({half});
    m_thread = std::thread([this, name = std::move(name)] {
        pthread_setname_np(pthread_self(), name.c_str());
        comeBeforeApplications();
        run();
    });
}

DataThread::~DataThread()
{
    m_stopping = true;
    m_wake.wake();
    m_thread.join();
}

void DataThread::run()
{
    while (!m_stopping)
        guarded([this] { oneRound(); });
}

// Out of memory, or the crypto library failed: the burst is lost, the tunnel goes on.
template <typename Work>
void DataThread::guarded(Work work)
{
    try {
        work();
    } catch (const std::exception &failure) {
        for (const Served &served : m_served)
            served.half->forgetBurst();
        m_news.putTrouble(failure.what());
    }
}

void DataThread::oneRound()
{
    const int timeout = isAnyWaiting() ? static_cast<int>(kWaitingCheck.count()) : -1;
    if (poll(m_polled.data(), m_polled.size(), timeout) < 0)
        return; // EINTR
    const TimePoint now = engineNow();
    if (m_polled[0].revents != 0) {
        m_wake.clear();
        takePorts();
    }
    if (m_snapshots.refresh(m_snapshot, m_snapshotSeen) || (isAnyWaiting() && now - m_flushedAt >= kWaitingCheck)) {
        m_flushedAt = now;
        for (const Served &served : m_served)
            guarded([&] { served.half->flushWaiting(*m_snapshot, now); });
    }
    // What fails in one direction must not take the other's turn.
    for (const Served &served : m_served) {
        const auto polled = std::span(m_polled).subspan(served.firstPolled, served.polledCount);
        if (!polled.empty())
            guarded([&] { served.half->serve(polled, *m_snapshot, now); });
    }
}

// What poll() said of the others is forgotten with it, and is said again the next time.
void DataThread::takePorts()
{
    const std::vector<DataPorts> news = m_ports.take();
    if (news.empty())
        return;
    m_polled.resize(1);
    for (Served &served : m_served)
        served.polledCount = 0;
    for (Served &served : m_served) {
        served.firstPolled = m_polled.size();
        served.half->setPorts(news.back(), m_polled);
        served.polledCount = m_polled.size() - served.firstPolled;
    }
}

bool DataThread::isAnyWaiting() const
{
    return std::ranges::any_of(m_served, [](const Served &served) { return served.half->isAnyWaiting(); });
}

} // namespace tw::edge
