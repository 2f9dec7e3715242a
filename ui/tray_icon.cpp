#include "ui/tray_icon.h"

#include "models/catalog/catalog.h"
#include "models/live/connection_controller.h"
#include "models/live/live_state.h"
#include "models/live/status_text.h"
#include "ui/live/state_look.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"

#include <QAction>
#include <QWidget>

#include <algorithm>
#include <array>
#include <utility>

namespace tw::ui {

using models::ConnectionNews;
using models::Settings;
using News = ConnectionNews::News;

namespace {

constexpr int kSoonMs = 200;
constexpr qsizetype kMostInMenu = 10; // more connections get a menu of their own
constexpr int kNameLetters = 40;
constexpr std::chrono::seconds kFirstLook{10}; // at certificates
constexpr std::chrono::hours kDay{24};

Settings::Notification settingOf(News news)
{
    switch (news) {
    case News::Up: return Settings::Notification::Up;
    case News::Down: return Settings::Notification::Down;
    case News::Failed: break;
    }
    return Settings::Notification::Failed;
}

} // namespace

TrayIcon::TrayIcon(const Services &services, QWidget *window, ConnectionNews::Clock now)
    : QObject(window), m_services(services), m_window(window), m_news(services.catalog, services.live, std::move(now))
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMs);
    connect(&m_soon, &QTimer::timeout, this, &TrayIcon::update);
    const auto soon = [this] {
        if (!m_soon.isActive())
            m_soon.start();
    };
    using models::Catalog;
    connect(&m_services.catalog, &Catalog::connectionAdded, this, soon);
    connect(&m_services.catalog, &Catalog::connectionChanged, this, soon);
    connect(&m_services.catalog, &Catalog::connectionRemoved, this, soon);
    connect(&m_news, &ConnectionNews::told, this, &TrayIcon::tell);
    connect(&m_services.live, &models::LiveState::stateChanged, this, soon);
    connect(&m_services.live, &models::LiveState::engineChanged, this, soon);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT openRequested();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, [this] {
        if (m_lastTold.isEmpty())
            Q_EMIT certificatesRequested();
        else
            Q_EMIT connectionRequested(m_lastTold);
    });
    m_daily.setSingleShot(true);
    connect(&m_daily, &QTimer::timeout, this, &TrayIcon::tellOfCertificates);
    m_daily.start(kFirstLook);
    connect(&m_menu, &QMenu::aboutToShow, this, &TrayIcon::fillMenu);
    m_icon.setContextMenu(&m_menu);
    fillMenu();
    update();
    m_icon.show();
}

void TrayIcon::update()
{
    std::array<int, 5> counts{};
    for (const models::Connection &connection : m_services.catalog.connections())
        ++counts[static_cast<std::size_t>(stateGroup(m_services.live.state(connection.draft.id)))];
    const auto count = [&counts](StateGroup group) { return counts[static_cast<std::size_t>(group)]; };
    Badge worst{QStringLiteral("state-stopped"), Tone::Muted, false};
    if (count(StateGroup::Failed) > 0)
        worst = stateBadge(api::ConnectionState::Phase1Failed);
    else if (count(StateGroup::Negotiating) > 0)
        worst = stateBadge(api::ConnectionState::Phase1Negotiating);
    else if (count(StateGroup::Up) > 0)
        worst = stateBadge(api::ConnectionState::Established);
    m_icon.setIcon(symbolicIcon(worst.icon, worst.tone));
    const QStringList parts{tr("%n up", nullptr, count(StateGroup::Up)),
                            tr("%n negotiating", nullptr, count(StateGroup::Negotiating)),
                            tr("%n failed", nullptr, count(StateGroup::Failed))};
    m_icon.setToolTip(QStringLiteral("Tunnelwright\n") + parts.join(QStringLiteral("  ·  ")));
}

void TrayIcon::fillMenu()
{
    m_menu.clear();
    qDeleteAll(m_menu.findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly)); // which clear() leaves
    connect(m_menu.addAction(tr("&Show the window")), &QAction::triggered, this, &TrayIcon::openRequested);
    m_menu.addSeparator();
    const auto &connections = m_services.catalog.connections();
    QMenu *list = connections.size() > kMostInMenu ? m_menu.addMenu(tr("&Connections")) : &m_menu;
    const bool hasEngine = m_services.live.engine() == models::LiveState::Engine::Running;
    for (const models::Connection &connection : connections) {
        const QString id = connection.draft.id;
        const auto state = m_services.live.state(id);
        const StateGroup group = stateGroup(state);
        const bool isOn = group == StateGroup::Up || group == StateGroup::Negotiating;
        const Badge badge = stateBadge(state);
        const QFontMetrics metrics = m_menu.fontMetrics();
        const QString name =
            metrics.elidedText(connection.draft.name, Qt::ElideMiddle, kNameLetters * letterWidth(metrics));
        QAction *action =
            list->addAction(symbolicIcon(badge.icon, badge.tone),
                            (isOn ? tr("Stop %1 (%2)") : tr("Start %1 (%2)")).arg(name, models::stateText(state)));
        action->setEnabled(hasEngine);
        connect(action, &QAction::triggered, this, [this, id, isOn] {
            const auto done = isOn ? m_services.controller.stop(id) : m_services.controller.start(id);
            if (!done)
                m_icon.showMessage(QStringLiteral("Tunnelwright"), done.error(), QSystemTrayIcon::Warning);
        });
    }
    m_menu.addSeparator();
    connect(m_menu.addAction(tr("&Quit")), &QAction::triggered, this, &TrayIcon::quitRequested);
}

void TrayIcon::tell(News news, const QStringList &connectionIds, const QStringList &names)
{
    m_lastTold = connectionIds.first();
    show(settingOf(news), ConnectionNews::title(news, static_cast<int>(names.size())), names);
}

// Once a day, for as long as it is not renewed.
void TrayIcon::tellOfCertificates()
{
    m_daily.start(kDay);
    QStringList names;
    for (const models::Certificate &certificate : m_services.catalog.certificates()) {
        const auto state = models::expiryOf(certificate.facts, QDateTime::currentDateTimeUtc()).state;
        const bool isSoon = state == models::Expiry::State::ExpiresSoon || state == models::Expiry::State::Expired;
        if (isSoon && !m_services.catalog.connectionsOfCertificate(certificate.id).isEmpty())
            names.append(models::certificateTitle(certificate));
    }
    if (names.isEmpty())
        return;
    m_lastTold.clear();
    show(Settings::Notification::Certificate,
         tr("%n certificate(s) expire soon", nullptr, static_cast<int>(names.size())), names);
}

void TrayIcon::show(Settings::Notification kind, const QString &title, const QStringList &names)
{
    // Who looks at the window sees it there.
    if (!m_services.settings.notifies(kind) || m_window->isActiveWindow())
        return;
    const auto sign = kind == Settings::Notification::Up ? QSystemTrayIcon::Information : QSystemTrayIcon::Warning;
    const QString text = ConnectionNews::listOf(names);
    m_icon.showMessage(title, text, sign);
    Q_EMIT told(title, text);
}

} // namespace tw::ui
