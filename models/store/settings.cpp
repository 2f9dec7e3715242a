#include "models/store/settings.h"

#include "models/log/log_window.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QStringList>

#include <algorithm>

namespace tw::models {

namespace {

const QStringList &themes()
{
    static const QStringList names{QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")};
    return names;
}

QString versionKey(const QString &name) { return QStringLiteral("windows/%1_version").arg(name); }
QString stateKey(const QString &name) { return QStringLiteral("windows/%1_state").arg(name); }

const auto kLogDays = QStringLiteral("log_days");
const auto kStartsEngine = QStringLiteral("start_engine");
const auto kOpensLastPage = QStringLiteral("open_last_page");
const auto kAsksBeforeQuit = QStringLiteral("ask_before_quit");
const auto kClosing = QStringLiteral("closing");
const auto kFirstSteps = QStringLiteral("first_steps");
const auto kRecentChoices = QStringLiteral("recent_choices");
const auto kRecentFiles = QStringLiteral("recent_files");
const auto kRecentFilesVersion = QStringLiteral("recent_files_version");
constexpr int kRecentFilesLayout = 1; // absolute paths, the newest first

// In the order of Closing.
const QStringList &closings()
{
    static const QStringList words{QStringLiteral("ask"), QStringLiteral("keep"), QStringLiteral("quit")};
    return words;
}

QString notificationKey(Settings::Notification kind)
{
    switch (kind) {
    case Settings::Notification::Up: return QStringLiteral("notify/up");
    case Settings::Notification::Down: return QStringLiteral("notify/down");
    case Settings::Notification::Failed: return QStringLiteral("notify/failed");
    case Settings::Notification::Certificate: return QStringLiteral("notify/certificate");
    }
    return {};
}

} // namespace

Settings::Settings(const QString &file, QObject *parent) : QObject(parent), m_settings(file) { }

QString Settings::language() const { return m_settings.value(QStringLiteral("language")).toString(); }

void Settings::setLanguage(const QString &newLanguage)
{
    if (newLanguage == language())
        return;
    m_settings.setValue(QStringLiteral("language"), newLanguage);
    Q_EMIT languageChanged(newLanguage);
}

QString Settings::theme() const
{
    const QString theme = m_settings.value(QStringLiteral("theme")).toString();
    return themes().contains(theme) ? theme : themes().first();
}

void Settings::setTheme(const QString &newTheme)
{
    if (newTheme == theme() || !themes().contains(newTheme))
        return;
    m_settings.setValue(QStringLiteral("theme"), newTheme);
    Q_EMIT themeChanged(newTheme);
}

QString Settings::region() const
{
    return m_settings.value(QStringLiteral("region"), QStringLiteral("cn-hangzhou")).toString();
}

void Settings::setRegion(const QString &regionId) { m_settings.setValue(QStringLiteral("region"), regionId); }

QString Settings::putDamagedAside(const QString &file)
{
    {
        const QSettings settings(file, QSettings::IniFormat);
        (void)settings.allKeys(); // sections are read when they are asked for, and not before
        if (settings.status() != QSettings::FormatError)
            return {};
    }
    const QString aside = file + QStringLiteral(".damaged");
    QFile::remove(aside);
    if (!QFile::rename(file, aside) && !QFile::remove(file))
        return QCoreApplication::translate("Store",
                                           "The settings file %1 is damaged and cannot be put aside. The settings are "
                                           "not remembered.")
            .arg(file);
    return QCoreApplication::translate(
               "Store", "The settings file was damaged and was put aside as %1. The settings begin anew.")
        .arg(aside);
}

std::chrono::days Settings::logKept() const
{
    bool isNumber = false;
    const int days = m_settings.value(kLogDays).toInt(&isNumber);
    const auto kept = isNumber ? std::chrono::days(days) : LogWindow::kKept;
    return std::clamp(kept, kShortestLog, kLongestLog);
}

void Settings::setLogKept(std::chrono::days kept)
{
    kept = std::clamp(kept, kShortestLog, kLongestLog);
    if (kept == logKept())
        return;
    m_settings.setValue(kLogDays, static_cast<int>(kept.count()));
    Q_EMIT logKeptChanged(kept);
}

bool Settings::startsEngine() const { return m_settings.value(kStartsEngine, true).toBool(); }

void Settings::setStartsEngine(bool starts) { m_settings.setValue(kStartsEngine, starts); }

bool Settings::opensLastPage() const { return m_settings.value(kOpensLastPage, true).toBool(); }

void Settings::setOpensLastPage(bool opens) { m_settings.setValue(kOpensLastPage, opens); }

bool Settings::showsFirstSteps() const { return m_settings.value(kFirstSteps, true).toBool(); }

void Settings::setShowsFirstSteps(bool shows) { m_settings.setValue(kFirstSteps, shows); }

bool Settings::asksBeforeQuit() const { return m_settings.value(kAsksBeforeQuit, true).toBool(); }

void Settings::setAsksBeforeQuit(bool asks) { m_settings.setValue(kAsksBeforeQuit, asks); }

Settings::Closing Settings::closing() const
{
    return static_cast<Closing>(std::max<qsizetype>(0, closings().indexOf(m_settings.value(kClosing).toString())));
}

void Settings::setClosing(Closing closing)
{
    m_settings.setValue(kClosing, closings().at(static_cast<qsizetype>(closing)));
}

bool Settings::notifies(Notification kind) const { return m_settings.value(notificationKey(kind), true).toBool(); }

void Settings::setNotifies(Notification kind, bool notifies) { m_settings.setValue(notificationKey(kind), notifies); }

QStringList Settings::recentChoices() const { return m_settings.value(kRecentChoices).toStringList(); }

void Settings::setRecentChoices(const QStringList &choices) { m_settings.setValue(kRecentChoices, choices); }

// A list of another version begins anew, and what is no path in ours is left out.
QStringList Settings::recentFiles() const
{
    if (m_settings.value(kRecentFilesVersion, -1).toInt() != kRecentFilesLayout)
        return {};
    QStringList paths = m_settings.value(kRecentFiles).toStringList();
    paths.removeIf([](const QString &path) { return !QDir::isAbsolutePath(path); });
    paths.removeDuplicates();
    return paths.mid(0, kMostRecentFiles);
}

void Settings::rememberFile(const QString &path)
{
    const QString whole = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    QStringList paths = recentFiles();
    paths.removeAll(whole);
    paths.prepend(whole);
    setRecentFiles(paths.mid(0, kMostRecentFiles));
}

void Settings::forgetFile(const QString &path)
{
    QStringList paths = recentFiles();
    paths.removeAll(path);
    setRecentFiles(paths);
}

void Settings::forgetRecentFiles() { setRecentFiles({}); }

void Settings::setRecentFiles(const QStringList &paths)
{
    if (paths == recentFiles())
        return;
    m_settings.setValue(kRecentFilesVersion, kRecentFilesLayout);
    m_settings.setValue(kRecentFiles, paths);
    Q_EMIT recentFilesChanged();
}

QByteArray Settings::windowState(const QString &name, int version) const
{
    if (m_settings.value(versionKey(name), -1).toInt() != version)
        return {};
    return m_settings.value(stateKey(name)).toByteArray();
}

void Settings::setWindowState(const QString &name, int version, const QByteArray &state)
{
    m_settings.setValue(versionKey(name), version);
    m_settings.setValue(stateKey(name), state);
}

} // namespace tw::models
