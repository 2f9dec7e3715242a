#include "ui/catalog/gateways_page.h"

#include "models/catalog/bulk_removal.h"
#include "models/catalog/gateway_table_model.h"
#include "ui/catalog/deletion.h"
#include "ui/editor/gateway_editor.h"
#include "ui/live/state_look.h"
#include "ui/widgets/badge_delegate.h"
#include "ui/widgets/filter_box.h"
#include "ui/widgets/object_table.h"
#include "ui/widgets/questions.h"
#include "ui/widgets/time_delegate.h"

namespace tw::ui {

namespace {

using models::CustomerGatewayTableModel;
using models::VpnGatewayTableModel;

} // namespace

VpnGatewaysPage::VpnGatewaysPage(const Services &services, QWidget *parent)
    : ObjectPage(services, QStringLiteral("vpn_gateways"), QStringLiteral("vpn-gateway"), parent),
      m_model(new VpnGatewayTableModel(services.catalog, &services.live, this))
{
    setSource(m_model, VpnGatewayTableModel::NameColumn, {24, 44, 34, 22, 22, 13, 30, 24},
              {VpnGatewayTableModel::IdColumn, VpnGatewayTableModel::CreatedColumn});
    const auto badge = [this](const QModelIndex &index) {
        return gatewayBadge(m_model->status(index.data(models::IdRole).toString()));
    };
    table()->setItemDelegateForColumn(VpnGatewayTableModel::StatusColumn, new BadgeDelegate(badge, table()));
    for (const int column : {VpnGatewayTableModel::IdColumn, VpnGatewayTableModel::InternetIpColumn,
                             VpnGatewayTableModel::LocalAddressColumn})
        table()->setItemDelegateForColumn(column, new FixedFontDelegate(table()));
    table()->setItemDelegateForColumn(VpnGatewayTableModel::CreatedColumn, new TimeDelegate(models::SortRole, table()));
    retranslate();
}

void VpnGatewaysPage::createObject()
{
    models::VpnGateway fresh;
    fresh.regionId = m_region;
    VpnGatewayEditor editor(m_services.catalog, fresh, this);
    if (editor.exec() == QDialog::Accepted)
        table()->selectId(editor.savedId());
}

void VpnGatewaysPage::editObject(const QString &id)
{
    const models::VpnGateway *gateway = m_services.catalog.vpnGateway(id);
    if (!gateway)
        return;
    VpnGatewayEditor editor(m_services.catalog, models::VpnGateway(*gateway), this);
    editor.exec();
}

void VpnGatewaysPage::deleteObjects(const QStringList &ids)
{
    if (ids.size() > 1) {
        deleteSeveral(models::ObjectKind::VpnGateway, ids, [this](const models::BulkRemoval &removal) {
            const QStringList names = removal.names(models::BulkRemoval::Outcome::Pending);
            return confirmed(this, tr("Delete VPN gateways"),
                             tr("Delete %n VPN gateway(s)?", nullptr, static_cast<int>(names.size())),
                             tr("No IPsec connection uses them. Until the program ends, this can be undone (Ctrl+Z)."),
                             tr("Delete"), names);
        });
        return;
    }
    for (const QString &id : ids) {
        const models::VpnGateway *gateway = m_services.catalog.vpnGateway(id);
        if (!gateway)
            continue;
        const QString name = gateway->name;
        if (const auto users = m_services.catalog.connectionsOfVpnGateway(id); !users.isEmpty()) {
            refuse(this, tr("Delete VPN gateway"),
                   tr("The VPN gateway “%1” cannot be deleted: IPsec connections use it.").arg(name), namesOf(users));
            continue;
        }
        if (!confirmed(this, tr("Delete VPN gateway"), tr("Delete the VPN gateway “%1”?").arg(name),
                       tr("No IPsec connection uses it. Until the program ends, this can be undone (Ctrl+Z)."),
                       tr("Delete")))
            return;
        tellTrouble(tr("Delete VPN gateway"), m_services.catalog.removeVpnGateway(id));
    }
}

models::FilterVocabulary VpnGatewaysPage::vocabulary() const { return models::vpnGatewayVocabulary(); }

void VpnGatewaysPage::retranslate()
{
    m_model->retranslate();
    filterBox()->setChips({{{models::FilterKey::State, QStringLiteral("unusable")},
                            tr("Not usable"),
                            tr("Only VPN gateways that cannot be used on this machine now"),
                            {QStringLiteral("state-failed"), Tone::Bad}}});
    setTexts(tr("VPN gateways"), tr("No VPN gateway in this region yet"),
             tr("A VPN gateway is this side of your tunnels: the address that peers see, and the address of this "
                "machine from "
                "which the engine negotiates."),
             tr("&New VPN gateway..."));
    newAction()->setIconText(tr("New"));
}

CustomerGatewaysPage::CustomerGatewaysPage(const Services &services, QWidget *parent)
    : ObjectPage(services, QStringLiteral("customer_gateways"), QStringLiteral("customer-gateway"), parent),
      m_model(new CustomerGatewayTableModel(services.catalog, this))
{
    setSource(m_model, CustomerGatewayTableModel::NameColumn, {28, 34, 34, 13, 13, 30, 24},
              {CustomerGatewayTableModel::IdColumn, CustomerGatewayTableModel::CreatedColumn});
    for (const int column : {CustomerGatewayTableModel::IdColumn, CustomerGatewayTableModel::IpAddressColumn})
        table()->setItemDelegateForColumn(column, new FixedFontDelegate(table()));
    table()->setItemDelegateForColumn(CustomerGatewayTableModel::CreatedColumn,
                                      new TimeDelegate(models::SortRole, table()));
    retranslate();
}

void CustomerGatewaysPage::createObject()
{
    models::CustomerGateway fresh;
    fresh.regionId = m_region;
    CustomerGatewayEditor editor(m_services.catalog, fresh, this);
    editor.offerAnother();
    editor.exec();
    // Also where the dialog was closed after the last of several.
    if (!editor.savedId().isEmpty())
        table()->selectId(editor.savedId());
}

void CustomerGatewaysPage::editObject(const QString &id)
{
    const models::CustomerGateway *gateway = m_services.catalog.customerGateway(id);
    if (!gateway)
        return;
    CustomerGatewayEditor editor(m_services.catalog, models::CustomerGateway(*gateway), this);
    editor.exec();
}

void CustomerGatewaysPage::deleteObjects(const QStringList &ids)
{
    if (ids.size() > 1) {
        deleteSeveral(models::ObjectKind::CustomerGateway, ids, [this](const models::BulkRemoval &removal) {
            const QStringList names = removal.names(models::BulkRemoval::Outcome::Pending);
            return confirmed(this, tr("Delete customer gateways"),
                             tr("Delete %n customer gateway(s)?", nullptr, static_cast<int>(names.size())),
                             tr("No IPsec connection uses them. Until the program ends, this can be undone (Ctrl+Z)."),
                             tr("Delete"), names);
        });
        return;
    }
    for (const QString &id : ids) {
        const models::CustomerGateway *gateway = m_services.catalog.customerGateway(id);
        if (!gateway)
            continue;
        const QString name = gateway->name;
        if (const auto users = m_services.catalog.connectionsOfCustomerGateway(id); !users.isEmpty()) {
            refuse(this, tr("Delete customer gateway"),
                   tr("The customer gateway “%1” cannot be deleted: IPsec connections use it.").arg(name),
                   namesOf(users));
            continue;
        }
        if (!confirmed(this, tr("Delete customer gateway"), tr("Delete the customer gateway “%1”?").arg(name),
                       tr("No IPsec connection uses it. Until the program ends, this can be undone (Ctrl+Z)."),
                       tr("Delete")))
            return;
        tellTrouble(tr("Delete customer gateway"), m_services.catalog.removeCustomerGateway(id));
    }
}

models::FilterVocabulary CustomerGatewaysPage::vocabulary() const { return models::customerGatewayVocabulary(); }

void CustomerGatewaysPage::retranslate()
{
    m_model->retranslate();
    setTexts(tr("Customer gateways"), tr("No customer gateway in this region yet"),
             tr("A customer gateway is the device at the other end: a router or firewall with its public address. One "
                "serves "
                "several VPN gateways."),
             tr("&New customer gateway..."));
    newAction()->setIconText(tr("New"));
}

} // namespace tw::ui
