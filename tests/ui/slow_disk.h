#pragma once

#include "widget_bench.h"

#include <QByteArray>

namespace tw::tests {

// While one lives, what is saved stands before the database like before a disk that does not answer.
class SlowDisk
{
public:
    explicit SlowDisk(WidgetBench &bench) : m_database(*bench.database) { run("BEGIN IMMEDIATE"); }
    ~SlowDisk() { run("ROLLBACK"); }
    // What comes then finds a database that takes no gateway, or whatever else.
    void breakIt(const char *table = "vpn_gateways")
    {
        run("ALTER TABLE " + QByteArray(table) + " RENAME TO elsewhere");
        run("COMMIT");
        run("BEGIN");
    }

private:
    void run(const QByteArray &statement)
    {
        if (const auto done = m_database.run(QLatin1String(statement)); !done)
            qFatal("%s", qUtf8Printable(done.error().text));
    }

    models::Database &m_database;
};

// A new one of that name.
inline models::VpnGateway gateway(const char *name)
{
    models::VpnGateway gateway;
    gateway.regionId = WidgetBench::kRegion;
    gateway.name = QLatin1String(name);
    gateway.internetIp = QStringLiteral("192.0.2.9");
    return gateway;
}

} // namespace tw::tests
