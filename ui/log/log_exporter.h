#pragma once

#include "models/log/log_reader.h"

#include <QObject>

class QWidget;

namespace tw::ui {

// Writes the lines that are shown into a file that the user chooses. The page goes on meanwhile; what came of it is said
// in a sentence.
class LogExporter final : public QObject
{
    Q_OBJECT

public:
    // `reader` may be nullptr: nothing can be written then. `parent` is what the file dialog belongs to.
    LogExporter(models::LogReader *reader, QWidget *parent);

    // Asks for the file. `name` is what the file is proposed to be called by.
    void ask(models::LogFormat format, const models::LogSelection &selection, const models::LogNames &names,
             const QString &name);
    void write(const QString &file, models::LogFormat format, const models::LogSelection &selection,
               const models::LogNames &names);
    bool isWriting() const { return m_request != 0; }

Q_SIGNALS:
    void done(const QString &sentence);
    void failed(const QString &sentence);

private:
    models::LogReader *m_reader;
    QWidget *m_window;
    qint64 m_request = 0;
    QString m_file;
};

} // namespace tw::ui
