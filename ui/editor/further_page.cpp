#include "ui/editor/further_page.h"

#include "ui/editor/field_form.h"
#include "ui/theme/tone.h"
#include "ui_further_page.h"

namespace tw::ui {

using models::Field;

FurtherPage::FurtherPage(QWidget *parent) : QWidget(parent), m_ui(std::make_unique<::Ui::FurtherPage>())
{
    m_ui->setupUi(this);
    m_form = new FieldForm(m_ui->form, this);
    m_form->bind(Field::EnableDpd, m_ui->dpdCheck);
    m_form->bind(Field::EnableNatTraversal, m_ui->natTraversalCombo);
    m_form->bind(Field::HealthCheckEnable, m_ui->healthCheck);
    m_form->bind(Field::HealthCheckDip, m_ui->healthDestinationEdit);
    m_form->bind(Field::HealthCheckSip, m_ui->healthSourceEdit);
    m_form->bind(Field::HealthCheckInterval, m_ui->healthIntervalEdit);
    m_form->bind(Field::HealthCheckRetry, m_ui->healthRetryEdit);
    m_form->bind(Field::AntiReplayWindow, m_ui->replayWindowEdit);
    m_form->bind(Field::EnableEsn, m_ui->esnCheck);
    m_form->bind(Field::Mtu, m_ui->mtuEdit);
    m_form->bind(Field::Mss, m_ui->mssEdit);

    setChoices(m_ui->natTraversalCombo, {QStringLiteral("automatic"), QStringLiteral("forced"), QStringLiteral("off")});
    m_ui->mtuEdit->setPlaceholderText(tr("Computed from the algorithms and the encapsulation"));
    m_ui->mssEdit->setPlaceholderText(tr("Computed from the MTU"));
    m_ui->replayWindowEdit->setToolTip(tr("How far packets may overtake each other. 0 turns the check off."));
    m_ui->esnCheck->setToolTip(
        tr("With 32 bits a new key is due after four thousand million packets: about an hour at a million a second."));
    for (QLineEdit *edit : {m_ui->healthDestinationEdit, m_ui->healthSourceEdit})
        edit->setFont(fixedFont(font()));
    connect(m_ui->healthCheck, &QCheckBox::toggled, this, &FurtherPage::followHealthCheck);
    followHealthCheck();
}

FurtherPage::~FurtherPage() = default;

void FurtherPage::showDraft(const models::ConnectionDraft &draft)
{
    m_ui->dpdCheck->setChecked(draft.enableDpd);
    setChoice(m_ui->natTraversalCombo, draft.natTraversal);
    m_ui->healthCheck->setChecked(draft.healthCheck);
    m_ui->healthDestinationEdit->setText(draft.healthCheckDip);
    m_ui->healthSourceEdit->setText(draft.healthCheckSip);
    m_ui->healthIntervalEdit->setText(draft.healthCheckInterval);
    m_ui->healthRetryEdit->setText(draft.healthCheckRetry);
    m_ui->replayWindowEdit->setText(draft.replayWindow);
    m_ui->esnCheck->setChecked(draft.enableEsn);
    m_ui->mtuEdit->setText(draft.mtu);
    m_ui->mssEdit->setText(draft.mss);
}

void FurtherPage::collect(models::ConnectionDraft &draft) const
{
    draft.enableDpd = m_ui->dpdCheck->isChecked();
    draft.natTraversal = choice(m_ui->natTraversalCombo);
    draft.healthCheck = m_ui->healthCheck->isChecked();
    draft.healthCheckDip = m_ui->healthDestinationEdit->text();
    draft.healthCheckSip = m_ui->healthSourceEdit->text();
    draft.healthCheckInterval = m_ui->healthIntervalEdit->text();
    draft.healthCheckRetry = m_ui->healthRetryEdit->text();
    draft.replayWindow = m_ui->replayWindowEdit->text();
    draft.enableEsn = m_ui->esnCheck->isChecked();
    draft.mtu = m_ui->mtuEdit->text();
    draft.mss = m_ui->mssEdit->text();
}

void FurtherPage::followHealthCheck()
{
    const bool on = m_ui->healthCheck->isChecked();
    for (QLineEdit *edit :
         {m_ui->healthDestinationEdit, m_ui->healthSourceEdit, m_ui->healthIntervalEdit, m_ui->healthRetryEdit}) {
        edit->setEnabled(on);
        m_ui->form->labelForField(edit)->setEnabled(on);
    }
}

} // namespace tw::ui
