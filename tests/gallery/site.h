#pragma once

#include "widget_bench.h"

#include <QString>
#include <QStringList>

// What a workspace can be like when somebody looks at it.
namespace tw::gallery {

enum class Content {
    Empty, // nothing was created yet
    Typical, // a handful of connections, one in each state
    Thousand, // connections
    Error, // the engine lacks what it needs, and connections failed
    Long, // the longest names, as many subnets as there may be, IPv6
};

QList<Content> allContents();
QString contentName(Content content); // "empty", for file names
bool parseContent(const QString &name, Content &content);

class Site
{
public:
    explicit Site(Content content);

    tests::WidgetBench &bench() { return m_bench; }
    Content content() const { return m_content; }
    // Empty where there is none.
    QString vpnGateway() const { return m_vpnGateways.value(0); }
    QString customerGateway() const { return m_customerGateways.value(0); }
    QString connection() const { return m_connections.value(0); } // the one to show details of
    QString failedConnection() const { return m_connections.value(m_content == Content::Long ? 1 : 2); }

private:
    void fillTypical();
    void fillThousand();
    void fillError();
    void fillLong();
    QString connect(const QString &name, int number, const QString &local, const QString &remote);
    void letFlow(const QString &connection);
    void logNegotiation(const QString &connection);
    void logRefusal(const QString &connection);

    Content m_content;
    tests::WidgetBench m_bench;
    QStringList m_vpnGateways;
    QStringList m_customerGateways;
    QStringList m_connections;
};

} // namespace tw::gallery
