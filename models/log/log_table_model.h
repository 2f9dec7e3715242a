#pragma once

#include "models/log/log_record.h"
#include "models/log/log_window.h"

#include <QAbstractTableModel>

#include <deque>

namespace tw::models {

class LogStore;

// One window of one connection's log, and the live tail where the window is open at its end. It changes by batches, and
// its memory is bounded however long a tunnel stays up.
class LogTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Level, Phase, Exchange, Direction, Message, kColumns };
    enum Role {
        SequenceRole = Qt::UserRole, // qlonglong
        TimeRole, // QDateTime in UTC
        LevelRole, // int, api::Level
        PhaseRole, // int, api::Phase
        DirectionRole, // int, api::Direction
        CodeRole, // int, api::EventCode
        DetailsRole, // QString: the details of the fact, one "Key: value" a line
        ConnectionRole, // QString, id
    };

    static constexpr qsizetype kCapacity = 50'000; // rows

    // `store` may be nullptr and must outlive the model.
    explicit LogTableModel(LogStore *store, QObject *parent = nullptr, qsizetype capacity = kCapacity);

    // Exactly this window; the tail is not followed.
    void showWindow(const QString &connectionId, const LogWindow &window);
    // The last ten minutes, and every new fact as it happens.
    void follow(const QString &connectionId);
    void clear();

    bool isFollowing() const { return m_following; }
    QString connection() const { return m_connection; }
    const LogRecord &record(int row) const { return m_records.at(static_cast<std::size_t>(row)); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    // Wordings are made on display: after a change of language the view has only to ask again.
    void retranslate();

private:
    void load(const QString &connectionId, const LogWindow &window);
    void append(const QList<LogRecord> &batch);

    LogStore *m_store;
    qsizetype m_capacity;
    QString m_connection;
    bool m_following = false;
    std::deque<LogRecord> m_records;
};

} // namespace tw::models
