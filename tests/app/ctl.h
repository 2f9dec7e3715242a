#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTest>

// tunnelwrightctl from the outside, as scripts use it. TW_CTL is its path.
namespace tw::test {

struct CtlResult
{
    int code = -1; // also where it did not end
    QByteArray output;
    QByteArray errors;

    QJsonObject json() const { return QJsonDocument::fromJson(output).object(); }
    QStringList lines() const { return QString::fromUtf8(output).split(u'\n', Qt::SkipEmptyParts); }
};

// In English, whatever the machine speaks; its data and its sockets below `directory`, where it is run, unless the test's own
// control server is to answer (`sockets`: the environment's).
enum class Sockets { Own, Environment };
inline CtlResult runCtl(const QString &directory, const QStringList &arguments, const QByteArray &input = {},
                        Sockets sockets = Sockets::Own)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    if (sockets == Sockets::Own) {
        environment.insert(QStringLiteral("HOME"), directory);
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), directory);
    }
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(directory);
    process.start(QStringLiteral(TW_CTL), arguments);
    process.write(input);
    process.closeWriteChannel();
    // Not waitForFinished(): a control server in this process must be able to answer.
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

// For `apply`: "site-a", between the gateways "gw" and "peer". `ikeConfig`: a JSON object, with the key.
inline QByteArray siteDocument(const QByteArray &ikeConfig)
{
    return R"({
    "VpnGateways": [{"Name": "gw", "RegionId": "cn-hangzhou", "InternetIp": "192.0.2.1"}],
    "CustomerGateways": [{"Name": "peer", "RegionId": "cn-hangzhou", "IpAddress": "192.0.2.2"}],
    "VpnConnections": [{"Name": "site-a", "RegionId": "cn-hangzhou", "VpnGateway": "gw", "CustomerGateway": "peer",
                        "LocalSubnet": "10.1.0.0/24", "RemoteSubnet": "10.2.0.0/24",
                        "IkeConfig": )"
        + ikeConfig + "}]}";
}

} // namespace tw::test
