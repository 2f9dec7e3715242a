#include "ui/log/log_exporter.h"

#include <QDir>
#include <QFileDialog>
#include <QLocale>
#include <QStandardPaths>
#include <QWidget>

namespace tw::ui {

namespace {

using models::LogFormat;

QString suffixOf(LogFormat format)
{
    switch (format) {
    case LogFormat::Csv: return QStringLiteral("csv");
    case LogFormat::JsonLines: return QStringLiteral("jsonl");
    case LogFormat::Text: break;
    }
    return QStringLiteral("log");
}

} // namespace

LogExporter::LogExporter(models::LogReader *reader, QWidget *parent)
    : QObject(parent), m_reader(reader), m_window(parent)
{
    if (!reader)
        return;
    connect(reader, &models::LogReader::exported, this, [this](qint64 request, qint64 lines) {
        if (request != m_request)
            return;
        m_request = 0;
        Q_EMIT done(tr("%n line(s) written to %1.", nullptr, static_cast<int>(lines)).arg(m_file));
    });
    connect(reader, &models::LogReader::failed, this, [this](qint64 request, const QString &sentence) {
        if (request != m_request)
            return;
        m_request = 0;
        Q_EMIT failed(tr("The log was not exported. %1").arg(sentence));
    });
}

void LogExporter::ask(LogFormat format, const models::LogSelection &selection, const models::LogNames &names,
                      const QString &name)
{
    const QString suffix = suffixOf(format);
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString proposal = QDir(folder).filePath(name + u'.' + suffix);
    const QString file =
        QFileDialog::getSaveFileName(m_window, tr("Export the log"), proposal, QStringLiteral("*.%1").arg(suffix));
    if (!file.isEmpty())
        write(file, format, selection, names);
}

void LogExporter::write(const QString &file, LogFormat format, const models::LogSelection &selection,
                        const models::LogNames &names)
{
    if (!m_reader || isWriting())
        return;
    m_file = file;
    m_request = m_reader->exportTo(file, format, names, selection);
}

} // namespace tw::ui
