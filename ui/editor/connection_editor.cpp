#include "ui/editor/connection_editor.h"

#include "models/catalog/issue_text.h"
#include "models/catalog/weakness.h"
#include "models/transfer/device_preset.h"
#include "ui/editor/draft_summary.h"
#include "ui/editor/field_form.h"
#include "ui/editor/further_page.h"
#include "ui/editor/general_page.h"
#include "ui/editor/ike_page.h"
#include "ui/editor/ipsec_page.h"
#include "ui/theme/measure.h"
#include "ui/theme/tone.h"
#include "ui/widgets/disclosure.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/questions.h"
#include "ui/widgets/saving_state.h"
#include "ui/widgets/vertical_scroll_area.h"
#include "ui/widgets/window_size.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace tw::ui {

using models::Field;
using models::Reason;
using models::Severity;

namespace {

// Connections between the same gateways share one IKE SA. That another one differs is no error of this one: saving asks
// whether the other shall follow.
bool isAboutSharing(const models::ValidationIssue &issue)
{
    return issue.reason == Reason::SharedIkeDiffers || issue.reason == Reason::SharedPskDiffers;
}

// Whoever chooses a certificate is told at once that it has other identities, and which.
bool followsCertificate(const models::ValidationIssue &issue)
{
    return issue.reason == Reason::IdNotInCertificate && issue.crossing;
}

} // namespace

ConnectionEditor::ConnectionEditor(models::Catalog &catalog, const models::ConnectionDraft &draft, bool isUp,
                                   QWidget *parent)
    : QDialog(parent),
      m_catalog(catalog),
      m_before(draft),
      m_isUp(isUp),
      m_general(new GeneralPage(catalog, this)),
      m_ike(new IkePage(catalog, this)),
      m_ipsec(new IpsecPage(this)),
      m_further(new FurtherPage(this)),
      m_forms{m_general->form(), m_ike->form(), m_ipsec->form(), m_further->form()},
      m_refusal(new MessageBar(this)),
      m_saving(new SavingState(catalog, m_refusal, this)),
      m_scroll(new VerticalScrollArea(this)),
      m_presetNote(new QLabel(this)),
      m_summary(new QLabel(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(draft.id.isEmpty() ? tr("New IPsec connection") : tr("Edit IPsec connection “%1”").arg(draft.name));
    setObjectName(QStringLiteral("ConnectionEditor"));
    m_saving->setReopening([this] { return reopening(); });
    buildPages();
    showDraft(draft);

    if (draft.id.isEmpty()) {
        m_ike->showKey(models::presharedKeyText(models::generatePresharedKey()));
    } else if (const auto stored = m_catalog.presharedKey(draft.id)) {
        m_ike->showKey(models::presharedKeyText(*stored));
    } else {
        m_refusal->showMessage(Tone::Warning, stored.error().text);
    }

    for (FieldForm *form : m_forms) {
        connect(form, &FieldForm::edited, this, [this](Field field) {
            m_keyEdited = m_keyEdited || field == Field::Psk;
            revalidate();
        });
        connect(form, &FieldForm::left, this, [this](Field field) {
            m_left.insert(field);
            revalidate();
        });
        connect(form, &FieldForm::mendChosen, this, &ConnectionEditor::apply);
    }
    revalidate();
}

ConnectionEditor::~ConnectionEditor()
{
    // A field that has the focus is left once more while the pages go, and then nobody may listen.
    for (FieldForm *form : m_forms)
        form->disconnect(this);
}

void ConnectionEditor::buildPages()
{
    auto *content = new QWidget(m_scroll);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(10);
    column->addWidget(m_general);

    column->addWidget(buildPresets());
    m_presetNote->setParent(content);
    m_presetNote->setWordWrap(true);
    m_presetNote->setForegroundRole(QPalette::PlaceholderText);
    m_presetNote->hide();
    column->addWidget(m_presetNote);

    m_scroll->setWidget(content);
    addFolded(tr("Advanced configuration: IKE"), m_ike, m_ike->form());
    addFolded(tr("Advanced configuration: IPsec"), m_ipsec, m_ipsec->form());
    addFolded(tr("Further settings"), m_further, m_further->form());
    column->addStretch();
    alignLabels();

    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(16, 8, 16, 12);
    foot->setSpacing(8);
    foot->addWidget(m_summary);
    foot->addWidget(m_buttons);
    auto *line = new QFrame(this);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_refusal);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(line);
    layout->addLayout(foot);

    m_buttons->button(QDialogButtonBox::Ok)->setShortcut(Qt::CTRL | Qt::Key_Return);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &ConnectionEditor::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &ConnectionEditor::reject);
    const int em = letterWidth(fontMetrics());
    resizeWithin(*this, QSize(em * 118, fontMetrics().lineSpacing() * 44));
}

QWidget *ConnectionEditor::buildPresets()
{
    auto *row = new QWidget(this);
    auto *recommended = new QPushButton(tr("Use the recommended ones"), row);
    auto *cloud = new QPushButton(tr("Use the cloud console's defaults"), row);
    auto *older = new QPushButton(tr("Use those of an older device"), row);
    recommended->setToolTip(
        tr("IKEv2, AES-256 in GCM, SHA-256, group 19 and PFS. The peer must be able to do the same."));
    cloud->setToolTip(tr("What a new connection of the cloud console has: AES-128, SHA-1, group 2."));
    older->setToolTip(tr("What a device has where its administrator chose nothing. All of them are weak today."));
    connect(recommended, &QPushButton::clicked, this, [this] { applyProfile(models::Profile::Recommended); });
    connect(cloud, &QPushButton::clicked, this, [this] { applyProfile(models::Profile::CloudDefault); });
    auto *menu = new QMenu(older);
    menu->setToolTipsVisible(true);
    for (const models::DevicePreset &preset : models::devicePresets()) {
        QAction *action = menu->addAction(models::presetTitle(preset), this, [this, &preset] { applyPreset(preset); });
        action->setObjectName(QStringLiteral("preset-") + QLatin1String(preset.id));
        action->setToolTip(models::presetText(preset));
    }
    older->setMenu(menu);

    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(new QLabel(tr("Algorithms of both phases:"), row));
    for (QPushButton *button : {recommended, cloud, older}) {
        button->setAutoDefault(false);
        layout->addWidget(button);
    }
    layout->addStretch();
    return row;
}

void ConnectionEditor::addFolded(const QString &title, QWidget *page, FieldForm *form)
{
    auto *fold = new Disclosure(this);
    fold->setTitle(title);
    fold->setContent(page);
    m_folds.emplace(form, fold);
    m_scroll->widget()->layout()->addWidget(fold);
}

// One column of labels through all the pages.
void ConnectionEditor::alignLabels()
{
    QList<QWidget *> labels;
    int width = 0;
    for (QWidget *page : {static_cast<QWidget *>(m_general), static_cast<QWidget *>(m_ike),
                          static_cast<QWidget *>(m_ipsec), static_cast<QWidget *>(m_further)}) {
        auto *form = qobject_cast<QFormLayout *>(page->layout());
        form->setContentsMargins(0, 4, 0, 4);
        for (int row = 0; row < form->rowCount(); ++row) {
            const QLayoutItem *item = form->itemAt(row, QFormLayout::LabelRole);
            if (!item || !item->widget())
                continue;
            labels.append(item->widget());
            width = std::max(width, item->widget()->sizeHint().width());
        }
    }
    for (QWidget *label : labels) {
        label->setMinimumWidth(width);
        static_cast<QLabel *>(label)->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
}

void ConnectionEditor::showDraft(const models::ConnectionDraft &draft)
{
    m_general->showDraft(draft);
    m_ike->showDraft(draft);
    m_ipsec->showDraft(draft);
    m_further->showDraft(draft);
}

models::ConnectionDraft ConnectionEditor::draft() const
{
    models::ConnectionDraft draft = m_before; // with what no field shows
    m_general->collect(draft);
    m_ike->collect(draft);
    m_ipsec->collect(draft);
    m_further->collect(draft);
    return draft;
}

QString ConnectionEditor::key() const { return m_ike->key(); }

FieldForm *ConnectionEditor::formOf(Field field) const
{
    for (FieldForm *form : m_forms) {
        if (form->has(field))
            return form;
    }
    return nullptr;
}

QString ConnectionEditor::summary() const { return m_summary->text(); }

void ConnectionEditor::apply(const models::Mend &mend)
{
    models::ConnectionDraft mended = draft();
    models::setDraftText(mended, mend.field, mend.value);
    showDraft(mended);
    m_left.insert(mend.field);
    revalidate();
}

void ConnectionEditor::openAt(Field field, const QString &value)
{
    // A key comes without a value, and is no text of the draft.
    const QString before = value.isEmpty() ? QString() : models::draftText(draft(), field);
    if (value != before) {
        apply({field, value});
        if (FieldForm *form = formOf(field))
            form->setNote(field,
                          filledInNote(models::choiceText(before).replace(u',', QStringLiteral(", ")))); // may wrap
        updateHints();
    }
    // Widgets that were never shown have no place to scroll to.
    QMetaObject::invokeMethod(this, [this, field] { goTo(field); }, Qt::QueuedConnection);
}

void ConnectionEditor::goTo(Field field)
{
    FieldForm *form = formOf(field);
    if (!form)
        return;
    if (const auto fold = m_folds.find(form); fold != m_folds.end())
        fold->second->setOpen(true);
    layout()->activate();
    form->focusField(field);
}

void ConnectionEditor::applyProfile(models::Profile profile)
{
    models::ConnectionDraft changed = draft();
    models::applyProfile(changed, profile);
    m_presetNote->setText(fillIn(changed));
    m_presetNote->show();
}

void ConnectionEditor::applyPreset(const models::DevicePreset &preset)
{
    models::ConnectionDraft changed = draft();
    models::applyPreset(changed, preset);
    const QString changes = fillIn(changed);
    m_presetNote->setText(models::presetTitle(preset) + u'\n' + models::presetText(preset) + u'\n' + changes);
    m_presetNote->show();
}

// What it changed stands below the buttons, since the fields may be folded away, and beside each field what was there.
QString ConnectionEditor::fillIn(const models::ConnectionDraft &changed)
{
    const models::ConnectionDraft before = draft();
    const models::ValidationIssues old = check();
    showDraft(changed);
    // A rule that is broken by it is told at once: IKEv1 carries one subnet a side, say, and two stand there.
    for (const models::ValidationIssue &issue : check()) {
        const auto isSame = [&issue](const models::ValidationIssue &other) {
            return other.field == issue.field && other.reason == issue.reason;
        };
        if (std::ranges::none_of(old, isSame))
            m_left.insert(issue.field);
    }
    revalidate();
    QStringList labels;
    for (const models::DraftMember &member : models::draftMembers()) {
        const QString was = models::draftText(before, member.field);
        FieldForm *form = formOf(member.field);
        if (!form || models::draftText(changed, member.field) == was)
            continue;
        labels.append(models::fieldLabel(member.field));
        form->setNote(member.field, tr("Set by the button above; before: %1.").arg(models::choiceText(was)));
    }
    return labels.isEmpty() ? tr("They were so already: nothing was changed.")
                            : tr("Changed: %1.").arg(labels.join(tr(", ", "between fields")));
}

models::ValidationIssues ConnectionEditor::check() const
{
    const models::PresharedKey typed = models::presharedKeyFromText(m_ike->key());
    return models::check(draft(), typed, m_catalog.validationContext());
}

void ConnectionEditor::revalidate()
{
    models::ValidationIssues shown = check();
    erase_if(shown, [this](const models::ValidationIssue &issue) {
        return !m_left.contains(issue.field) && !(followsCertificate(issue) && m_left.contains(*issue.crossing));
    });
    for (models::ValidationIssue &issue : shown) {
        if (isAboutSharing(issue))
            issue.severity = Severity::Warning;
    }
    shown += models::weaknesses(draft(), m_catalog.certificates());
    for (FieldForm *form : m_forms)
        form->showIssues(shown);
    updateHints();
}

void ConnectionEditor::updateHints()
{
    const models::ConnectionDraft now = draft();
    const models::VpnGateway *ours = m_catalog.vpnGateway(now.vpnGatewayId);
    const models::CustomerGateway *peer = m_catalog.customerGateway(now.customerGatewayId);
    m_ike->setDefaultIds(ours ? ours->internetIp : QString(), peer ? peer->ipAddress : QString());

    const auto effect =
        m_before.id.isEmpty() ? models::EditEffect::BothPhases : models::editEffect(m_before, now, m_keyEdited);
    m_summary->setText(draftSummary(now, m_before.id.isEmpty(), m_isUp, effect));
}

void ConnectionEditor::reject()
{
    if (m_saving->letsGo())
        QDialog::reject();
}

void ConnectionEditor::accept()
{
    if (m_saving->isWaiting())
        return;
    for (const FieldForm *form : m_forms) {
        for (const Field field : form->fields())
            m_left.insert(field);
    }
    revalidate();
    const models::ValidationIssues issues = check();
    if (goToFirstError(issues) || !acceptsWarnings(issues))
        return;
    const QList<models::Connection> others = m_catalog.sharing(draft());
    const bool othersDiffer = std::ranges::any_of(issues, isAboutSharing);
    if (!acceptsConsequences(othersDiffer ? others : QList<models::Connection>()))
        return;
    save(othersDiffer ? models::Catalog::Sharing::ChangeOthers : models::Catalog::Sharing::Refuse);
}

bool ConnectionEditor::goToFirstError(const models::ValidationIssues &issues)
{
    for (const models::ValidationIssue &issue : issues) {
        FieldForm *form = formOf(issue.field);
        if (issue.severity != Severity::Error || isAboutSharing(issue))
            continue;
        if (!form) {
            m_refusal->showMessage(Tone::Bad, models::issueText(issue));
            return true;
        }
        goTo(issue.field);
        return true;
    }
    return false;
}

bool ConnectionEditor::acceptsWarnings(const models::ValidationIssues &issues)
{
    QStringList sentences;
    for (const models::ValidationIssue &issue : issues) {
        if (issue.severity == Severity::Warning && !isAboutSharing(issue))
            sentences.append(models::issueText(issue));
    }
    return sentences.isEmpty()
        || confirmed(this, windowTitle(), tr("This can be saved, but it has consequences."),
                     sentences.join(QStringLiteral("\n\n")), tr("Save all the same"));
}

bool ConnectionEditor::acceptsConsequences(const QList<models::Connection> &others)
{
    if (!others.isEmpty()) {
        QStringList names;
        for (const models::Connection &other : others)
            names.append(other.draft.name);
        if (!confirmed(this, windowTitle(),
                       tr("%n other connection(s) change with it.", nullptr, static_cast<int>(others.size())),
                       tr("They share the IKE SA between the same two gateways, so they take over the pre-shared key "
                          "and the IKE settings:"),
                       tr("Change all of them"), names))
            return false;
    }
    const models::ConnectionDraft now = draft();
    const auto effect = models::editEffect(m_before, now, m_keyEdited);
    const bool isInPlace = effect == models::EditEffect::Nothing || effect == models::EditEffect::InPlace;
    if (!m_isUp || !now.effectImmediately || isInPlace)
        return true;
    return confirmed(this, windowTitle(), tr("Traffic of “%1” will be interrupted.").arg(m_before.name),
                     tr("It takes effect immediately: the security associations that are up are deleted, and both "
                        "sides negotiate again."),
                     tr("Save and renegotiate"));
}

// A key that was not touched is read from its store again.
Reopen ConnectionEditor::reopening() const
{
    std::shared_ptr<const models::PresharedKey> key;
    if (m_before.id.isEmpty() || m_keyEdited)
        key = std::make_shared<const models::PresharedKey>(models::presharedKeyFromText(m_ike->key()));
    return [&catalog = m_catalog, before = m_before, typed = draft(), key, isUp = m_isUp](QWidget *parent) {
        const models::Connection *stored = catalog.connection(before.id);
        auto *editor =
            new ConnectionEditor(catalog, stored ? models::ConnectionDraft(stored->draft) : before, isUp, parent);
        editor->refill(typed, key.get());
        return editor;
    };
}

void ConnectionEditor::refill(const models::ConnectionDraft &typed, const models::PresharedKey *key)
{
    showDraft(typed);
    if (key) {
        m_ike->showKey(models::presharedKeyText(*key));
        m_keyEdited = true;
    }
    revalidate();
}

void ConnectionEditor::save(models::Catalog::Sharing sharing)
{
    std::optional<models::PresharedKey> key;
    if (m_before.id.isEmpty() || m_keyEdited)
        key = models::presharedKeyFromText(m_ike->key());
    const auto saved = m_catalog.save(draft(), std::move(key), sharing);
    if (!saved) {
        m_refusal->showMessage(Tone::Bad, saved.error().text);
        return;
    }
    m_saving->await(
        [this, id = *saved] {
            m_savedId = id;
            QDialog::accept();
        },
        draft().name);
}

} // namespace tw::ui
