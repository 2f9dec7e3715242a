#pragma once

#include <QByteArray>
#include <QObject>
#include <QSettings>
#include <QString>

namespace tw::models {

// What the console remembers of its user, typed and with defaults. A file that cannot be read or written costs the
// memory, never the program.
class Settings final : public QObject
{
    Q_OBJECT

public:
    explicit Settings(const QString &file, QObject *parent = nullptr);

    QString language() const; // "en", "zh_CN"; empty: the desktop's
    void setLanguage(const QString &language);
    QString theme() const; // "system" (default), "light", "dark"
    void setTheme(const QString &theme);
    QString region() const; // the last choice; default cn-hangzhou
    void setRegion(const QString &regionId);

    // Opaque states of windows, splitters and headers, by a stable name ("main_window", "connections_header"). A state
    // of another layout version is not given back.
    QByteArray windowState(const QString &name, int version) const;
    void setWindowState(const QString &name, int version, const QByteArray &state);

Q_SIGNALS:
    void languageChanged(const QString &language);
    void themeChanged(const QString &theme);

private:
    QSettings m_settings;
};

} // namespace tw::models
