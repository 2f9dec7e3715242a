#pragma once

#include "models/live/connection_news.h"
#include "models/store/settings.h"
#include "ui/services.h"

#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>
#include <QTimer>

namespace tw::ui {

// The console while its window is not looked at: the state of the worst connection at a glance, start and stop from the
// menu, and a word when a tunnel comes up, goes down or fails. Where the desktop has no tray it is not there, and nothing
// depends on it.
class TrayIcon final : public QObject
{
    Q_OBJECT

public:
    // `window` is the one in whose presence nothing need be told. `now` is any clock that does not go back; empty: one
    // of its own.
    TrayIcon(const Services &services, QWidget *window, models::ConnectionNews::Clock now = {});

    static bool isPossible() { return QSystemTrayIcon::isSystemTrayAvailable(); }
    QMenu *menu() { return &m_menu; } // filled when it is about to show
    QString toolTip() const { return m_icon.toolTip(); }

Q_SIGNALS:
    void openRequested();
    void quitRequested();
    void connectionRequested(const QString &id); // what was told is to be looked at
    void certificatesRequested();
    void told(const QString &title, const QString &text);

private:
    void update();
    void fillMenu();
    void tell(models::ConnectionNews::News news, const QStringList &connectionIds, const QStringList &names);
    void tellOfCertificates();
    void show(models::Settings::Notification kind, const QString &title, const QStringList &names);

    Services m_services;
    QWidget *m_window;
    QMenu m_menu;
    QSystemTrayIcon m_icon;
    QTimer m_soon; // many changes, one update
    models::ConnectionNews m_news;
    QTimer m_daily;
    QString m_lastTold; // the connection to show when the word is clicked; empty: certificates
};

} // namespace tw::ui
