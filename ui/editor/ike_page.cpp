#include "ui/editor/ike_page.h"

#include "models/catalog/preshared_key.h"
#include "ui/editor/field_form.h"
#include "ui/theme/tone.h"
#include "ui_ike_page.h"

namespace tw::ui {

using models::Field;

namespace {

constexpr int kLongestKey = 100; // beyond it the form need not take more to say that it is too long
const auto kVersion1 = QStringLiteral("ikev1");
const auto kVersion2 = QStringLiteral("ikev2");

} // namespace

IkePage::IkePage(QWidget *parent) : QWidget(parent), m_ui(std::make_unique<::Ui::IkePage>())
{
    m_ui->setupUi(this);
    m_form = new FieldForm(m_ui->form, this);
    m_form->bind(Field::Psk, m_ui->pskEdit);
    m_form->bind(Field::IkeVersion, m_ui->versionCombo);
    m_form->bind(Field::IkeMode, m_ui->modeCombo);
    m_form->bind(Field::IkeEncAlg, m_ui->encryptionCombo);
    m_form->bind(Field::IkeAuthAlg, m_ui->authenticationCombo);
    m_form->bind(Field::IkePfs, m_ui->groupCombo);
    m_form->bind(Field::IkeLifetime, m_ui->lifetimeEdit);
    m_form->bind(Field::LocalId, m_ui->localIdEdit);
    m_form->bind(Field::RemoteId, m_ui->remoteIdEdit);

    m_ui->pskEdit->setMaxLength(2 * kLongestKey);
    m_ui->pskEdit->setGenerator([] { return models::presharedKeyText(models::generatePresharedKey()); });
    setChoices(m_ui->versionCombo, {kVersion1, kVersion2});
    setChoices(m_ui->modeCombo, {QStringLiteral("main"), QStringLiteral("aggressive")});
    setChoices(m_ui->encryptionCombo, models::encryptionChoices());
    setChoices(m_ui->authenticationCombo, models::authenticationChoices());
    setChoices(m_ui->groupCombo, models::groupChoices());
    for (QLineEdit *edit : {m_ui->localIdEdit, m_ui->remoteIdEdit})
        edit->setFont(fixedFont(font()));
    connect(m_ui->versionCombo, &QComboBox::currentIndexChanged, this, &IkePage::followVersion);
    connect(m_ui->encryptionCombo, &QComboBox::currentIndexChanged, this, &IkePage::followEncryption);
}

IkePage::~IkePage() = default;

void IkePage::showDraft(const models::ConnectionDraft &draft)
{
    setChoice(m_ui->versionCombo, draft.ikeVersion);
    setChoice(m_ui->modeCombo, draft.ikeMode);
    setChoice(m_ui->encryptionCombo, draft.ikeEncAlg);
    setChoice(m_ui->authenticationCombo, draft.ikeAuthAlg);
    setChoice(m_ui->groupCombo, draft.ikePfs);
    m_ui->lifetimeEdit->setText(draft.ikeLifetime);
    m_ui->localIdEdit->setText(draft.localId);
    m_ui->remoteIdEdit->setText(draft.remoteId);
    followVersion();
    followEncryption();
}

void IkePage::collect(models::ConnectionDraft &draft) const
{
    draft.ikeVersion = choice(m_ui->versionCombo);
    draft.ikeMode = choice(m_ui->modeCombo);
    draft.ikeEncAlg = choice(m_ui->encryptionCombo);
    draft.ikeAuthAlg = choice(m_ui->authenticationCombo);
    draft.ikePfs = choice(m_ui->groupCombo);
    draft.ikeLifetime = m_ui->lifetimeEdit->text();
    draft.localId = m_ui->localIdEdit->text();
    draft.remoteId = m_ui->remoteIdEdit->text();
}

QString IkePage::key() const { return m_ui->pskEdit->secret(); }

void IkePage::showKey(const QString &key) { m_ui->pskEdit->setSecret(key); }

void IkePage::setDefaultIds(const QString &localId, const QString &remoteId)
{
    m_ui->localIdEdit->setPlaceholderText(localId.isEmpty() ? tr("The public IP of the VPN gateway") : localId);
    m_ui->remoteIdEdit->setPlaceholderText(remoteId.isEmpty() ? tr("The IP address of the customer gateway")
                                                              : remoteId);
}

// The mode is a matter of IKEv1; it keeps its value, so that going back to IKEv1 finds it.
void IkePage::followVersion()
{
    const bool isV1 = choice(m_ui->versionCombo) == kVersion1;
    m_ui->modeCombo->setEnabled(isV1);
    m_ui->modeCombo->setToolTip(
        isV1 ? tr("Aggressive mode is suggested for identities that are names. It shows the identities to "
                  "everyone on the path, and a recorded handshake can be searched for the key.")
             : tr("Only IKEv1 has modes."));
}

// RFC 5282: an AEAD suite authenticates by itself, and what is chosen here makes the keys (PRF).
void IkePage::followEncryption()
{
    const bool isAead = models::isAeadChoice(choice(m_ui->encryptionCombo));
    m_ui->authenticationCombo->setToolTip(
        isAead ? tr("The encryption algorithm authenticates by itself; this one derives the keys (PRF).") : QString());
}

} // namespace tw::ui
