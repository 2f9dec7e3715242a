#include "app/signal_watcher.h"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace tw::app {

namespace {

// All that a signal handler can reach.
volatile sig_atomic_t s_pipeEnd = -1;

extern "C" void onStopSignal(int)
{
    const int savedError = errno;
    const char byte = 1;
    // Full means that a signal waits to be seen already.
    [[maybe_unused]] const auto written = ::write(s_pipeEnd, &byte, 1);
    errno = savedError;
}

void setHandler(int signal, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    ::sigaction(signal, &action, nullptr);
}

} // namespace

SignalWatcher::SignalWatcher(QObject *parent) : QObject(parent)
{
    if (::pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // the default actions stay: the program ends at once, and its peers find out by DPD
    s_pipeEnd = m_pipe[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &SignalWatcher::onReadable);
    setHandler(SIGINT, onStopSignal);
    setHandler(SIGTERM, onStopSignal);
    setHandler(SIGPIPE, SIG_IGN);
}

SignalWatcher::~SignalWatcher()
{
    if (!m_notifier)
        return;
    for (const int signal : {SIGINT, SIGTERM, SIGPIPE})
        setHandler(signal, SIG_DFL);
    m_notifier.reset();
    s_pipeEnd = -1;
    ::close(m_pipe[0]);
    ::close(m_pipe[1]);
}

void SignalWatcher::onReadable()
{
    char byte = 0;
    while (::read(m_pipe[0], &byte, 1) == 1)
        Q_EMIT stopAsked();
}

} // namespace tw::app
