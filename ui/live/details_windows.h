#pragma once

#include "ui/services.h"

#include <QHash>
#include <QObject>
#include <QPointer>

class QWidget;

namespace tw::ui {

class ConnectionDetails;

// The details of connections in windows of their own, so that several can be watched side by side: at most one for each
// connection. They go with their connection, and with whoever owns this.
class DetailsWindows final : public QObject
{
    Q_OBJECT

public:
    explicit DetailsWindows(const Services &services, QObject *parent = nullptr);
    ~DetailsWindows() override;

    // Brings the connection's window to the front where it is open already.
    ConnectionDetails *open(const QString &connectionId);
    void closeAll();
    QStringList connections() const; // whose windows are open

Q_SIGNALS:
    void certificatesRequested();
    void captureRequested(const QString &connectionId);

private:
    void close(const QString &connectionId);
    void updateTitle(const QString &connectionId);

    Services m_services;
    QHash<QString, QPointer<QWidget>> m_windows;
};

} // namespace tw::ui
