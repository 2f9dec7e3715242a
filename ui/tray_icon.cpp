#include "ui/tray_icon.h"

#include "models/catalog/catalog.h"
#include "models/live/connection_controller.h"
#include "models/live/status_text.h"
#include "ui/live/state_look.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"

#include <QAction>
#include <QElapsedTimer>
#include <QWidget>

#include <algorithm>
#include <array>

namespace tw::ui {

using models::NotificationQueue;
using models::Settings;
using News = NotificationQueue::News;

namespace {

constexpr int kSoonMs = 200;
constexpr qsizetype kMostInMenu = 10; // more connections get a menu of their own
constexpr int kNameLetters = 40;
constexpr qsizetype kMostNamed = 5; // in one word
constexpr std::chrono::seconds kFirstLook{10}; // at certificates
constexpr std::chrono::hours kDay{24};

bool hasFailed(api::ConnectionState state) { return stateGroup(state) == StateGroup::Failed; }

std::optional<News> newsOf(api::ConnectionState before, api::ConnectionState now)
{
    if (now == api::ConnectionState::Established)
        return News::Up;
    if (hasFailed(now))
        return News::Failed;
    if (before == api::ConnectionState::Established && now != api::ConnectionState::Deleting)
        return News::Down;
    return std::nullopt;
}

TrayIcon::Clock ownClock()
{
    QElapsedTimer since;
    since.start();
    return [since] { return std::chrono::milliseconds(since.elapsed()); };
}

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

TrayIcon::TrayIcon(const Services &services, QWidget *window, Clock now)
    : QObject(window), m_services(services), m_window(window), m_now(now ? std::move(now) : ownClock())
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMs);
    m_due.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &TrayIcon::update);
    connect(&m_due, &QTimer::timeout, this, &TrayIcon::tell);
    const auto soon = [this] {
        if (!m_soon.isActive())
            m_soon.start();
    };
    using models::Catalog;
    connect(&m_services.catalog, &Catalog::connectionAdded, this, soon);
    connect(&m_services.catalog, &Catalog::connectionChanged, this, soon);
    connect(&m_services.catalog, &Catalog::connectionRemoved, this, soon);
    connect(&m_services.catalog, &Catalog::connectionRemoved, this, [this](const QString &id) { m_queue.remove(id); });
    connect(&m_services.live, &models::LiveState::stateChanged, this, &TrayIcon::onStateChanged);
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

void TrayIcon::onStateChanged(const QString &id, api::ConnectionState before, api::ConnectionState now)
{
    const auto news = newsOf(before, now);
    if (!news) {
        if (now == api::ConnectionState::Stopped)
            m_queue.remove(id); // whatever comes after its next start is news again
        return;
    }
    m_queue.add(id, *news, m_now());
    arm();
}

void TrayIcon::arm()
{
    const auto next = m_queue.nextAt();
    if (!next) {
        m_due.stop();
        return;
    }
    m_due.start(std::max(*next - m_now(), std::chrono::milliseconds(0)));
}

void TrayIcon::tell()
{
    for (const NotificationQueue::Group &group : m_queue.take(m_now())) {
        QStringList names;
        for (const QString &id : group.connectionIds) {
            if (const models::Connection *connection = m_services.catalog.connection(id))
                names.append(connection->draft.name);
        }
        if (names.isEmpty())
            continue;
        const auto count = static_cast<int>(names.size());
        QString title;
        switch (group.news) {
        case News::Up: title = tr("%n tunnel(s) came up", nullptr, count); break;
        case News::Down: title = tr("%n tunnel(s) went down", nullptr, count); break;
        case News::Failed: title = tr("%n connection(s) failed", nullptr, count); break;
        }
        m_lastTold = group.connectionIds.first();
        show(settingOf(group.news), title, names);
    }
    arm();
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

void TrayIcon::show(Settings::Notification kind, const QString &title, QStringList names)
{
    // Who looks at the window sees it there.
    if (!m_services.settings.notifies(kind) || m_window->isActiveWindow())
        return;
    if (names.size() > kMostNamed)
        names = names.mid(0, kMostNamed) + QStringList{QStringLiteral("…")};
    const auto sign = kind == Settings::Notification::Up ? QSystemTrayIcon::Information : QSystemTrayIcon::Warning;
    const QString text = names.join(QStringLiteral(", "));
    m_icon.showMessage(title, text, sign);
    Q_EMIT told(title, text);
}

} // namespace tw::ui
