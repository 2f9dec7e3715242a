#include "ui/help/help_topic.h"

#include <QHash>
#include <QVariant>
#include <QWidget>

namespace tw::ui {

namespace {

constexpr const char *kProperty = "helpTopic";

// By class, so that no page and no dialog has to know of the guide.
const QHash<QByteArray, QString> &topics()
{
    static const QHash<QByteArray, QString> table{
        {"tw::ui::OverviewPage", QStringLiteral("page-overview")},
        {"tw::ui::FirstSteps", QStringLiteral("start")},
        {"tw::ui::VpnGatewaysPage", QStringLiteral("page-vpn-gateways")},
        {"tw::ui::CustomerGatewaysPage", QStringLiteral("page-customer-gateways")},
        {"tw::ui::ConnectionsPage", QStringLiteral("page-connections")},
        {"tw::ui::FilterBox", QStringLiteral("filter")},
        {"tw::ui::BulkPanel", QStringLiteral("change")},
        {"tw::ui::CertificatesPage", QStringLiteral("page-certificates")},
        {"tw::ui::CertificateDetails", QStringLiteral("certificates")},
        {"tw::ui::LogPage", QStringLiteral("log")},
        {"tw::ui::TimelineTable", QStringLiteral("log")},
        {"tw::ui::BundleDialog", QStringLiteral("log")},
        {"tw::ui::StatusPage", QStringLiteral("page-status")},
        {"tw::ui::TrafficPanel", QStringLiteral("page-traffic")},
        {"tw::ui::DiagnosisPage", QStringLiteral("page-diagnosis")},
        {"tw::ui::PeerReportDialog", QStringLiteral("page-diagnosis")},
        {"tw::ui::SymptomDialog", QStringLiteral("doctor")},
        {"tw::ui::DoctorPage", QStringLiteral("page-doctor")},
        {"tw::ui::ConfigurationPage", QStringLiteral("page-configuration")},
        {"tw::ui::VpnGatewayEditor", QStringLiteral("page-vpn-gateways")},
        {"tw::ui::CustomerGatewayEditor", QStringLiteral("page-customer-gateways")},
        {"tw::ui::RegionEditor", QStringLiteral("field-RegionId")},
        {"tw::ui::RegionSelector", QStringLiteral("start")},
        {"tw::ui::ConnectionEditor", QStringLiteral("fields-connection")},
        {"tw::ui::FieldChangeDialog", QStringLiteral("change")},
        {"tw::ui::IkePage", QStringLiteral("fields-ike")},
        {"tw::ui::IpsecPage", QStringLiteral("fields-ipsec")},
        {"tw::ui::FurtherPage", QStringLiteral("fields-further")},
        {"tw::ui::RehearsalDialog", QStringLiteral("rehearse")},
        {"tw::ui::PeerTextDialog", QStringLiteral("rehearse")},
        {"tw::ui::CompareDialog", QStringLiteral("compare")},
        {"tw::ui::CaptureDialog", QStringLiteral("capture")},
        {"tw::ui::DownloadDialog", QStringLiteral("download")},
        {"tw::ui::BatchDownloadDialog", QStringLiteral("download")},
        {"tw::ui::ImportWizard", QStringLiteral("import")},
        {"tw::ui::BackupDialog", QStringLiteral("backup")},
        {"tw::ui::RestoreDialog", QStringLiteral("backup")},
        {"tw::ui::SettingsDialog", QStringLiteral("settings")},
        {"tw::ui::CommandPalette", QStringLiteral("filter")},
        {"tw::ui::KeysDialog", QStringLiteral("keys")},
        {"tw::ui::SavingAtQuit", QStringLiteral("change")},
    };
    return table;
}

} // namespace

QString helpTopic(models::Field field) { return QStringLiteral("field-") + models::fieldKey(field); }

void setHelpTopic(QWidget *widget, const QString &topic) { widget->setProperty(kProperty, topic); }

QString helpTopicOf(const QWidget *widget)
{
    for (; widget; widget = widget->parentWidget()) {
        if (const QString own = widget->property(kProperty).toString(); !own.isEmpty())
            return own;
        if (const auto known = topics().constFind(widget->metaObject()->className()); known != topics().cend())
            return *known;
    }
    return QStringLiteral("start");
}

} // namespace tw::ui
