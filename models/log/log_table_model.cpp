#include "models/log/log_table_model.h"

#include "models/live/status_text.h"
#include "models/log/event_text.h"
#include "models/log/log_store.h"

#include <algorithm>

namespace tw::models {

namespace {

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

LogTableModel::LogTableModel(LogStore *store, QObject *parent, qsizetype capacity)
    : QAbstractTableModel(parent), m_store(store), m_capacity(std::max<qsizetype>(1, capacity))
{
    if (store)
        connect(store, &LogStore::appended, this, [this](const QList<LogRecord> &records) {
            if (m_following)
                append(records);
        });
}

void LogTableModel::showWindow(const QString &connectionId, const LogWindow &window)
{
    m_following = false;
    load(connectionId, window);
}

void LogTableModel::follow(const QString &connectionId)
{
    m_following = true;
    if (!m_store)
        return;
    // The end is open: a fact of this very millisecond belongs to the window too.
    const UtcTime now = m_store->now();
    load(connectionId, {now - LogWindow::kLongest, now + std::chrono::milliseconds(1)});
}

void LogTableModel::clear()
{
    m_following = false;
    beginResetModel();
    m_connection.clear();
    m_records.clear();
    endResetModel();
}

void LogTableModel::load(const QString &connectionId, const LogWindow &window)
{
    if (!m_store)
        return;
    const QList<LogRecord> records = m_store->window(connectionId, window, static_cast<int>(m_capacity));
    beginResetModel();
    m_connection = connectionId;
    m_records.assign(records.cbegin(), records.cend());
    endResetModel();
}

// One batch is one insertion, and the oldest rows leave first, so the view keeps the user's selection and scroll
// position, and memory stays flat however long a tunnel stays up.
void LogTableModel::append(const QList<LogRecord> &batch)
{
    QList<LogRecord> ours;
    const qint64 last = m_records.empty() ? 0 : m_records.back().sequence;
    for (const LogRecord &record : batch) {
        if (record.sequence > last && idOf(record) == m_connection)
            ours.append(record);
    }
    if (ours.size() > m_capacity)
        ours.remove(0, ours.size() - m_capacity);
    if (ours.isEmpty())
        return;
    if (const qsizetype excess = rowCount() + ours.size() - m_capacity; excess > 0) {
        beginRemoveRows({}, 0, static_cast<int>(excess) - 1);
        m_records.erase(m_records.begin(), m_records.begin() + excess);
        endRemoveRows();
    }
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(ours.size()) - 1);
    m_records.insert(m_records.end(), ours.cbegin(), ours.cend());
    endInsertRows();
}

int LogTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

int LogTableModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant LogTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LogRecord &line = record(index.row());
    const api::Event &event = line.event;
    switch (role) {
    case SequenceRole: return line.sequence;
    case TimeRole: return line.utc();
    case LevelRole: return static_cast<int>(event.level);
    case PhaseRole: return static_cast<int>(event.phase);
    case DirectionRole: return static_cast<int>(event.direction);
    case CodeRole: return static_cast<int>(event.code);
    case DetailsRole: return eventDetails(event);
    case ConnectionRole: return idOf(line);
    case Qt::ToolTipRole:
        if (index.column() == Time)
            return line.utc().toString(Qt::ISODateWithMs);
        return index.column() == Message ? eventText(event) : QVariant();
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (index.column()) {
    case Time: return line.utc().toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
    case Level: return levelText(event.level);
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
    case Phase: return tr("Phase");
    case Exchange: return tr("Exchange");
    case Direction: return tr("Direction");
    case Message: return tr("Message");
    default: return {};
    }
}

void LogTableModel::retranslate()
{
    if (!m_records.empty())
        Q_EMIT dataChanged(index(0, Level), index(rowCount() - 1, Message), {Qt::DisplayRole, Qt::ToolTipRole});
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
}

} // namespace tw::models
