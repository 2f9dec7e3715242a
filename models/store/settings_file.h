#pragma once

#include <QHash>
#include <QString>
#include <QThread>
#include <QVariant>

namespace tw::models {

// An INI file that is read once and written behind its owner's back: QSettings waits for the disk in the thread that
// changes it. What was set last is on the disk when the file goes.
class SettingsFile final
{
public:
    explicit SettingsFile(QString path);
    ~SettingsFile();
    SettingsFile(const SettingsFile &) = delete;
    SettingsFile &operator=(const SettingsFile &) = delete;

    QVariant value(const QString &key, const QVariant &absent = {}) const { return m_values.value(key, absent); }
    void setValue(const QString &key, const QVariant &value);

private:
    class Writer;

    QString m_path;
    QHash<QString, QVariant> m_values;
    QThread m_thread; // runs from the first change on
    Writer *m_writer = nullptr;
};

} // namespace tw::models
