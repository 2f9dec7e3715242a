#include "ui/catalog/certificates_page.h"

#include "models/catalog/certificate_table_model.h"
#include "models/catalog/table_roles.h"
#include "ui/catalog/certificate_details.h"
#include "ui/catalog/certificate_import.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/badge_delegate.h"
#include "ui/widgets/object_table.h"
#include "ui/widgets/questions.h"

#include <QAction>

namespace tw::ui {

namespace {

using models::CertificateTableModel;

Badge expiryBadge(models::Expiry::State state)
{
    using enum models::Expiry::State;
    switch (state) {
    case Valid: return {QStringLiteral("state-up"), Tone::Good, false};
    case ExpiresSoon: return {QStringLiteral("warning"), Tone::Warning, true};
    case Expired: return {QStringLiteral("state-failed"), Tone::Bad, true};
    case NotYetValid: return {QStringLiteral("state-waiting"), Tone::Warning, true};
    }
    return {};
}

} // namespace

CertificatesPage::CertificatesPage(const Services &services, QWidget *parent)
    : ObjectPage(services, QStringLiteral("certificates"), QStringLiteral("certificate"), parent),
      m_model(new CertificateTableModel(services.catalog, this))
{
    setSource(m_model, CertificateTableModel::SubjectColumn, {40, 36, 36, 16, 14, 24, 66},
              {CertificateTableModel::IdColumn});
    const auto badge = [this](const QModelIndex &index) {
        return expiryBadge(m_model->expiryOf(index.data(models::IdRole).toString()).state);
    };
    table()->setItemDelegateForColumn(CertificateTableModel::ValidUntilColumn, new BadgeDelegate(badge, table()));
    table()->setItemDelegateForColumn(CertificateTableModel::IdColumn, new FixedFontDelegate(table()));
    retranslate();
}

void CertificatesPage::setRegion(const QString &) { ObjectPage::setRegion({}); }

void CertificatesPage::createObject()
{
    CertificateImporter(m_services.catalog, this).chooseAndImport([this](const models::CertificateImport &done) {
        // The one with the key is what the user came for.
        const QStringList ids = QStringList{done.keyOf} + done.added + done.known;
        for (const QString &id : ids) {
            if (!id.isEmpty() && table()->selectId(id))
                return;
        }
    });
}

void CertificatesPage::editObject(const QString &id)
{
    const models::Certificate *certificate = m_services.catalog.certificate(id);
    if (!certificate)
        return;
    CertificateDetails details(m_services.catalog, models::Certificate(*certificate), this);
    details.exec();
}

void CertificatesPage::deleteObjects(const QStringList &ids)
{
    for (const QString &id : ids) {
        const models::Certificate *certificate = m_services.catalog.certificate(id);
        if (!certificate)
            continue;
        const QString name = models::certificateTitle(*certificate);
        const bool hasKey = certificate->hasKey();
        if (const auto users = m_services.catalog.connectionsOfCertificate(id); !users.isEmpty()) {
            QStringList names;
            for (const models::Connection &user : users)
                names.append(user.draft.name);
            refuse(this, tr("Delete certificate"),
                   tr("The certificate “%1” cannot be deleted: IPsec connections use it.").arg(name), names);
            continue;
        }
        if (!confirmed(this, tr("Delete certificate"), tr("Delete the certificate “%1”?").arg(name),
                       hasKey
                           ? tr("No IPsec connection uses it. Its private key is deleted, too. This cannot be undone.")
                           : tr("No IPsec connection uses it. This cannot be undone."),
                       tr("Delete")))
            return;
        tellTrouble(tr("Delete certificate"), m_services.catalog.removeCertificate(id));
    }
}

void CertificatesPage::retranslate()
{
    m_model->retranslate();
    setTexts(
        tr("Certificates"), tr("No certificates yet"),
        tr("Connections can prove themselves by certificates instead of a pre-shared key. Import your own with its "
           "private key, and that of the authority (CA) that issued the peer's."),
        tr("&Import certificates..."));
    newAction()->setIconText(tr("Import"));
    editAction()->setIcon(symbolicIcon(QStringLiteral("reveal")));
    editAction()->setText(tr("&Show..."));
    editAction()->setIconText(tr("Show"));
    editAction()->setToolTip(tr("Show all that it says (Enter)"));
}

} // namespace tw::ui
