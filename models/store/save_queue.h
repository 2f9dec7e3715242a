#pragma once

#include "models/store/database.h"

#include <QObject>
#include <QThread>

#include <functional>

namespace tw::models {

// What has to wait for the disk waits in a thread of its own, with a connection of its own to the database: one write
// after the other, in the order in which they were given, so that a crash finds some of the first ones done and none of
// the rest.
//
// Each change is planned on those before it. Where one fails, those behind it are refused with the same reason and
// without being tried, until whoever planned them has heard of it and says resume().
// Thread: all but what is given belongs to the one that made it.
class SaveQueue final : public QObject
{
    Q_OBJECT

public:
    using Work = std::function<StoreResult<void>(Database &)>; // runs in the queue's thread
    using Then = std::function<void(const StoreResult<void> &)>; // is called in the caller's

    // The database is opened with the first work that comes; the caller holds the WriterLock.
    SaveQueue(QString file, QList<Migration> schema);
    // Returns when all that was given is done. `then` of what was not answered yet is not called any more.
    ~SaveQueue() override;

    void change(Work work, Then then);
    // After a failure was heard of: what is given from here on was planned without it.
    void resume();
    // What is good to have done and fails nobody: tried whatever happened before, and not answered.
    void tidy(std::function<void()> work);

private:
    class Worker;

    QThread m_thread;
    Worker *m_worker;
};

} // namespace tw::models
