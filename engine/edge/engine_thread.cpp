#include "engine/edge/engine_thread.h"

#include "engine/edge/engine_worker.h"

#include <QSocketNotifier>

#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace tw::edge {

// The owner's side of the engine. A report is left in a mailbox of one, and an event descriptor, which the owner's
// event loop watches, says that it is there: the two threads share no Qt object.
class EngineThread::Impl : public ReportSink
{
public:
    explicit Impl(const EngineOptions &options)
        : m_notifier(m_arrived.fd(), QSocketNotifier::Read),
          m_worker(options, *this),
          m_thread([this] { m_worker.run(); })
    {
        QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this] { handOver(); });
    }

    ~Impl() override
    {
        m_worker.stop();
        m_thread.join();
    }

    void send(api::Command command) { m_worker.send(std::move(command)); }
    void setListener(Listener listener) { m_listener = std::move(listener); }

    bool isReady() const override
    {
        const std::lock_guard lock(m_mutex);
        return !m_report;
    }

    void deliver(api::EngineReport report) override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_report = std::move(report);
        }
        m_arrived.wake();
    }

private:
    void handOver()
    {
        m_arrived.clear();
        std::optional<api::EngineReport> report;
        {
            const std::lock_guard lock(m_mutex);
            report = std::exchange(m_report, std::nullopt);
        }
        m_worker.wake();
        // A copy, since the listener may replace itself, or end this engine.
        if (const Listener listener = m_listener; listener && report)
            listener(*report);
    }

    WakeEvent m_arrived;
    QSocketNotifier m_notifier;
    Listener m_listener; // of the owner's thread
    mutable std::mutex m_mutex;
    std::optional<api::EngineReport> m_report;
    EngineWorker m_worker;
    std::thread m_thread;
};

EngineThread::EngineThread(EngineOptions options) : m_impl(std::make_unique<Impl>(options)) { }

EngineThread::~EngineThread() = default;

void EngineThread::send(api::Command command) { m_impl->send(std::move(command)); }

void EngineThread::setListener(Listener listener) { m_impl->setListener(std::move(listener)); }

} // namespace tw::edge
