#include "watched_application.h"

#include <QEvent>
#include <QMetaEnum>
#include <QThread>

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>

namespace tw::window {

namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// How the calling thread has spent its time.
struct Account
{
    nanoseconds passed{};
    nanoseconds worked{};
    nanoseconds keptWaiting{}; // it could have worked, and others had the processor

    Account since(const Account &earlier) const
    {
        return {passed - earlier.passed, worked - earlier.worked, keptWaiting - earlier.keptWaiting};
    }
    nanoseconds slept() const { return passed - worked - keptWaiting; }
};

nanoseconds clockOf(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

Account account()
{
    static const std::string path = "/proc/self/task/" + std::to_string(gettid()) + "/schedstat";
    std::ifstream file(path);
    std::int64_t ran = 0;
    std::int64_t waited = 0;
    file >> ran >> waited;
    return {clockOf(CLOCK_MONOTONIC), clockOf(CLOCK_THREAD_CPUTIME_ID), nanoseconds(waited)};
}

} // namespace

WatchedApplication::~WatchedApplication()
{
    std::fprintf(stderr, "longest %lld ms: %s\n",
                 static_cast<long long>(duration_cast<milliseconds>(m_longest).count()),
                 qUtf8Printable(m_longestWhere));
}

bool WatchedApplication::notify(QObject *receiver, QEvent *event)
{
    if (QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    // They may be gone when it is done.
    const QEvent::Type type = event->type();
    const QString where = QLatin1String(receiver->metaObject()->className()) + QLatin1Char('(') + receiver->objectName()
        + QLatin1Char(')');
    const int loops = thread()->loopLevel();
    for (Handler &handler : m_handlers)
        handler.hadLoop = handler.hadLoop || handler.loops < loops;
    m_handlers.push_back({loops});
    // Until the first window is there nothing is told, and keeping the account would take longer than the rest.
    const Account before = m_isWatching ? account() : Account();
    const bool done = QApplication::notify(receiver, event);
    const Account spent = m_isWatching ? account().since(before) : Account();
    Handler handler = m_handlers.back();
    m_handlers.pop_back();
    const auto tell = [&](const char *how, nanoseconds time) {
        std::fprintf(stderr, "%s %lld ms: %s at %s\n", how,
                     static_cast<long long>(duration_cast<milliseconds>(time).count()),
                     QMetaEnum::fromType<QEvent::Type>().valueToKey(type), qUtf8Printable(where));
        handler.isTold = true;
    };
    if (m_isWatching && !handler.hadLoop && spent.worked > m_longest) {
        m_longest = spent.worked;
        m_longestWhere =
            QLatin1String(QMetaEnum::fromType<QEvent::Type>().valueToKey(type)) + QStringLiteral(" at ") + where;
    }
    if (m_isWatching && !handler.hadLoop && !handler.isTold) {
        if (spent.slept() > milliseconds(kFrameMs))
            tell("blocked", spent.slept());
        else if (spent.worked > milliseconds(kNoticeableMs))
            tell("busy", spent.worked);
    }
    if (handler.isTold && !m_handlers.empty())
        m_handlers.back().isTold = true;
    m_wasPainted = m_wasPainted || type == QEvent::Paint;
    if (!m_isWatching && m_wasPainted && m_handlers.empty()) {
        m_isWatching = true;
        std::fprintf(stderr, "painted\n");
    }
    return done;
}

} // namespace tw::window
