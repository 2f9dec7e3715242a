#pragma once

#include "models/store/settings_file.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>

#include <chrono>

namespace tw::models {

// What the console remembers of its user, typed and with defaults. A file that cannot be read or written costs the
// memory, never the program; a slow disk costs nobody's time.
class Settings final : public QObject
{
    Q_OBJECT

public:
    // What the tray tells of.
    enum class Notification { Up, Down, Failed, Certificate };
    // What closing the window means where there is a tray.
    enum class Closing { Ask, KeepRunning, Quit };
    static constexpr std::chrono::days kShortestLog{1};
    static constexpr std::chrono::days kLongestLog{180};

    explicit Settings(const QString &file, QObject *parent = nullptr);

    // A file that is no settings file is put aside as "*.damaged", so that the next one to open it begins anew. Gives the
    // sentence for the user; empty where all is well. To be called before the file is opened.
    static QString putDamagedAside(const QString &file);

    QString language() const; // "en", "zh_CN"; empty: the desktop's
    void setLanguage(const QString &language);
    QString theme() const; // "system" (default), "light", "dark"
    void setTheme(const QString &theme);
    QString region() const; // the last choice; default cn-hangzhou
    void setRegion(const QString &regionId);

    std::chrono::days logKept() const; // default: LogWindow::kKept
    void setLogKept(std::chrono::days kept);
    bool startsEngine() const; // with the program; default true
    void setStartsEngine(bool starts);
    bool opensLastPage() const; // default true; else the connections
    void setOpensLastPage(bool opens);
    bool asksBeforeQuit() const; // where tunnels are up; default true
    void setAsksBeforeQuit(bool asks);
    Closing closing() const; // default: Ask
    void setClosing(Closing closing);
    bool notifies(Notification kind) const; // default true
    void setNotifies(Notification kind, bool notifies);
    // The way to a first tunnel, on the overview; default true, until it was gone or is not wanted.
    bool showsFirstSteps() const;
    void setShowsFirstSteps(bool shows);
    // Actions and objects that were chosen lately, the newest first.
    QStringList recentChoices() const;
    void setRecentChoices(const QStringList &choices);

    // Files that were opened lately, the newest first: their paths, and nothing of what they hold.
    static constexpr qsizetype kMostRecentFiles = 10;
    QStringList recentFiles() const;
    void rememberFile(const QString &path);
    void forgetFile(const QString &path);
    void forgetRecentFiles();

    // Opaque states of windows, splitters and headers, by a stable name ("main_window", "connections_header"). A state
    // of another layout version is not given back.
    QByteArray windowState(const QString &name, int version) const;
    void setWindowState(const QString &name, int version, const QByteArray &state);

Q_SIGNALS:
    void languageChanged(const QString &language);
    void themeChanged(const QString &theme);
    void logKeptChanged(std::chrono::days kept);
    void recentFilesChanged();

private:
    void setRecentFiles(const QStringList &paths);

    SettingsFile m_settings;
};

} // namespace tw::models
