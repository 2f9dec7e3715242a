#include "ui/catalog/certificate_details.h"

#include "models/catalog/catalog.h"
#include "ui/theme/measure.h"
#include "ui/theme/tone.h"
#include "ui/widgets/breakable_text.h"
#include "ui/widgets/relative_time.h"
#include "ui/widgets/window_size.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace tw::ui {

namespace {

QString timeText(UtcTime time) { return ui::timeText(models::toDateTime(time)); }

// "0f:3c:...", as everyone else shows them; with room to break the line.
QString withColons(const QString &digits)
{
    QStringList pairs;
    for (qsizetype at = 0; at < digits.size(); at += 2)
        pairs.append(digits.mid(at, 2));
    return pairs.join(QStringLiteral(":\u200b"));
}

} // namespace

CertificateDetails::CertificateDetails(const models::Catalog &catalog, const models::Certificate &certificate,
                                       QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Certificate"));
    const api::CertificateFacts &facts = certificate.facts;
    const auto text = [](const std::string &value) { return QString::fromStdString(value); };
    auto *content = new QWidget(this);
    auto *form = new QFormLayout(content);
    form->setContentsMargins(16, 12, 16, 12);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setLabelAlignment((form->labelAlignment() & Qt::AlignHorizontal_Mask) | Qt::AlignTop);
    form->setRowWrapPolicy(QFormLayout::DontWrapRows);

    add(form, tr("Subject"), text(facts.subject));
    QStringList names;
    for (const api::Identity &name : facts.names)
        names.append(text(name.toString()));
    add(form, tr("Identities"), names.join(QLatin1Char('\n')));
    add(form, tr("Issued by"), facts.isSelfSigned ? tr("Itself") : text(facts.issuer));
    add(form, tr("Valid from"), timeText(facts.notBefore));
    const QString mark = models::expiryText(models::expiryOf(facts, QDateTime::currentDateTimeUtc()));
    add(form, tr("Valid until"),
        mark.isEmpty() ? timeText(facts.notAfter)
                       : tr("%1 · %2", "date, what it means").arg(timeText(facts.notAfter), mark));
    add(form, tr("Key"), facts.keyAlgorithm.empty() ? tr("Of no use for IKE") : text(facts.keyAlgorithm));
    add(form, tr("Private key"), certificate.hasKey() ? tr("Imported") : tr("None"));
    add(form, tr("May issue others"), facts.isCa ? tr("Yes") : tr("No"));
    add(form, tr("Serial number"), withColons(text(facts.serial)), true);
    add(form, tr("Fingerprint (SHA-256)"), withColons(certificate.id), true);
    QStringList users;
    for (const models::Connection &connection : catalog.connectionsOfCertificate(certificate.id))
        users.append(connection.draft.name);
    add(form, tr("Used by"), users.isEmpty() ? tr("No connection") : users.join(QLatin1Char('\n')));

    auto *scroll = new QScrollArea(this);
    scroll->setAccessibleName(windowTitle()); // the keyboard scrolls it
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll, 1);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(16, 8, 16, 12);
    foot->addWidget(buttons);
    layout->addLayout(foot);
    resizeWithin(*this, QSize(letterWidth(fontMetrics()) * 80, fontMetrics().lineSpacing() * 26));
}

void CertificateDetails::add(QFormLayout *form, const QString &label, const QString &value, bool isFixed)
{
    auto *shown = new QLabel(breakable(value, fontMetrics()), this);
    shown->setTextFormat(Qt::PlainText);
    shown->setWordWrap(true);
    shown->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    QSizePolicy policy = shown->sizePolicy(); // with the height that follows from the width
    policy.setHorizontalPolicy(QSizePolicy::Ignored);
    shown->setSizePolicy(policy);
    shown->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    if (isFixed)
        shown->setFont(fixedFont(font()));
    auto *title = new QLabel(label, this);
    title->setForegroundRole(QPalette::PlaceholderText);
    title->setAlignment(form->labelAlignment()); // at the first line of several
    form->addRow(title, shown);
}

} // namespace tw::ui
