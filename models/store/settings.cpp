#include "models/store/settings.h"

#include <QStringList>

namespace tw::models {

namespace {

const QStringList &themes()
{
    static const QStringList names{QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")};
    return names;
}

QString versionKey(const QString &name) { return QStringLiteral("windows/%1_version").arg(name); }
QString stateKey(const QString &name) { return QStringLiteral("windows/%1_state").arg(name); }

} // namespace

Settings::Settings(const QString &file, QObject *parent) : QObject(parent), m_settings(file, QSettings::IniFormat) { }

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
