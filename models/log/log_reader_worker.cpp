#include "models/log/log_reader_worker.h"

#include "models/log/log_store.h"
#include "models/log/negotiation_span.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <utility>

#include <sys/stat.h>

namespace tw::models {

namespace {

constexpr int kNegotiationReach = 2000; // facts before and behind: retransmissions of minutes, and more

quint64 inodeOf(const QString &path)
{
    struct stat facts = {};
    return ::stat(QFile::encodeName(path).constData(), &facts) == 0 ? facts.st_ino : 0;
}

QString words(const char *text) { return QCoreApplication::translate("tw::models::LogStore", text); }

} // namespace

LogFile::Result<LogFile *> LogReaderWorker::file()
{
    const quint64 inode = inodeOf(m_path);
    if (m_file && inode != m_inode)
        m_file.reset();
    if (m_file || inode == 0)
        return m_file.get();
    auto opened = LogFile::open(m_path, LogFile::Access::Read, LogStore::kMaxBytes);
    if (!opened)
        return std::unexpected(opened.error());
    m_file = std::move(*opened);
    m_inode = inode;
    m_pagers.clear();
    return m_file.get();
}

LogPager &LogReaderWorker::pager(const LogSelection &selection)
{
    const auto known = std::ranges::find(m_pagers, selection, &LogPager::selection);
    if (known != m_pagers.end())
        std::rotate(m_pagers.begin(), known, known + 1);
    else
        m_pagers.emplace_front(selection);
    if (m_pagers.size() > kMaxPagers)
        m_pagers.pop_back();
    return m_pagers.front();
}

void LogReaderWorker::walkAhead()
{
    if (std::exchange(m_isWalking, true))
        return;
    // Behind the requests that wait.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_isWalking = false;
            // An error is told by the request that meets it.
            if (m_file && !m_pagers.empty() && m_pagers.front().walkOn(*m_file).value_or(false))
                walkAhead();
        },
        Qt::QueuedConnection);
}

LogFile::Result<QList<LogRecord>> LogReaderWorker::negotiation(LogFile &file, const QString &connectionId,
                                                               qint64 sequence)
{
    auto around = file.around(connectionId, sequence, kNegotiationReach);
    if (!around)
        return around;
    const auto fact = std::ranges::find(*around, sequence, &LogRecord::sequence);
    if (fact == around->end())
        return QList<LogRecord>();
    const auto [begin, end] = negotiationAround(*around, fact - around->begin());
    return around->mid(begin, end - begin);
}

QString logFailureText(const QString &path, const LogFile::Failure &failure)
{
    switch (failure.kind) {
    case LogFile::Failure::Kind::TooNew:
        return words(QT_TRANSLATE_NOOP("tw::models::LogStore",
                                       "%1: the log was written by a newer version of the program (format %2). Use the "
                                       "newer program."))
            .arg(path, failure.text);
    case LogFile::Failure::Kind::TooOld:
        return words(QT_TRANSLATE_NOOP(
                         "tw::models::LogStore",
                         "%1: the log is in the format of an earlier version of the program (format %2). It "
                         "is taken over when an engine runs next."))
            .arg(path, failure.text);
    case LogFile::Failure::Kind::Damaged:
        return words(
                   QT_TRANSLATE_NOOP("tw::models::LogStore",
                                     "%1: the log is damaged (%2). When an engine runs next, it is put aside and a new "
                                     "one is begun."))
            .arg(path, failure.text);
    case LogFile::Failure::Kind::Failed: break;
    }
    return words(QT_TRANSLATE_NOOP("tw::models::LogStore", "%1: the log cannot be opened: %2")).arg(path, failure.text);
}

} // namespace tw::models
