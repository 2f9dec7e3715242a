#include "models/log/log_reader.h"

#include "models/log/log_reader_worker.h"

#include <optional>
#include <utility>

namespace tw::models {

LogReader::LogReader(const QString &path, QObject *parent) : QObject(parent), m_worker(new LogReaderWorker(path))
{
    m_worker->moveToThread(&m_thread);
    // Its file belongs to the thread and closes there.
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("log reader"));
    m_thread.start();
}

LogReader::~LogReader()
{
    cancelAll();
    m_thread.quit();
    m_thread.wait();
}

LogReader::Request LogReader::post(Work work)
{
    const Request request = ++m_last;
    const auto cancelled = std::make_shared<std::atomic_bool>(false);
    m_open.insert(request, cancelled);
    QMetaObject::invokeMethod(m_worker, [this, request, cancelled, work = std::move(work), worker = m_worker] {
        const auto stop = [&cancelled] { return cancelled->load(std::memory_order_relaxed); };
        if (stop())
            return;
        auto result = work(*worker, stop);
        if (!result) {
            worker->close();
            result = [text = logFailureText(worker->path(), result.error())](LogReader &reader, Request id) {
                Q_EMIT reader.failed(id, text);
            };
        }
        // The reader outlives its thread.
        QMetaObject::invokeMethod(this,
                                  [this, request, answer = std::move(*result)] { this->answer(request, answer); });
    });
    return request;
}

void LogReader::answer(Request request, const Answer &answer)
{
    if (m_open.remove(request))
        answer(*this, request);
}

void LogReader::cancel(Request request)
{
    if (const auto cancelled = m_open.take(request))
        cancelled->store(true, std::memory_order_relaxed);
}

void LogReader::cancelAll()
{
    for (const Cancelled &cancelled : std::as_const(m_open))
        cancelled->store(true, std::memory_order_relaxed);
    m_open.clear();
}

LogReader::Request LogReader::count(const std::optional<QString> &connectionId, const LogWindow &window,
                                    const LogFacets &facets)
{
    return post([selection = LogSelection{connectionId, window, facets}](LogReaderWorker &worker,
                                                                         const auto &stop) -> LogFile::Result<Answer> {
        const auto file = worker.file();
        if (!file)
            return std::unexpected(file.error());
        const auto lines = *file ? worker.pager(selection).count(**file, stop) : LogFile::Result<qint64>(0);
        if (!lines)
            return std::unexpected(lines.error());
        return [lines = *lines](LogReader &reader, Request id) { Q_EMIT reader.counted(id, lines); };
    });
}

LogReader::Request LogReader::read(const std::optional<QString> &connectionId, const LogWindow &window,
                                   const LogFacets &facets, qint64 firstRow, int rowCount)
{
    return post([selection = LogSelection{connectionId, window, facets}, firstRow,
                 rowCount](LogReaderWorker &worker, const auto &stop) -> LogFile::Result<Answer> {
        const auto file = worker.file();
        if (!file)
            return std::unexpected(file.error());
        auto records = *file ? worker.pager(selection).read(**file, firstRow, rowCount, stop)
                             : LogFile::Result<QList<LogRecord>>();
        worker.walkAhead();
        if (!records)
            return std::unexpected(records.error());
        return [firstRow, records = std::move(*records)](LogReader &reader, Request id) {
            Q_EMIT reader.rowsRead(id, firstRow, records);
        };
    });
}

namespace {

auto histogramWork(const std::optional<QString> &connectionId, UtcTime from, UtcTime to, LogBinWidth width)
{
    return [=](LogReaderWorker &worker,
               const auto &) -> LogFile::Result<std::function<void(LogReader &, LogReader::Request)>> {
        const auto file = worker.file();
        if (!file)
            return std::unexpected(file.error());
        auto bins = *file ? (*file)->histogram(connectionId, from, to, width)
                          : LogFile::Result<QList<LogBin>>(LogFile::emptyHistogram(from, to, width));
        if (!bins)
            return std::unexpected(bins.error());
        return [bins = std::move(*bins)](LogReader &reader, LogReader::Request id) {
            Q_EMIT reader.histogramRead(id, bins);
        };
    };
}

} // namespace

LogReader::Request LogReader::histogram(const QString &connectionId, UtcTime from, UtcTime to, LogBinWidth width)
{
    return post(histogramWork(connectionId, from, to, width));
}

LogReader::Request LogReader::histogramOfAll(UtcTime from, UtcTime to, LogBinWidth width)
{
    return post(histogramWork(std::nullopt, from, to, width));
}

LogReader::Request LogReader::facts(const QList<qint64> &sequences)
{
    return post([sequences](LogReaderWorker &worker, const auto &) -> LogFile::Result<Answer> {
        const auto file = worker.file();
        if (!file)
            return std::unexpected(file.error());
        auto records = *file ? (*file)->withSequences(sequences) : LogFile::Result<QList<LogRecord>>();
        if (!records)
            return std::unexpected(records.error());
        return [records = std::move(*records)](LogReader &reader, Request id) { Q_EMIT reader.factsRead(id, records); };
    });
}

LogReader::Request LogReader::negotiation(const QString &connectionId, qint64 sequence)
{
    return post([connectionId, sequence](LogReaderWorker &worker, const auto &) -> LogFile::Result<Answer> {
        const auto file = worker.file();
        if (!file)
            return std::unexpected(file.error());
        auto records = *file ? worker.negotiation(**file, connectionId, sequence) : LogFile::Result<QList<LogRecord>>();
        if (!records)
            return std::unexpected(records.error());
        return [records = std::move(*records)](LogReader &reader, Request id) { Q_EMIT reader.factsRead(id, records); };
    });
}

LogReader::Request LogReader::exportTo(const QString &fileName, LogFormat format, const LogNames &names,
                                       const LogSelection &selection)
{
    return post([=](LogReaderWorker &worker, const auto &stop) -> LogFile::Result<Answer> {
        const auto file = worker.file();
        if (!file)
            return std::unexpected(file.error());
        const auto done = exportLogTo(*file, selection, names, format, fileName, stop);
        if (!done)
            return std::unexpected(done.error());
        if (!done->trouble.isEmpty()) {
            return [text = QStringLiteral("%1: %2").arg(fileName, done->trouble)](LogReader &reader, Request id) {
                Q_EMIT reader.failed(id, text);
            };
        }
        return [lines = done->lines](LogReader &reader, Request id) { Q_EMIT reader.exported(id, lines); };
    });
}

} // namespace tw::models
