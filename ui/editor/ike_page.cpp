#include "ui/editor/ike_page.h"

#include "models/catalog/catalog.h"
#include "models/catalog/preshared_key.h"
#include "ui/catalog/certificate_import.h"
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

IkePage::IkePage(models::Catalog &catalog, QWidget *parent)
    : QWidget(parent), m_catalog(catalog), m_ui(std::make_unique<::Ui::IkePage>())
{
    m_ui->setupUi(this);
    m_form = new FieldForm(m_ui->form, this);
    m_form->bind(Field::AuthMethod, m_ui->methodCombo);
    m_form->bind(Field::Psk, m_ui->pskEdit);
    m_form->bind(Field::LocalCertificate, m_ui->certificateCombo);
    m_form->bind(Field::RemoteCa, m_ui->authorityCombo);
    m_form->bind(Field::IkeVersion, m_ui->versionCombo);
    m_form->bind(Field::IkeMode, m_ui->modeCombo);
    m_form->bind(Field::IkeEncAlg, m_ui->encryptionCombo);
    m_form->bind(Field::IkeAuthAlg, m_ui->authenticationCombo);
    m_form->bind(Field::IkePfs, m_ui->groupCombo);
    m_form->bind(Field::IkeLifetime, m_ui->lifetimeEdit);
    m_form->bind(Field::LocalId, m_ui->localIdEdit);
    m_form->bind(Field::RemoteId, m_ui->remoteIdEdit);

    // The label belongs to the whole of it, and the line within gets the focus.
    m_ui->pskEdit->lineEdit()->setAccessibleName(m_ui->pskEditLabel->text().remove(QLatin1Char('&')));
    m_ui->pskEdit->setMaxLength(2 * kLongestKey);
    m_ui->pskEdit->setGenerator([] { return models::presharedKeyText(models::generatePresharedKey()); });
    setChoices(m_ui->methodCombo, {QStringLiteral("psk"), QStringLiteral("certificate")});
    setChoices(m_ui->versionCombo, {kVersion1, kVersion2});
    setChoices(m_ui->modeCombo, {QStringLiteral("main"), QStringLiteral("aggressive")});
    setChoices(m_ui->encryptionCombo, models::encryptionChoices());
    setChoices(m_ui->authenticationCombo, models::authenticationChoices());
    setChoices(m_ui->groupCombo, models::groupChoices());
    for (QLineEdit *edit : {m_ui->localIdEdit, m_ui->remoteIdEdit})
        edit->setFont(fixedFont(font()));
    fillCertificates();
    connect(&catalog, &models::Catalog::certificatesChanged, this, &IkePage::fillCertificates);
    connect(m_ui->importOwnButton, &QPushButton::clicked, this,
            [this] { importCertificates(Field::LocalCertificate); });
    connect(m_ui->importAuthorityButton, &QPushButton::clicked, this, [this] { importCertificates(Field::RemoteCa); });
    connect(m_ui->methodCombo, &QComboBox::currentIndexChanged, this, &IkePage::followMethod);
    connect(m_ui->versionCombo, &QComboBox::currentIndexChanged, this, &IkePage::followVersion);
    connect(m_ui->encryptionCombo, &QComboBox::currentIndexChanged, this, &IkePage::followEncryption);
}

IkePage::~IkePage() = default;

void IkePage::showDraft(const models::ConnectionDraft &draft)
{
    setChoice(m_ui->methodCombo, draft.authMethod);
    setChoice(m_ui->certificateCombo, draft.localCertificate);
    setChoice(m_ui->authorityCombo, draft.remoteCa);
    setChoice(m_ui->versionCombo, draft.ikeVersion);
    setChoice(m_ui->modeCombo, draft.ikeMode);
    setChoice(m_ui->encryptionCombo, draft.ikeEncAlg);
    setChoice(m_ui->authenticationCombo, draft.ikeAuthAlg);
    setChoice(m_ui->groupCombo, draft.ikePfs);
    m_ui->lifetimeEdit->setText(draft.ikeLifetime);
    m_ui->localIdEdit->setText(draft.localId);
    m_ui->remoteIdEdit->setText(draft.remoteId);
    followMethod();
    followVersion();
    followEncryption();
}

void IkePage::collect(models::ConnectionDraft &draft) const
{
    draft.authMethod = choice(m_ui->methodCombo);
    draft.localCertificate = choice(m_ui->certificateCombo);
    draft.remoteCa = choice(m_ui->authorityCombo);
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

// Our own are those with a private key. Whom we believe may be any, authorities first.
void IkePage::fillCertificates()
{
    const auto fill = [this](QComboBox *combo, auto isWanted, const QString &nothing) {
        const QString before = choice(combo);
        const QSignalBlocker quiet(combo);
        combo->clear();
        combo->addItem(nothing, QString());
        for (const bool isCa : {true, false}) {
            for (const models::Certificate &certificate : m_catalog.certificates()) {
                if (certificate.facts.isCa != isCa || !isWanted(certificate))
                    continue;
                const auto expiry = models::expiryOf(certificate.facts, QDateTime::currentDateTimeUtc());
                const QString mark = models::expiryText(expiry);
                const QString title = models::certificateTitle(certificate);
                combo->addItem(mark.isEmpty() ? title : tr("%1 (%2)", "certificate, expiry").arg(title, mark),
                               certificate.id);
                combo->setItemData(combo->count() - 1, tr("Fingerprint: %1").arg(certificate.id), Qt::ToolTipRole);
            }
        }
        setChoice(combo, before);
    };
    fill(
        m_ui->certificateCombo, [](const models::Certificate &one) { return one.hasKey(); },
        tr("Choose, or import one with its private key"));
    fill(
        m_ui->authorityCombo, [](const models::Certificate &one) { return one.facts.isCa || !one.hasKey(); },
        tr("Choose, or import the one that issued the peer's"));
}

// What was imported for a field is chosen there.
void IkePage::importCertificates(Field field)
{
    CertificateImporter(m_catalog, this).chooseAndImport([this, field](const models::CertificateImport &done) {
        QComboBox *combo = field == Field::LocalCertificate ? m_ui->certificateCombo : m_ui->authorityCombo;
        for (const QString &id : QStringList{done.keyOf} + done.added + done.known) {
            if (const int index = id.isEmpty() ? -1 : combo->findData(id); index >= 0) {
                combo->setCurrentIndex(index);
                break;
            }
        }
        Q_EMIT m_form->edited(field);
        Q_EMIT m_form->left(field);
    });
}

void IkePage::followMethod()
{
    const bool byCertificate = choice(m_ui->methodCombo) == QLatin1String("certificate");
    m_ui->form->setRowVisible(m_ui->pskEdit, !byCertificate);
    m_ui->form->setRowVisible(m_ui->certificateComboRow, byCertificate);
    m_ui->form->setRowVisible(m_ui->authorityComboRow, byCertificate);
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
