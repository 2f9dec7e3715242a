#include "ui/catalog/certificates_page.h"

#include "models/catalog/bulk_removal.h"
#include "models/catalog/certificate_table_model.h"
#include "models/catalog/table_roles.h"
#include "models/log/joined_text.h"
#include "models/store/settings.h"
#include "ui/catalog/certificate_details.h"
#include "ui/catalog/certificate_import.h"
#include "ui/catalog/deletion.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/badge_delegate.h"
#include "ui/widgets/object_table.h"
#include "ui/widgets/questions.h"

#include <QAction>

#include <algorithm>

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
    CertificateImporter importer(m_services.catalog, this);
    importer.setOpened([this](const QString &path) { m_services.settings.rememberFile(path); });
    importer.chooseAndImport([this](const models::CertificateImport &done) {
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
    if (ids.size() > 1) {
        deleteSeveral(models::ObjectKind::Certificate, ids, [this](const models::BulkRemoval &removal) {
            return confirmsDeletion(removal.ids(models::BulkRemoval::Outcome::Pending),
                                    removal.names(models::BulkRemoval::Outcome::Pending));
        });
        return;
    }
    const QString id = ids.value(0);
    const models::Certificate *certificate = m_services.catalog.certificate(id);
    if (!certificate)
        return;
    const QString title = models::certificateTitle(*certificate);
    if (const auto users = m_services.catalog.connectionsOfCertificate(id); !users.isEmpty())
        refuse(this, deletionTitle(1),
               tr("The certificate “%1” cannot be deleted: IPsec connections use it.").arg(title), namesOf(users));
    else if (confirmsDeletion(ids, {title}))
        tellTrouble(deletionTitle(1), m_services.catalog.removeCertificate(id));
}

QString CertificatesPage::deletionTitle(int count)
{
    return count > 1 ? tr("Delete certificates") : tr("Delete certificate");
}

bool CertificatesPage::confirmsDeletion(const QStringList &ids, const QStringList &names)
{
    const bool hasKeys =
        std::ranges::any_of(ids, [this](const QString &id) { return m_services.catalog.certificate(id)->hasKey(); });
    const int count = static_cast<int>(ids.size());
    QStringList consequences;
    if (count == 1) {
        consequences = {tr("No IPsec connection uses it."),
                        hasKeys ? tr("Its private key is deleted, too. Until the program ends, this can be undone "
                                     "(Ctrl+Z), and the key stays in the key file until then.")
                                : tr("Until the program ends, this can be undone (Ctrl+Z).")};
        return confirmed(this, deletionTitle(count), tr("Delete the certificate “%1”?").arg(names.first()),
                         models::joinedSentences(consequences), tr("Delete"));
    }
    consequences = {tr("No IPsec connection uses them."),
                    hasKeys ? tr("Their private keys are deleted, too. Until the program ends, this can be undone "
                                 "(Ctrl+Z), and the keys stay in the key file until then.")
                            : tr("Until the program ends, this can be undone (Ctrl+Z).")};
    return confirmed(this, deletionTitle(count), tr("Delete %n certificate(s)?", nullptr, count),
                     models::joinedSentences(consequences), tr("Delete"), names);
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
