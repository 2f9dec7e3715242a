#include "ui/editor/gateway_editor.h"

#include "ui/editor/field_form.h"
#include "ui/theme/language.h"
#include "ui/theme/measure.h"
#include "ui/theme/tone.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/saving_state.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace tw::ui {

using models::Field;

namespace {

// The validators give the object or the issues; a form wants the issues.
template <typename T>
models::ValidationIssues issuesOf(const std::expected<T, models::ValidationIssues> &result)
{
    return result ? models::ValidationIssues() : result.error();
}

QString regionTitle(const models::Catalog &catalog, const QString &id)
{
    const models::Region *region = catalog.region(id);
    return region ? region->title(currentLanguage()) : id;
}

} // namespace

ObjectEditor::ObjectEditor(models::Catalog &catalog, const QString &title, QWidget *parent)
    : QDialog(parent),
      m_catalog(catalog),
      m_layout(new QFormLayout),
      m_form(new FieldForm(m_layout, this)),
      m_refusal(new MessageBar(this)),
      m_saving(new SavingState(catalog, m_refusal, this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(title);
    m_saving->setReopening([this] { return reopening(); });
    m_layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_layout->setHorizontalSpacing(12);
    m_layout->setVerticalSpacing(8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(m_refusal);
    layout->addLayout(m_layout);
    layout->addStretch();
    layout->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &ObjectEditor::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &ObjectEditor::reject);
    m_buttons->button(QDialogButtonBox::Ok)->setShortcut(Qt::CTRL | Qt::Key_Return);
    setMinimumWidth(letterWidth(fontMetrics()) * 88);
}

ObjectEditor::~ObjectEditor()
{
    m_form->disconnect(this); // a field that has the focus is left once more while the widgets go
}

QLineEdit *ObjectEditor::addLine(Field field, const QString &label, const QString &text, bool fixedPitch)
{
    auto *edit = new QLineEdit(text, this);
    if (fixedPitch)
        edit->setFont(fixedFont(font()));
    m_layout->addRow(label, edit); // the label is the edit's buddy
    m_form->bind(field, edit);
    return edit;
}

void ObjectEditor::addNote(const QString &text)
{
    auto *note = new QLabel(text, this);
    note->setWordWrap(true);
    note->setForegroundRole(QPalette::PlaceholderText);
    m_layout->addRow(QString(), note);
}

void ObjectEditor::connectForm()
{
    // The buttons were made first, and come last.
    QWidget *before = nullptr;
    for (const Field field : m_form->fieldsInOrder()) {
        QWidget *widget = m_form->widget(field);
        if (before)
            setTabOrder(before, widget);
        else
            widget->setFocus();
        before = widget;
    }
    setTabOrder(before, m_buttons);
    connect(m_form, &FieldForm::edited, this, &ObjectEditor::revalidate);
    connect(m_form, &FieldForm::left, this, [this](Field field) {
        m_left.insert(field);
        revalidate();
    });
    connect(m_form, &FieldForm::mendChosen, this, [this](const models::Mend &mend) {
        apply(mend);
        revalidate();
    });
}

void ObjectEditor::openAt(Field field, const QString &value)
{
    if (!value.isEmpty()) {
        QWidget *widget = m_form->widget(field);
        const auto *edit = qobject_cast<QLineEdit *>(widget);
        const auto *combo = qobject_cast<QComboBox *>(widget);
        const QString before = edit ? edit->text() : combo ? combo->currentText() : QString();
        if (before != value) {
            apply({field, value});
            m_left.insert(field);
            revalidate();
            m_form->setNote(field, filledInNote(before));
        }
    }
    m_form->focusField(field);
}

void ObjectEditor::revalidate()
{
    models::ValidationIssues shown = check();
    erase_if(shown, [this](const models::ValidationIssue &issue) { return !m_left.contains(issue.field); });
    m_form->showIssues(shown);
}

void ObjectEditor::accept()
{
    trySave([this] { QDialog::accept(); });
}

void ObjectEditor::reject()
{
    if (m_saving->letsGo())
        QDialog::reject();
}

void ObjectEditor::offerAnother()
{
    auto *another = m_buttons->addButton(tr("Save and &add another"), QDialogButtonBox::ActionRole);
    another->setObjectName(QStringLiteral("another"));
    another->setAutoDefault(false);
    connect(another, &QPushButton::clicked, this, [this] {
        trySave([this] {
            m_buttons->button(QDialogButtonBox::Cancel)->setText(tr("Close"));
            const QString name = beginAnother();
            m_left.clear();
            revalidate();
            m_refusal->showMessage(Tone::Good, tr("“%1” was created. Enter the next one, or close.").arg(name));
        });
    });
}

void ObjectEditor::trySave(std::function<void()> then)
{
    if (m_saving->isWaiting())
        return;
    for (const Field field : m_form->fields())
        m_left.insert(field);
    revalidate();
    for (const models::ValidationIssue &issue : check()) {
        if (issue.severity == models::Severity::Error) {
            m_form->focusField(issue.field);
            return;
        }
    }
    const auto saved = save();
    if (!saved) {
        m_refusal->showMessage(Tone::Bad, saved.error().text);
        return;
    }
    const auto *name = qobject_cast<QLineEdit *>(m_form->widget(Field::Name));
    m_saving->await(
        [this, id = *saved, then = std::move(then)] {
            m_savedId = id;
            then();
        },
        name->text().trimmed());
}

VpnGatewayEditor::VpnGatewayEditor(models::Catalog &catalog, const models::VpnGateway &gateway, QWidget *parent)
    : ObjectEditor(catalog,
                   gateway.id.isEmpty() ? tr("New VPN gateway") : tr("Edit VPN gateway “%1”").arg(gateway.name),
                   parent),
      m_gateway(gateway)
{
    m_layout->addRow(tr("Region"), new QLabel(regionTitle(catalog, gateway.regionId), this));
    m_name = addLine(Field::Name, tr("&Name"), gateway.name);
    m_internetIp = addLine(Field::InternetIp, tr("&Public IP"), gateway.internetIp, true);
    addNote(
        tr("The address that peers see. It may differ from the address of this machine where a NAT stands between."));

    m_localAddress = new QComboBox(this);
    m_localAddress->setEditable(true);
    m_localAddress->setFont(fixedFont(font()));
    for (const QString &address : models::currentMachineFacts().addresses)
        m_localAddress->addItem(address);
    m_localAddress->setEditText(gateway.localAddress);
    m_localAddress->lineEdit()->setPlaceholderText(tr("Chosen by the route to the peer"));
    m_layout->addRow(tr("&Local address"), m_localAddress);
    m_form->bind(Field::LocalAddress, m_localAddress);
    addNote(tr("The address of this machine from which the engine negotiates."));
    m_description = addLine(Field::Description, tr("&Description"), gateway.description);
    connectForm();
}

models::VpnGateway VpnGatewayEditor::draft() const
{
    models::VpnGateway gateway = m_gateway;
    gateway.name = m_name->text();
    gateway.internetIp = m_internetIp->text();
    gateway.localAddress = m_localAddress->currentText();
    gateway.description = m_description->text();
    return gateway;
}

models::ValidationIssues VpnGatewayEditor::check() const
{
    return issuesOf(models::validate(draft(), m_catalog.vpnGateways(), m_catalog.regions()));
}

models::CatalogResult<QString> VpnGatewayEditor::save() { return m_catalog.save(draft()); }

void VpnGatewayEditor::apply(const models::Mend &mend)
{
    if (mend.field == Field::InternetIp)
        m_internetIp->setText(mend.value);
    else if (mend.field == Field::LocalAddress)
        m_localAddress->setEditText(mend.value);
    else if (mend.field == Field::Name)
        m_name->setText(mend.value);
}

Reopen VpnGatewayEditor::reopening() const
{
    return [&catalog = m_catalog, typed = draft()](QWidget *parent) {
        return new VpnGatewayEditor(catalog, typed, parent);
    };
}

CustomerGatewayEditor::CustomerGatewayEditor(models::Catalog &catalog, const models::CustomerGateway &gateway,
                                             QWidget *parent)
    : ObjectEditor(catalog,
                   gateway.id.isEmpty() ? tr("New customer gateway")
                                        : tr("Edit customer gateway “%1”").arg(gateway.name),
                   parent),
      m_gateway(gateway)
{
    m_layout->addRow(tr("Region"), new QLabel(regionTitle(catalog, gateway.regionId), this));
    m_name = addLine(Field::Name, tr("&Name"), gateway.name);
    m_ipAddress = addLine(Field::IpAddress, tr("&IP address"), gateway.ipAddress, true);
    addNote(tr("The public address of the device at the other end: IPv4, IPv6, or a DNS name that is looked up before "
               "every attempt."));
    m_asn = addLine(Field::Asn, tr("&ASN"), gateway.asn);
    m_asn->setPlaceholderText(tr("Optional"));
    m_description = addLine(Field::Description, tr("&Description"), gateway.description);
    connectForm();
}

models::CustomerGateway CustomerGatewayEditor::draft() const
{
    models::CustomerGateway gateway = m_gateway;
    gateway.name = m_name->text();
    gateway.ipAddress = m_ipAddress->text();
    gateway.asn = m_asn->text();
    gateway.description = m_description->text();
    return gateway;
}

models::ValidationIssues CustomerGatewayEditor::check() const
{
    return issuesOf(models::validate(draft(), m_catalog.customerGateways(), m_catalog.regions()));
}

models::CatalogResult<QString> CustomerGatewayEditor::save() { return m_catalog.save(draft()); }

QString CustomerGatewayEditor::beginAnother()
{
    const QString name = m_name->text().trimmed();
    for (QLineEdit *edit : {m_name, m_ipAddress, m_asn, m_description})
        edit->clear();
    m_name->setFocus();
    return name;
}

void CustomerGatewayEditor::apply(const models::Mend &mend)
{
    if (mend.field == Field::IpAddress)
        m_ipAddress->setText(mend.value);
    else if (mend.field == Field::Asn)
        m_asn->setText(mend.value);
    else if (mend.field == Field::Name)
        m_name->setText(mend.value);
}

Reopen CustomerGatewayEditor::reopening() const
{
    const bool hasAnother = findChild<QPushButton *>(QStringLiteral("another"));
    return [&catalog = m_catalog, typed = draft(), hasAnother](QWidget *parent) {
        auto *editor = new CustomerGatewayEditor(catalog, typed, parent);
        if (hasAnother)
            editor->offerAnother();
        return editor;
    };
}

RegionEditor::RegionEditor(models::Catalog &catalog, const models::Region &region, QWidget *parent)
    : ObjectEditor(catalog, region.id.isEmpty() ? tr("New region") : tr("Rename region “%1”").arg(region.name), parent),
      m_isNew(region.id.isEmpty())
{
    m_name = addLine(Field::Name, tr("&Name"), region.name);
    m_name->setPlaceholderText(tr("For example: Head office"));
    m_id = addLine(Field::RegionId, tr("&Region ID"), region.id, true);
    m_id->setEnabled(m_isNew);
    m_id->setPlaceholderText(tr("For example: head-office"));
    addNote(tr("Letters, digits and hyphens. It identifies the region in documents and does not change."));
    connectForm();
}

models::Region RegionEditor::draft() const
{
    return {.id = m_id->text().trimmed(), .name = m_name->text(), .chineseName = {}, .isOwn = true};
}

models::ValidationIssues RegionEditor::check() const
{
    return issuesOf(models::validate(draft(), m_catalog.regions()));
}

models::CatalogResult<QString> RegionEditor::save()
{
    const models::Region region = draft();
    // The catalogue would take it for a renaming.
    if (const models::Region *other = m_isNew ? m_catalog.region(region.id) : nullptr) {
        models::CatalogError taken;
        taken.object = models::ObjectKind::Region;
        taken.name = region.name;
        taken.text = tr("The region “%1” has the ID %2 already.").arg(other->title(currentLanguage()), region.id);
        return std::unexpected(taken);
    }
    return m_catalog.save(region);
}

Reopen RegionEditor::reopening() const
{
    return [&catalog = m_catalog, typed = draft(), isNew = m_isNew](QWidget *parent) {
        auto *editor = new RegionEditor(catalog, isNew ? models::Region() : typed, parent);
        editor->m_name->setText(typed.name);
        editor->m_id->setText(typed.id);
        return editor;
    };
}

void RegionEditor::apply(const models::Mend &mend)
{
    if (mend.field == Field::Name)
        m_name->setText(mend.value);
    else if (mend.field == Field::RegionId && m_isNew)
        m_id->setText(mend.value);
}

} // namespace tw::ui
