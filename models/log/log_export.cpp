#include "models/log/log_export.h"

#include "models/log/event_text.h"
#include "models/log/log_line.h"
#include "models/log/printable_text.h"

#include <QIODevice>
#include <QJsonDocument>
#include <QSaveFile>
#include <QStringList>

namespace tw::models {

namespace {

constexpr int kBlock = 4096; // facts in memory at a time

QString text(std::string_view view) { return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())); }

// RFC 4180, 2.1.
QByteArray csvLine(const QStringList &cells)
{
    QStringList quoted;
    for (const QString &cell : cells)
        quoted << csvCell(cell);
    return quoted.join(u',').toUtf8() + "\r\n";
}

QStringList csvNames()
{
    return {QStringLiteral("Time"),      QStringLiteral("Sequence"),
            QStringLiteral("Name"),      QStringLiteral("VpnConnectionId"),
            QStringLiteral("Level"),     QStringLiteral("Phase"),
            QStringLiteral("Exchange"),  QStringLiteral("MessageId"),
            QStringLiteral("Direction"), QStringLiteral("Code"),
            QStringLiteral("Text"),      QStringLiteral("Details")};
}

QStringList csvCells(const LogRecord &record, const QString &name)
{
    const api::Event &event = record.event;
    return {record.utc().toString(Qt::ISODateWithMs),
            QString::number(record.sequence),
            name,
            text(event.connection.value()),
            text(api::levelName(event.level)),
            text(api::phaseName(event.phase)),
            text(api::exchangeName(event.exchange)),
            event.messageId ? QString::number(*event.messageId) : QString(),
            text(api::directionName(event.direction)),
            text(api::eventName(event.code)),
            eventText(event),
            eventDetails(event)};
}

} // namespace

std::optional<LogFormat> parseLogFormat(const QString &word)
{
    if (word == QLatin1String("text"))
        return LogFormat::Text;
    if (word == QLatin1String("csv"))
        return LogFormat::Csv;
    if (word == QLatin1String("jsonl"))
        return LogFormat::JsonLines;
    return std::nullopt;
}

QString csvCell(const QString &text)
{
    // https://owasp.org/www-community/attacks/CSV_Injection: what a spreadsheet would run becomes text by the apostrophe.
    constexpr QStringView kFormulas = u"=+-@\t\r\n";
    QString cell = !text.isEmpty() && kFormulas.contains(text.front()) ? QLatin1Char('\'') + text : text;
    const bool needsQuotes = cell.contains(u',') || cell.contains(u'"') || cell.contains(u'\n') || cell.contains(u'\r');
    if (!needsQuotes)
        return cell;
    cell.replace(QStringLiteral("\""), QStringLiteral("\"\""));
    return QLatin1Char('"') + cell + QLatin1Char('"');
}

LogExport::LogExport(QIODevice &device, LogFormat format, LogNames names)
    : m_device(device), m_format(format), m_names(std::move(names))
{
    if (m_format == LogFormat::Csv) {
        const QByteArray head = csvLine(csvNames());
        m_isFine = m_device.write(head) == head.size();
    }
}

QByteArray LogExport::lineOf(const LogRecord &record) const
{
    const QString name = m_names.nameOf(record);
    switch (m_format) {
    case LogFormat::Text: return printableText(logLine(record, name)).toUtf8() + '\n';
    case LogFormat::Csv: return csvLine(csvCells(record, name));
    case LogFormat::JsonLines: return QJsonDocument(logJson(record, name)).toJson(QJsonDocument::Compact) + '\n';
    }
    return {};
}

bool LogExport::write(const QList<LogRecord> &records)
{
    for (const LogRecord &record : records) {
        if (!m_isFine)
            return false;
        const QByteArray line = lineOf(record);
        m_isFine = m_device.write(line) == line.size();
        if (m_isFine)
            ++m_lines;
    }
    return m_isFine;
}

LogFile::Result<LogExported> exportLog(LogFile &file, const LogSelection &selection, const LogNames &names,
                                       LogFormat format, QIODevice &device, const std::function<bool()> &stop)
{
    LogExport lines(device, format, names);
    bool isFine = lines.write({}); // the head
    for (LogFile::Place place = LogFile::begin(selection); isFine;) {
        const auto block = file.linesBehind(selection, place, 0, kBlock);
        if (!block)
            return std::unexpected(block.error());
        isFine = lines.write(*block);
        if (block->size() < kBlock || (stop && stop()))
            break;
        place = {block->last().at, block->last().sequence};
    }
    return LogExported{lines.lines(), isFine ? QString() : device.errorString()};
}

LogFile::Result<LogExported> exportLogTo(LogFile *file, const LogSelection &selection, const LogNames &names,
                                         LogFormat format, const QString &fileName, const std::function<bool()> &stop)
{
    QSaveFile output(fileName);
    if (!output.open(QIODevice::WriteOnly))
        return LogExported{0, output.errorString()};
    // Before a line is in it.
    output.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    LogFile::Result<LogExported> done;
    if (file)
        done = exportLog(*file, selection, names, format, output, stop);
    else
        LogExport(output, format, names);
    if (!done || !done->trouble.isEmpty() || (stop && stop())) {
        output.cancelWriting();
        return done;
    }
    if (!output.commit())
        done->trouble = output.errorString();
    return done;
}

} // namespace tw::models
