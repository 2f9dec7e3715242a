#include "ui/editor/ipsec_page.h"

#include "ui/editor/field_form.h"
#include "ui_ipsec_page.h"

namespace tw::ui {

using models::Field;

namespace {

const auto kNone = QStringLiteral("none");
const auto kDisabled = QStringLiteral("disabled");

} // namespace

IpsecPage::IpsecPage(QWidget *parent) : QWidget(parent), m_ui(std::make_unique<::Ui::IpsecPage>())
{
    m_ui->setupUi(this);
    m_form = new FieldForm(m_ui->form, this);
    m_form->bind(Field::IpsecEncAlg, m_ui->encryptionCombo);
    m_form->bind(Field::IpsecAuthAlg, m_ui->authenticationCombo);
    m_form->bind(Field::IpsecPfs, m_ui->groupCombo);
    m_form->bind(Field::IpsecLifetime, m_ui->lifetimeEdit);

    setChoices(m_ui->encryptionCombo, models::encryptionChoices());
    setChoices(m_ui->authenticationCombo, models::authenticationChoices() << kNone);
    setChoices(m_ui->groupCombo, QStringList{kDisabled} + models::groupChoices());
    m_ui->groupCombo->setToolTip(
        tr("Any group but disabled turns on PFS: each renegotiation makes fresh keys. The peer must have "
           "PFS on with the same group. For peers without PFS choose disabled."));
    connect(m_ui->encryptionCombo, &QComboBox::activated, this, &IpsecPage::followEncryption);
}

IpsecPage::~IpsecPage() = default;

void IpsecPage::showDraft(const models::ConnectionDraft &draft)
{
    setChoice(m_ui->encryptionCombo, draft.ipsecEncAlg);
    setChoice(m_ui->authenticationCombo, draft.ipsecAuthAlg);
    setChoice(m_ui->groupCombo, draft.ipsecPfs);
    m_ui->lifetimeEdit->setText(draft.ipsecLifetime);
}

void IpsecPage::collect(models::ConnectionDraft &draft) const
{
    draft.ipsecEncAlg = choice(m_ui->encryptionCombo);
    draft.ipsecAuthAlg = choice(m_ui->authenticationCombo);
    draft.ipsecPfs = choice(m_ui->groupCombo);
    draft.ipsecLifetime = m_ui->lifetimeEdit->text();
}

// Only where the user chooses: an AEAD suite takes no authentication algorithm, the others need one.
void IpsecPage::followEncryption()
{
    const bool isAead = models::isAeadChoice(choice(m_ui->encryptionCombo));
    const bool hasNone = choice(m_ui->authenticationCombo) == kNone;
    if (isAead && !hasNone)
        setChoice(m_ui->authenticationCombo, kNone);
    else if (!isAead && hasNone)
        setChoice(m_ui->authenticationCombo, models::ConnectionDraft().ipsecAuthAlg);
}

} // namespace tw::ui
