#pragma once

#include "ui/services.h"

#include <QTabWidget>

namespace tw::ui {

class LogPage;
class StatusPage;
class TrafficPanel;

// What there is to know of one connection, a tab for each: its state and SAs, its traffic, its log.
class ConnectionDetails final : public QTabWidget
{
    Q_OBJECT

public:
    explicit ConnectionDetails(const Services &services, QWidget *parent = nullptr);

    // A connection that is not (or no longer) there, or an empty id: nothing is selected, and the tabs say so.
    void setConnection(const QString &id);
    void showLog();

    StatusPage *statusPage() const { return m_status; }
    TrafficPanel *trafficPanel() const { return m_traffic; }
    LogPage *logPage() const { return m_log; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    Services m_services;
    QString m_connection;
    StatusPage *m_status;
    TrafficPanel *m_traffic;
    LogPage *m_log;
};

} // namespace tw::ui
