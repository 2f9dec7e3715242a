#include "ui/announcer.h"

#include <utility>

namespace tw::ui {

Announcer::Announcer(const models::Catalog &catalog, const models::LiveState &live, QWidget *window,
                     models::ConnectionNews::Clock now)
    : AnnouncingFrame(window), m_news(catalog, live, std::move(now))
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setGeometry(0, 0, 1, 1); // what has no place at all is taken for something that does not show
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &Announcer::say);
    connect(&m_news, &models::ConnectionNews::told, this, &Announcer::tell);
}

void Announcer::tell(models::ConnectionNews::News news, const QStringList &, const QStringList &names)
{
    if (!window()->isActiveWindow())
        return;
    m_waiting.append(tr("%1: %2").arg(models::ConnectionNews::title(news, static_cast<int>(names.size())),
                                      models::ConnectionNews::listOf(names)));
    if (!m_next.isActive())
        m_next.start(0);
}

void Announcer::say()
{
    if (m_waiting.isEmpty())
        return;
    announce(m_waiting.join(tr("; ", "between pieces of news")));
    m_waiting.clear();
    m_next.start(kLeastGapMs);
}

} // namespace tw::ui
