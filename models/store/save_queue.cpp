#include "models/store/save_queue.h"

#include <optional>
#include <utility>

namespace tw::models {

// Lives in the queue's thread, and its database with it.
class SaveQueue::Worker final : public QObject
{
public:
    Worker(QString file, QList<Migration> schema) : m_file(std::move(file)), m_schema(std::move(schema)) { }

    StoreResult<void> run(const Work &work)
    {
        if (m_failure)
            return std::unexpected(*m_failure);
        StoreResult<void> done = open();
        if (done)
            done = work(*m_database);
        if (!done)
            m_failure = done.error();
        return done;
    }
    void resume() { m_failure.reset(); }

private:
    StoreResult<void> open()
    {
        if (m_database)
            return {};
        auto opened = Database::open(m_file, m_schema, Database::Access::Write);
        if (!opened)
            return std::unexpected(opened.error());
        m_database = std::move(*opened);
        return {};
    }

    QString m_file;
    QList<Migration> m_schema;
    std::unique_ptr<Database> m_database;
    std::optional<StoreError> m_failure;
};

SaveQueue::SaveQueue(QString file, QList<Migration> schema) : m_worker(new Worker(std::move(file), std::move(schema)))
{
    m_worker->moveToThread(&m_thread);
    // Its database belongs to the thread and closes there.
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("save"));
    m_thread.start();
}

SaveQueue::~SaveQueue()
{
    // Behind all that was given before: quit() alone would leave it undone.
    QMetaObject::invokeMethod(m_worker, [this] { m_thread.quit(); });
    m_thread.wait();
}

void SaveQueue::change(Work work, Then then)
{
    QMetaObject::invokeMethod(m_worker, [this, work = std::move(work), then = std::move(then)] {
        QMetaObject::invokeMethod(this, [then, done = m_worker->run(work)] { then(done); });
    });
}

void SaveQueue::resume()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->resume(); });
}

void SaveQueue::tidy(std::function<void()> work) { QMetaObject::invokeMethod(m_worker, std::move(work)); }

} // namespace tw::models
