#include "ui/diagnosis/fix_actions.h"

#include "models/catalog/catalog.h"
#include "models/live/connection_controller.h"
#include "models/live/live_state.h"
#include "models/live/state_group.h"
#include "ui/editor/connection_editor.h"
#include "ui/editor/gateway_editor.h"
#include "ui/widgets/questions.h"

namespace tw::ui {

using models::FixAction;

FixActions::FixActions(const Services &services, QWidget *window)
    : QObject(window), m_services(services), m_window(window)
{ }

void FixActions::apply(const models::Fix &fix)
{
    models::ConnectionController &controller = m_services.controller;
    switch (fix.action) {
    case FixAction::OpenField: openField(fix.field, fix.value); break;
    case FixAction::Start: report(controller.start(m_connection), tr("The connection is being started.")); break;
    case FixAction::Renegotiate:
        report(controller.renegotiate(m_connection), tr("Both phases are negotiated anew."));
        break;
    case FixAction::TestRekey: testRekey(); break;
    case FixAction::Probe:
        probe(fix.kind == models::FixKind::ProbePhase2 ? api::Phase::Phase2 : api::Phase::Phase1);
        break;
    case FixAction::PathCheck: Q_EMIT pathCheckRequested(); break;
    case FixAction::TrafficCheck: Q_EMIT trafficCheckRequested(); break;
    case FixAction::PeerReport: Q_EMIT reportRequested(); break;
    case FixAction::OpenCertificates: Q_EMIT certificatesRequested(); break;
    case FixAction::OpenGateway: openCustomerGateway(fix.field, fix.value); break;
    case FixAction::OpenLocalGateway: openVpnGateway(models::Field::LocalAddress, {}); break;
    case FixAction::None: break;
    }
}

void FixActions::report(const std::expected<void, QString> &outcome, const QString &sentence)
{
    if (outcome)
        Q_EMIT done(sentence);
    else
        Q_EMIT refused(outcome.error());
}

void FixActions::testRekey()
{
    report(m_services.controller.testRekey(m_connection),
           tr("The phase 2 SAs are being renewed, without an interruption. What comes of it is shown here."));
}

void FixActions::probe(api::Phase phase)
{
    const bool isPhase2 = phase == api::Phase::Phase2;
    const QString what = isPhase2
        ? tr("A second IKE SA is set up with the saved key and identity, a wide list of phase 2 algorithms is offered "
             "once, "
             "and the SA is deleted again. A peer that allows just one SA may drop the tunnel that stands.")
        : tr("One message of phase 1 is sent, which offers a wide list of algorithms, weak ones too. It ends before "
             "anybody "
             "proves who they are: no key is used, and no SA is made.");
    if (!m_agreed.contains(isPhase2)
        && !confirmed(m_window, tr("Ask the peer for its algorithms"), tr("Send a probe to the other gateway?"),
                      what + QStringLiteral("\n\n")
                          + tr("The saved connection does not change. The other gateway sees the list in its log."),
                      tr("Send the probe")))
        return;
    m_agreed.insert(isPhase2);
    report(m_services.controller.probe(m_connection,
                                       isPhase2 ? api::SuiteProbe::Scope::Phase2 : api::SuiteProbe::Scope::Phase1),
           tr("The probe is under way. What the peer takes is shown here."));
}

void FixActions::openField(std::optional<models::Field> field, const QString &value)
{
    openFields(field ? QList<models::Mend>{{*field, value}} : QList<models::Mend>());
}

void FixActions::openFields(const QList<models::Mend> &mends)
{
    if (mends.size() == 1 && mends.first().field == models::Field::IpAddress)
        return openCustomerGateway(mends.first().field, mends.first().value);
    if (mends.size() == 1 && mends.first().field == models::Field::InternetIp)
        return openVpnGateway(mends.first().field, mends.first().value);
    const models::Connection *connection = m_services.catalog.connection(m_connection);
    if (!connection)
        return;
    const bool isUp = models::stateGroup(m_services.live.state(m_connection)) == models::StateGroup::Up;
    ConnectionEditor editor(m_services.catalog, models::ConnectionDraft(connection->draft), isUp, m_window);
    for (const models::Mend &mend : mends)
        editor.openAt(mend.field, mend.value);
    if (mends.size() > 1)
        editor.openAt(mends.first().field, {}); // where the reading begins
    editor.exec();
}

void FixActions::openCustomerGateway(std::optional<models::Field> field, const QString &value)
{
    const models::Connection *connection = m_services.catalog.connection(m_connection);
    const models::CustomerGateway *gateway =
        connection ? m_services.catalog.customerGateway(connection->draft.customerGatewayId) : nullptr;
    if (!gateway)
        return;
    CustomerGatewayEditor editor(m_services.catalog, models::CustomerGateway(*gateway), m_window);
    if (field)
        editor.openAt(*field, value);
    editor.exec();
}

void FixActions::openVpnGateway(models::Field field, const QString &value)
{
    const models::Connection *connection = m_services.catalog.connection(m_connection);
    const models::VpnGateway *gateway =
        connection ? m_services.catalog.vpnGateway(connection->draft.vpnGatewayId) : nullptr;
    if (!gateway)
        return;
    VpnGatewayEditor editor(m_services.catalog, models::VpnGateway(*gateway), m_window);
    editor.openAt(field, value);
    editor.exec();
}

} // namespace tw::ui
