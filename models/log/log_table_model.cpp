#include "models/log/log_table_model.h"

#include "models/live/status_text.h"
#include "models/log/event_text.h"
#include "models/log/log_store.h"

#include <algorithm>

namespace tw::models {

namespace {

// The end of a window that is still open: later than any fact.
constexpr std::chrono::days kOpenEnd{36'500};
// What is read of the end of a window that is followed: what is seen first, and where the live facts join.
constexpr int kEndRows = 2'000;

const auto kFullTime = QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz");

QString idOf(const LogRecord &record) { return QString::fromStdString(record.event.connection.value()); }

QString exchangeText(const api::Event &event)
{
    if (event.exchange == api::Exchange::None)
        return {};
    const std::string_view name = api::exchangeName(event.exchange);
    const auto exchange = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    return event.messageId ? exchange + QLatin1Char(' ') + QString::number(*event.messageId) : exchange;
}

} // namespace

LogSelection LogQuery::selection() const
{
    LogWindow span = window;
    if (isFollowing)
        span.to = window.from + kOpenEnd;
    return {connection, span, facets};
}

LogTableModel::LogTableModel(LogStore *store, LogReader *reader, QObject *parent, qint64 mostRows, qsizetype tail)
    : QAbstractTableModel(parent), m_reader(reader), m_mostRows(mostRows), m_mostTail(tail)
{
    if (store)
        connect(store, &LogStore::appended, this, &LogTableModel::onAppended);
    if (!reader)
        return;
    connect(reader, &LogReader::counted, this, &LogTableModel::onCounted);
    connect(reader, &LogReader::rowsRead, this, &LogTableModel::onRowsRead);
    connect(reader, &LogReader::failed, this, &LogTableModel::onFailed);
}

void LogTableModel::show(const LogQuery &query)
{
    clear();
    if (!m_reader)
        return;
    m_query = query;
    const LogSelection selection = query.selection();
    m_counting = m_reader->count(selection.connection, selection.window, selection.facets);
    setState(State::Loading);
}

void LogTableModel::clear()
{
    if (m_reader) {
        for (const qint64 request : m_blocks.requests() + QList<qint64>{m_counting, m_readingEnd})
            m_reader->cancel(request);
    }
    beginResetModel();
    m_query = {};
    m_first = 0;
    m_stored = 0;
    m_tail.clear();
    m_early.clear();
    m_blocks.clear();
    m_counting = 0;
    m_readingEnd = 0;
    endResetModel();
    m_trouble.clear();
    setState(State::Empty);
}

void LogTableModel::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

void LogTableModel::onCounted(qint64 request, qint64 lines)
{
    if (request != m_counting)
        return;
    m_counting = 0;
    if (m_query.isFollowing) {
        const LogSelection selection = m_query.selection();
        m_readingEnd = m_reader->read(selection.connection, selection.window, selection.facets,
                                      std::max<qint64>(0, lines - kEndRows), 2 * kEndRows);
        return;
    }
    beginResetModel();
    m_stored = lines;
    m_first = std::max<qint64>(0, lines - m_mostRows);
    endResetModel();
    setState(State::Ready);
}

void LogTableModel::onRowsRead(qint64 request, qint64 firstRow, const QList<LogRecord> &records)
{
    if (request == m_readingEnd) {
        // Faster than we read: what came meanwhile is read as well.
        if (records.size() == 2 * kEndRows) {
            const LogSelection selection = m_query.selection();
            m_readingEnd = m_reader->read(selection.connection, selection.window, selection.facets, firstRow + kEndRows,
                                          2 * kEndRows);
            return;
        }
        m_readingEnd = 0;
        takeTail(firstRow, records);
        return;
    }
    const auto block = m_blocks.answered(request);
    if (!block)
        return;
    m_blocks.put(*block, records, m_stored);
    const int first = std::max(0, rowOfStore(firstRow));
    const int last = std::min(rowCount(), rowOfStore(firstRow + LogBlocks::kRows)) - 1;
    if (last < first)
        return;
    Q_EMIT dataChanged(index(first, 0), index(last, kColumns - 1));
    Q_EMIT rowsLoaded(first, last);
}

void LogTableModel::onFailed(qint64 request, const QString &sentence)
{
    const bool isWindow = request == m_counting || request == m_readingEnd;
    if (!isWindow && !m_blocks.answered(request))
        return;
    m_trouble = sentence;
    setState(State::Failed);
}

// From here on the live facts follow, whether they are on the disk by now or not.
void LogTableModel::takeTail(qint64 firstRow, const QList<LogRecord> &records)
{
    beginResetModel();
    m_stored = firstRow;
    m_tail.assign(records.cbegin(), records.cend());
    const qint64 last = m_tail.empty() ? 0 : m_tail.back().sequence;
    for (const LogRecord &record : std::as_const(m_early)) {
        if (record.sequence > last)
            m_tail.push_back(record);
    }
    m_early.clear();
    m_first = std::max<qint64>(0, total() - m_mostRows);
    endResetModel();
    setState(State::Ready);
}

bool LogTableModel::isOurs(const LogRecord &record) const
{
    return record.at >= m_query.window.from && (!m_query.connection || idOf(record) == *m_query.connection)
        && m_query.facets.admits(record);
}

void LogTableModel::onAppended(const QList<LogRecord> &records)
{
    if (!m_query.isFollowing || m_state == State::Failed)
        return;
    QList<LogRecord> ours;
    const qint64 last = m_tail.empty() ? 0 : m_tail.back().sequence;
    std::ranges::copy_if(records, std::back_inserter(ours),
                         [&](const LogRecord &record) { return record.sequence > last && isOurs(record); });
    if (ours.isEmpty())
        return;
    if (m_state != State::Ready) {
        m_early += ours;
        if (m_early.size() > m_mostTail) // the store has them
            m_early.remove(0, m_early.size() - m_mostTail);
    } else {
        append(ours);
    }
}

// One batch is one insertion, and the oldest rows leave first, so the view keeps the user's selection and scroll
// position, and memory stays flat however long a tunnel stays up.
void LogTableModel::append(const QList<LogRecord> &ours)
{
    const int rows = rowCount();
    beginInsertRows({}, rows, rows + static_cast<int>(ours.size()) - 1);
    m_tail.insert(m_tail.end(), ours.cbegin(), ours.cend());
    endInsertRows();
    // What leaves the tail is on the disk by now, and is read from there when it comes into sight.
    while (static_cast<qsizetype>(m_tail.size()) > m_mostTail) {
        m_tail.pop_front();
        ++m_stored;
    }
    dropOldest();
}

void LogTableModel::dropOldest()
{
    const qint64 excess = total() - m_first - m_mostRows;
    // Not one by one: moving a million rows costs the view some milliseconds.
    if (excess <= m_mostRows / 50)
        return;
    beginRemoveRows({}, 0, static_cast<int>(excess) - 1);
    m_first += excess;
    endRemoveRows();
}

void LogTableModel::ask(qint64 block) const
{
    if (!m_reader || m_state != State::Ready || m_blocks.isAsked(block) || m_blocks.isUpToDate(block, m_stored))
        return;
    const LogSelection selection = m_query.selection();
    const auto request = m_reader->read(selection.connection, selection.window, selection.facets,
                                        block * LogBlocks::kRows, LogBlocks::kRows);
    if (const auto stale = m_blocks.ask(block, request))
        m_reader->cancel(*stale);
}

const LogRecord *LogTableModel::record(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    const qint64 stored = storeRow(row);
    if (stored >= m_stored)
        return &m_tail.at(static_cast<std::size_t>(stored - m_stored));
    const LogRecord *known = m_blocks.find(stored);
    if (!known)
        ask(LogBlocks::blockOf(stored));
    return known;
}

int LogTableModel::rowOf(qint64 sequence) const
{
    const auto live = std::ranges::lower_bound(m_tail, sequence, {}, &LogRecord::sequence);
    if (live != m_tail.end() && live->sequence == sequence)
        return rowOfStore(m_stored + (live - m_tail.begin()));
    const auto row = m_blocks.rowOf(sequence);
    return row && *row >= m_first ? rowOfStore(*row) : -1;
}

void LogTableModel::setNames(const QHash<QString, QString> &names)
{
    if (names == m_names)
        return;
    m_names = names;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Connection), index(rowCount() - 1, Connection), {Qt::DisplayRole});
}

QString LogTableModel::nameOf(const QString &connectionId) const
{
    return connectionId.isEmpty() ? tr("Engine") : m_names.value(connectionId, connectionId);
}

int LogTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(total() - m_first);
}

int LogTableModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant LogTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LogRecord *line = record(index.row());
    if (!line)
        return role == Qt::DisplayRole && index.column() == Message ? QVariant(QStringLiteral("…")) : QVariant();
    const api::Event &event = line->event;
    switch (role) {
    case SequenceRole: return line->sequence;
    case TimeRole: return line->utc();
    case LevelRole: return static_cast<int>(event.level);
    case PhaseRole: return static_cast<int>(event.phase);
    case DirectionRole: return static_cast<int>(event.direction);
    case CodeRole: return static_cast<int>(event.code);
    case ConnectionRole: return idOf(*line);
    case Qt::ToolTipRole:
        if (index.column() == Time)
            return tr("%1 (UTC %2)")
                .arg(line->utc().toLocalTime().toString(kFullTime), line->utc().toString(kFullTime));
        return index.column() == Message ? eventText(event) : QVariant();
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (index.column()) {
    case Time: return line->utc().toLocalTime().toString(QStringLiteral("HH:mm:ss.zzz"));
    case Level: return levelText(event.level);
    case Connection: return nameOf(idOf(*line));
    case Phase: return phaseText(event.phase);
    case Exchange: return exchangeText(event);
    case Direction: return directionText(event.direction);
    case Message: return eventText(event);
    default: return {};
    }
}

QVariant LogTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Time: return tr("Time");
    case Level: return tr("Level");
    case Connection: return tr("Connection");
    case Phase: return tr("Phase");
    case Exchange: return tr("Exchange");
    case Direction: return tr("Direction");
    case Message: return tr("Message");
    default: return {};
    }
}

void LogTableModel::retranslate()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Level), index(rowCount() - 1, Message), {Qt::DisplayRole, Qt::ToolTipRole});
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
}

} // namespace tw::models
