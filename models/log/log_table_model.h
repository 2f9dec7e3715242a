#pragma once

#include "models/log/log_blocks.h"
#include "models/log/log_reader.h"

#include <QAbstractTableModel>
#include <QHash>

#include <deque>

namespace tw::models {

class LogStore;

// Which lines a table shows.
struct LogQuery
{
    std::optional<QString> connection; // id; empty: the engine's own facts; nothing: of all connections
    LogWindow window; // where it follows only its beginning counts
    LogFacets facets = {};
    bool isFollowing = false;

    LogSelection selection() const;
    friend bool operator==(const LogQuery &, const LogQuery &) = default;
};

// The lines of a window, and the live tail where the window is open at its end. Rows are read by blocks when they come
// into sight, in the reader's thread; a row that is not there yet says so. New facts change it by batches. Memory is
// bounded: the blocks looked at last, the newest facts, and never more than kMostRows rows.
class LogTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Level, Connection, Phase, Exchange, Direction, Message, kColumns };
    enum Role {
        SequenceRole = Qt::UserRole, // qlonglong; 0 while the row is being read
        TimeRole, // QDateTime in UTC
        LevelRole, // int, api::Level
        PhaseRole, // int, api::Phase
        DirectionRole, // int, api::Direction
        CodeRole, // int, api::EventCode
        ConnectionRole, // QString, id
    };
    enum class State { Empty, Loading, Ready, Failed };

    static constexpr qint64 kMostRows = 1'000'000;
    static constexpr qsizetype kTail = 20'000; // facts that came live and are held in memory

    // Both may be nullptr and must outlive the model.
    explicit LogTableModel(LogStore *store, LogReader *reader, QObject *parent = nullptr, qint64 mostRows = kMostRows,
                           qsizetype tail = kTail);

    void show(const LogQuery &query);
    void clear();

    const LogQuery &query() const { return m_query; }
    bool isFollowing() const { return m_query.isFollowing; }
    State state() const { return m_state; }
    const QString &trouble() const { return m_trouble; } // of Failed: a sentence
    qint64 hiddenRows() const { return m_first; } // older ones, beyond kMostRows
    // nullptr while the row is being read, which this begins.
    const LogRecord *record(int row) const;
    int rowOf(qint64 sequence) const; // among the rows in memory; -1: not there
    // Rows as the store numbers them, which does not change while older rows leave.
    qint64 storeRow(int row) const { return m_first + row; }
    int rowOfStore(qint64 storeRow) const { return static_cast<int>(storeRow - m_first); }

    // How a connection is called in the column of connections.
    void setNames(const QHash<QString, QString> &names);
    QString nameOf(const QString &connectionId) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    // Wordings are made on display: after a change of language the view has only to ask again.
    void retranslate();

Q_SIGNALS:
    void stateChanged();
    void rowsLoaded(int first, int last); // what was asked for is there

private:
    void onAppended(const QList<LogRecord> &records);
    void onCounted(qint64 request, qint64 lines);
    void onRowsRead(qint64 request, qint64 firstRow, const QList<LogRecord> &records);
    void onFailed(qint64 request, const QString &sentence);
    void takeTail(qint64 firstRow, const QList<LogRecord> &records);
    void append(const QList<LogRecord> &ours);
    void dropOldest();
    bool isOurs(const LogRecord &record) const;
    void setState(State state);
    void ask(qint64 block) const;
    qint64 total() const { return m_stored + static_cast<qint64>(m_tail.size()); }

    LogReader *m_reader;
    qint64 m_mostRows;
    qsizetype m_mostTail;
    LogQuery m_query;
    State m_state = State::Empty;
    QString m_trouble;
    QHash<QString, QString> m_names;

    qint64 m_first = 0; // rows of the store before the first one that is shown
    qint64 m_stored = 0; // rows that are read from the store; those of m_tail follow
    std::deque<LogRecord> m_tail;
    QList<LogRecord> m_early; // came while the window was being counted
    qint64 m_counting = 0; // requests
    qint64 m_readingEnd = 0;
    mutable LogBlocks m_blocks;
};

} // namespace tw::models
