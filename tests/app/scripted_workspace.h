#pragma once

#include "app/workspace.h"
#include "engine/sim/scripted_port.h"
#include "models/catalog/catalog.h"
#include "models/transfer/apply_document.h"

#include <QTemporaryDir>

// A workspace in a directory of its own, whose engine does what the test says.
namespace tw::test {

class ScriptedWorkspace
{
public:
    ScriptedWorkspace()
    {
        auto opened = app::Workspace::open({.dataDirectory = directory(), .makeEngine = [this] {
                                                auto port = std::make_unique<sim::ScriptedPort>();
                                                m_engine = port.get();
                                                return port;
                                            }});
        if (opened)
            m_workspace = std::move(*opened);
    }

    bool isOpen() const { return m_workspace != nullptr; }
    QString directory() const { return m_directory.path(); }
    app::Workspace &workspace() { return *m_workspace; }
    // Stands while the workspace's engine does.
    sim::ScriptedPort &engine() { return *m_engine; }

    // Gateways and the connections "site-a" and "site-b".
    bool fill()
    {
        const auto done = models::applyDocument(m_workspace->catalog(), QByteArray(R"({
            "VpnGateways": [{"Name": "gw", "RegionId": "cn-hangzhou", "InternetIp": "192.0.2.1"}],
            "CustomerGateways": [{"Name": "peer", "RegionId": "cn-hangzhou", "IpAddress": "192.0.2.2"}],
            "VpnConnections": [
                {"Name": "site-a", "RegionId": "cn-hangzhou", "VpnGateway": "gw", "CustomerGateway": "peer",
                 "LocalSubnet": "10.1.0.0/24", "RemoteSubnet": "10.2.0.0/24", "IkeConfig": {"Psk": "key-of-both"}},
                {"Name": "site-b", "RegionId": "cn-hangzhou", "VpnGateway": "gw", "CustomerGateway": "peer",
                 "LocalSubnet": "10.1.0.0/24", "RemoteSubnet": "10.3.0.0/24", "IkeConfig": {"Psk": "key-of-both"}}]})"),
                                                models::ApplyMode::Apply);
        return done.has_value();
    }

    QString idOf(const char *name)
    {
        for (const models::Connection &connection : m_workspace->catalog().connections()) {
            if (connection.draft.name == QLatin1String(name))
                return connection.draft.id;
        }
        return {};
    }

    // The report that ends a Shutdown.
    void reportEnd()
    {
        api::EngineReport report;
        report.engine.emplace();
        m_engine->report(report);
    }

private:
    QTemporaryDir m_directory;
    sim::ScriptedPort *m_engine = nullptr;
    std::unique_ptr<app::Workspace> m_workspace;
};

} // namespace tw::test
