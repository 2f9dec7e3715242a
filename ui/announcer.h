#pragma once

#include "models/live/connection_news.h"
#include "ui/widgets/announcing_frame.h"

namespace tw::ui {

// For who cannot see the lists change: what comes up, goes down or fails while the window is in use is read out. While it is
// not, the tray's notifications tell.
class Announcer final : public AnnouncingFrame
{
    Q_OBJECT

public:
    // `now`: see models::ConnectionNews.
    Announcer(const models::Catalog &catalog, const models::LiveState &live, QWidget *window,
              models::ConnectionNews::Clock now = {});

private:
    void tell(models::ConnectionNews::News news, const QStringList &connectionIds, const QStringList &names);

    void say();

    models::ConnectionNews m_news;
    QStringList m_waiting; // what comes while something is read is read together after it
    QTimer m_next;
};

} // namespace tw::ui
