#include "ui/editor/general_page.h"

#include "models/catalog/catalog.h"
#include "ui/editor/field_form.h"
#include "ui/editor/gateway_editor.h"
#include "ui/theme/symbolic_icon.h"
#include "ui_general_page.h"

namespace tw::ui {

using models::Field;

namespace {

// One line for a gateway in a menu: what it is called, and the address that identifies it.
QString gatewayLine(const QString &name, const QString &address)
{
    return address.isEmpty() ? name : QStringLiteral("%1  (%2)").arg(name, address);
}

bool isSubnet(const QString &item)
{
    const auto prefix = IpPrefix::parse(item.toStdString());
    return prefix && prefix->isNetwork();
}

} // namespace

GeneralPage::GeneralPage(models::Catalog &catalog, QWidget *parent)
    : QWidget(parent), m_catalog(catalog), m_ui(std::make_unique<::Ui::GeneralPage>())
{
    m_ui->setupUi(this);
    m_form = new FieldForm(m_ui->form, this);
    m_form->bind(Field::Name, m_ui->nameEdit);
    m_form->bind(Field::VpnGateway, m_ui->vpnGatewayCombo);
    m_form->bind(Field::CustomerGateway, m_ui->customerGatewayCombo);
    m_form->bind(Field::LocalSubnet, m_ui->localSubnetEdit);
    m_form->bind(Field::RemoteSubnet, m_ui->remoteSubnetEdit);
    m_form->bind(Field::EffectImmediately, m_ui->effectCombo);

    m_ui->localSubnetEdit->setPlaceholderText(tr("For example: 192.168.1.0/24, 192.168.2.0/24"));
    m_ui->remoteSubnetEdit->setPlaceholderText(tr("For example: 172.16.0.0/12"));
    for (SubnetListEdit *edit : {m_ui->localSubnetEdit, m_ui->remoteSubnetEdit})
        edit->setCheck(isSubnet);
    m_ui->effectCombo->addItem(tr("No: negotiate when traffic arrives"), false);
    m_ui->effectCombo->addItem(tr("Yes: negotiate as soon as it is saved"), true);
    for (QToolButton *button : {m_ui->newVpnGatewayButton, m_ui->newCustomerGatewayButton}) {
        button->setIcon(symbolicIcon(QStringLiteral("add")));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setText(tr("New..."));
    }
    m_ui->newVpnGatewayButton->setAccessibleName(tr("New VPN gateway"));
    m_ui->newCustomerGatewayButton->setAccessibleName(tr("New customer gateway"));
    connect(m_ui->newVpnGatewayButton, &QToolButton::clicked, this, &GeneralPage::createVpnGateway);
    connect(m_ui->newCustomerGatewayButton, &QToolButton::clicked, this, &GeneralPage::createCustomerGateway);
}

GeneralPage::~GeneralPage() = default;

void GeneralPage::showDraft(const models::ConnectionDraft &draft)
{
    m_shown = draft;
    m_ui->nameEdit->setText(draft.name);
    fillGateways(draft);
    m_ui->localSubnetEdit->setSubnets(draft.localSubnet);
    m_ui->remoteSubnetEdit->setSubnets(draft.remoteSubnet);
    m_ui->effectCombo->setCurrentIndex(draft.effectImmediately ? 1 : 0);

    // A saved connection keeps its gateways.
    const bool fresh = draft.id.isEmpty();
    for (QWidget *widget :
         {static_cast<QWidget *>(m_ui->vpnGatewayCombo), static_cast<QWidget *>(m_ui->customerGatewayCombo)}) {
        widget->setEnabled(fresh);
        widget->setToolTip(
            fresh ? QString()
                  : tr("The gateways of a saved connection do not change. Create another connection instead."));
    }
    m_ui->newVpnGatewayButton->setVisible(fresh);
    m_ui->newCustomerGatewayButton->setVisible(fresh);
}

void GeneralPage::collect(models::ConnectionDraft &draft) const
{
    draft.name = m_ui->nameEdit->text();
    draft.vpnGatewayId = choice(m_ui->vpnGatewayCombo);
    draft.customerGatewayId = choice(m_ui->customerGatewayCombo);
    draft.localSubnet = m_ui->localSubnetEdit->subnets();
    draft.remoteSubnet = m_ui->remoteSubnetEdit->subnets();
    draft.effectImmediately = m_ui->effectCombo->currentData().toBool();
}

void GeneralPage::fillGateways(const models::ConnectionDraft &draft)
{
    m_ui->vpnGatewayCombo->clear();
    for (const models::VpnGateway &gateway : m_catalog.vpnGateways()) {
        if (gateway.regionId == draft.regionId)
            m_ui->vpnGatewayCombo->addItem(gatewayLine(gateway.name, gateway.internetIp), gateway.id);
    }
    m_ui->customerGatewayCombo->clear();
    for (const models::CustomerGateway &gateway : m_catalog.customerGateways()) {
        if (gateway.regionId == draft.regionId)
            m_ui->customerGatewayCombo->addItem(gatewayLine(gateway.name, gateway.ipAddress), gateway.id);
    }
    m_ui->vpnGatewayCombo->setPlaceholderText(tr("Choose one, or create it with New"));
    m_ui->customerGatewayCombo->setPlaceholderText(tr("Choose one, or create it with New"));
    m_ui->vpnGatewayCombo->setCurrentIndex(m_ui->vpnGatewayCombo->findData(draft.vpnGatewayId));
    m_ui->customerGatewayCombo->setCurrentIndex(m_ui->customerGatewayCombo->findData(draft.customerGatewayId));
}

void GeneralPage::createVpnGateway()
{
    models::VpnGateway fresh;
    fresh.regionId = m_shown.regionId;
    VpnGatewayEditor editor(m_catalog, fresh, this);
    if (editor.exec() != QDialog::Accepted)
        return;
    models::ConnectionDraft draft = m_shown;
    collect(draft);
    draft.vpnGatewayId = editor.savedId();
    fillGateways(draft);
    Q_EMIT m_form->edited(Field::VpnGateway);
    Q_EMIT m_form->left(Field::VpnGateway);
}

void GeneralPage::createCustomerGateway()
{
    models::CustomerGateway fresh;
    fresh.regionId = m_shown.regionId;
    CustomerGatewayEditor editor(m_catalog, fresh, this);
    if (editor.exec() != QDialog::Accepted)
        return;
    models::ConnectionDraft draft = m_shown;
    collect(draft);
    draft.customerGatewayId = editor.savedId();
    fillGateways(draft);
    Q_EMIT m_form->edited(Field::CustomerGateway);
    Q_EMIT m_form->left(Field::CustomerGateway);
}

} // namespace tw::ui
