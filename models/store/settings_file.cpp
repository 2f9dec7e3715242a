#include "models/store/settings_file.h"

#include <QSettings>

#include <memory>
#include <utility>

namespace tw::models {

// Lives in the thread, whose event loop makes one write of changes that come together.
class SettingsFile::Writer final : public QObject
{
public:
    explicit Writer(QString path) : m_path(std::move(path)) { }

    void set(const QString &key, const QVariant &value)
    {
        if (!m_settings)
            m_settings = std::make_unique<QSettings>(m_path, QSettings::IniFormat);
        m_settings->setValue(key, value);
    }

private:
    QString m_path;
    std::unique_ptr<QSettings> m_settings;
};

SettingsFile::SettingsFile(QString path) : m_path(std::move(path))
{
    const QSettings file(m_path, QSettings::IniFormat);
    for (const QString &key : file.allKeys())
        m_values.insert(key, file.value(key));
}

SettingsFile::~SettingsFile()
{
    if (!m_writer)
        return;
    // Behind the last change.
    QMetaObject::invokeMethod(m_writer, [this] { m_thread.quit(); });
    m_thread.wait();
}

void SettingsFile::setValue(const QString &key, const QVariant &value)
{
    if (const auto known = m_values.constFind(key); known != m_values.cend() && *known == value)
        return;
    m_values.insert(key, value);
    if (!m_writer) {
        m_writer = new Writer(m_path);
        m_writer->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_writer, &QObject::deleteLater);
        m_thread.setObjectName(QStringLiteral("settings"));
        m_thread.start();
    }
    QMetaObject::invokeMethod(m_writer, [writer = m_writer, key, value] { writer->set(key, value); });
}

} // namespace tw::models
