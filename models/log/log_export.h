#pragma once

#include "models/log/log_file.h"
#include "models/log/log_record.h"

#include <QHash>
#include <QString>

#include <functional>
#include <optional>

class QIODevice;

namespace tw::models {

enum class LogFormat {
    Text, // a line as the command line prints it, much as charon writes
    Csv, // RFC 4180, with a line of names
    JsonLines, // an object a line
};

std::optional<LogFormat> parseLogFormat(const QString &word); // "text", "csv", "jsonl"

// How connections are called: one, or each by its id. What has no name goes by nothing, the engine itself among it.
class LogNames
{
public:
    LogNames(QString name) : m_one(std::move(name)) { }
    LogNames(QHash<QString, QString> names) : m_names(std::move(names)) { }

    QString nameOf(const LogRecord &record) const
    {
        return m_names.value(QString::fromStdString(record.event.connection.value()), m_one);
    }

private:
    QString m_one;
    QHash<QString, QString> m_names;
};

// Writes facts to a device, block after block, and keeps none of them.
class LogExport
{
public:
    // Writes the format's head, where it has one.
    LogExport(QIODevice &device, LogFormat format, LogNames names);

    // False where the device did not take it; its errorString() says why.
    bool write(const QList<LogRecord> &records);
    qint64 lines() const { return m_lines; }

private:
    QByteArray lineOf(const LogRecord &record) const;

    QIODevice &m_device;
    LogFormat m_format;
    LogNames m_names;
    qint64 m_lines = 0;
    bool m_isFine = true;
};

struct LogExported
{
    qint64 lines = 0;
    QString trouble = {}; // of the device or the file that is written; the log itself was fine
};
// All lines of a selection, in order. `stop` is asked between blocks.
LogFile::Result<LogExported> exportLog(LogFile &file, const LogSelection &selection, const LogNames &names,
                                       LogFormat format, QIODevice &device, const std::function<bool()> &stop = {});

// The same into a file of mode 0600, which appears when all of it is written. No log: no lines.
LogFile::Result<LogExported> exportLogTo(LogFile *file, const LogSelection &selection, const LogNames &names,
                                         LogFormat format, const QString &fileName,
                                         const std::function<bool()> &stop = {});

// A cell of CSV: quoted where it must be, and never one that a spreadsheet takes for a formula.
QString csvCell(const QString &text);

} // namespace tw::models
