#include "ui/transfer/import_choices_page.h"

#include "models/catalog/address_rules.h"
#include "models/catalog/catalog.h"
#include "models/catalog/issue_text.h"
#include "models/transfer/import/import_session.h"
#include "models/transfer/import/source_text.h"
#include "ui/editor/issue_marker.h"
#include "ui/theme/measure.h"
#include "ui/transfer/import_table.h"
#include "ui/widgets/secret_edit.h"
#include "ui/widgets/subnet_list_edit.h"
#include "ui/widgets/vertical_scroll_area.h"

#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QTableWidget>

#include <algorithm>

namespace tw::ui {

using models::Field;
using models::ImportAction;
using models::ImportChoice;
using models::ImportGap;
using models::PlannedConnection;

namespace {

Tone toneOf(models::Severity severity)
{
    switch (severity) {
    case models::Severity::Error: return Tone::Bad;
    case models::Severity::Warning: return Tone::Warning;
    case models::Severity::Weakness: break;
    }
    return Tone::Warning;
}

Field fieldOf(ImportGap gap)
{
    switch (gap) {
    case ImportGap::OurAddress: return Field::InternetIp;
    case ImportGap::TheirAddress: return Field::IpAddress;
    case ImportGap::LocalSubnet: return Field::LocalSubnet;
    case ImportGap::RemoteSubnet: return Field::RemoteSubnet;
    case ImportGap::Key: break;
    }
    return Field::Psk;
}

void showText(QLineEdit *edit, const QString &text)
{
    if (edit->text() != text)
        edit->setText(text);
}

} // namespace

ImportChoicesPage::ImportChoicesPage(models::ImportSession &session, QWidget *parent)
    : QWidget(parent),
      m_session(session),
      m_table(new QTableWidget(0, 1, this)),
      m_scroll(new VerticalScrollArea(this)),
      m_form(nullptr)
{
    build();
    connect(m_table, &QTableWidget::itemSelectionChanged, this, &ImportChoicesPage::showConnection);
    connect(&m_session, &models::ImportSession::planned, this, &ImportChoicesPage::present);
    retranslate();
}

QLabel *ImportChoicesPage::addRow(QWidget *widget, std::optional<Field> field)
{
    auto *label = new QLabel(this);
    label->setBuddy(widget);
    m_form->addRow(label, widget);
    if (field) {
        auto *marker = new IssueMarker(m_form, widget);
        const std::size_t at = m_rows.size();
        connect(marker, &IssueMarker::mendRequested, this, [this, at](int line, int mend) {
            const models::Mend chosen = m_rows[at].mends.value(line).value(mend);
            choose([&](ImportChoice &choice) { choice.set(chosen.field, chosen.value); });
        });
        m_rows.push_back({*field, marker, {}});
    }
    return label;
}

ImportChoicesPage::End ImportChoicesPage::makeEnd(Field gateway, Field address, models::EndChoice ImportChoice::*member)
{
    End end{};
    end.gateway = new QComboBox(this);
    end.gateway->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    end.gateway->setMinimumContentsLength(24);
    end.name = new QLineEdit(this);
    end.address = new QLineEdit(this);
    end.address->setFont(fixedFont(font()));
    end.gatewayLabel = addRow(end.gateway, gateway);
    end.nameLabel = addRow(end.name, std::nullopt);
    end.addressLabel = addRow(end.address, address);
    connect(end.gateway, &QComboBox::activated, this, [this, box = end.gateway, member](int index) {
        choose([&](ImportChoice &choice) { (choice.*member).gatewayId = box->itemData(index).toString(); });
    });
    connect(end.name, &QLineEdit::editingFinished, this, [this, edit = end.name, member] {
        if (edit->isModified())
            choose([&](ImportChoice &choice) { (choice.*member).name = edit->text().trimmed(); });
        edit->setModified(false);
    });
    connect(end.address, &QLineEdit::editingFinished, this, [this, edit = end.address, member] {
        if (edit->isModified())
            choose([&](ImportChoice &choice) { (choice.*member).address = edit->text().trimmed(); });
        edit->setModified(false);
    });
    return end;
}

void ImportChoicesPage::build()
{
    layOut(*m_table);
    auto *content = new QWidget(m_scroll);
    m_form = new QFormLayout(content);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);

    m_action = new QComboBox(this);
    m_actionLabel = addRow(m_action, Field::EffectImmediately); // and all that has no row of its own
    m_name = new QLineEdit(this);
    m_nameLabel = addRow(m_name, Field::Name);
    m_ours = makeEnd(Field::VpnGateway, Field::InternetIp, &ImportChoice::ours);
    m_theirs = makeEnd(Field::CustomerGateway, Field::IpAddress, &ImportChoice::theirs);
    m_localSubnet = new SubnetListEdit(this);
    m_localLabel = addRow(m_localSubnet, Field::LocalSubnet);
    m_remoteSubnet = new SubnetListEdit(this);
    m_remoteLabel = addRow(m_remoteSubnet, Field::RemoteSubnet);
    m_key = new SecretEdit(this);
    m_keyLabel = addRow(m_key, Field::Psk);
    m_ike = new QComboBox(this);
    m_ikeLabel = addRow(m_ike, Field::IkeEncAlg);
    m_esp = new QComboBox(this);
    m_espLabel = addRow(m_esp, Field::IpsecEncAlg);
    m_scroll->setWidget(content);

    for (SubnetListEdit *edit : {m_localSubnet, m_remoteSubnet}) {
        edit->setCheck([](const QString &item) { return models::parsePrefix(item).has_value(); });
        const Field field = edit == m_localSubnet ? Field::LocalSubnet : Field::RemoteSubnet;
        connect(edit, &SubnetListEdit::editingFinished, this, [this, edit, field] {
            const auto &connections = m_session.plan().connections;
            if (current() < connections.size()
                && models::draftText(connections[current()].draft, field) != edit->subnets())
                choose([&](ImportChoice &choice) { choice.set(field, edit->subnets()); });
        });
    }
    connect(m_action, &QComboBox::activated, this, [this](int index) {
        const auto action = static_cast<ImportAction>(m_action->itemData(index).toInt());
        choose([&](ImportChoice &choice) { choice.action = action; });
    });
    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        if (m_name->isModified())
            choose([this](ImportChoice &choice) { choice.name = m_name->text().trimmed(); });
        m_name->setModified(false);
    });
    connect(m_key, &SecretEdit::editingFinished, this, [this] {
        const auto &connections = m_session.plan().connections;
        QString text = m_key->secret();
        // Empty where the text's own key, or a stored one, counts.
        if (current() >= connections.size()
            || (text.isEmpty() && connections[current()].key != PlannedConnection::Key::Typed))
            return;
        m_session.setKey(current(), models::presharedKeyFromText(text));
        models::wipeText(text);
    });
    connect(m_ike, &QComboBox::activated, this,
            [this](int index) { choose([index](ImportChoice &choice) { choice.ikeOffer = index; }); });
    connect(m_esp, &QComboBox::activated, this,
            [this](int index) { choose([index](ImportChoice &choice) { choice.espOffer = index; }); });

    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_table);
    splitter->addWidget(m_scroll);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 8);
    layout->addWidget(splitter);
    setFocusProxy(m_table);
}

std::size_t ImportChoicesPage::current() const { return static_cast<std::size_t>(std::max(m_table->currentRow(), 0)); }

void ImportChoicesPage::choose(const std::function<void(ImportChoice &)> &change)
{
    if (current() < m_session.plan().connections.size())
        m_session.choose(current(), change);
}

void ImportChoicesPage::select(int connection) { m_table->selectRow(connection); }

void ImportChoicesPage::showOpen()
{
    const auto &connections = m_session.plan().connections;
    if (current() < connections.size() && !connections[current()].isReady())
        return;
    const auto open = std::ranges::find_if_not(connections, &PlannedConnection::isReady);
    if (open != connections.end())
        select(static_cast<int>(open - connections.begin()));
}

void ImportChoicesPage::present()
{
    showList();
    showConnection();
}

void ImportChoicesPage::showList()
{
    const auto &connections = m_session.plan().connections;
    const int selected = m_table->currentRow();
    m_table->setRowCount(static_cast<int>(connections.size()));
    m_table->setVisible(connections.size() > 1);
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const PlannedConnection &planned = connections[static_cast<std::size_t>(row)];
        struct Sign
        {
            QString icon;
            Tone tone;
            QString word;
        };
        const Sign sign = !planned.isReady()       ? Sign{QStringLiteral("error"), Tone::Bad, tr("not ready")}
            : planned.action == ImportAction::Skip ? Sign{QStringLiteral("exclude"), Tone::Muted, tr("left out")}
            : planned.wantsAttention()             ? Sign{QStringLiteral("warning"), Tone::Warning, tr("look at it")}
                                                   : Sign{QStringLiteral("state-up"), Tone::Good, tr("ready")};
        setCell(*m_table, row, 0, planned.draft.name, sign.icon, sign.tone);
        m_table->item(row, 0)->setToolTip(planned.draft.name + QStringLiteral(" – ") + sign.word);
        m_table->item(row, 0)->setData(Qt::AccessibleTextRole,
                                       QString(planned.draft.name + QStringLiteral(", ") + sign.word));
    }
    if (m_table->rowCount() > 0 && (selected < 0 || selected >= m_table->rowCount()))
        m_table->selectRow(0);
}

void ImportChoicesPage::showConnection()
{
    const auto &connections = m_session.plan().connections;
    m_scroll->setEnabled(current() < connections.size());
    if (current() >= connections.size())
        return;
    const PlannedConnection &planned = connections[current()];
    const models::PeerReading &reading = m_session.readings()[current()];

    m_action->clear();
    const bool isThere = !planned.existingId.isEmpty();
    m_action->addItem(isThere ? tr("Create another one") : tr("Create it"), static_cast<int>(ImportAction::Add));
    if (isThere)
        m_action->addItem(tr("Change the one that is there"), static_cast<int>(ImportAction::Update));
    m_action->addItem(isThere ? tr("Leave the one that is there") : tr("Leave it out"),
                      static_cast<int>(ImportAction::Skip));
    m_action->setCurrentIndex(m_action->findData(static_cast<int>(planned.action)));
    const bool isOpen = planned.action != ImportAction::Skip;

    showText(m_name, planned.draft.name);
    QList<QPair<QString, QString>> ours;
    for (const models::VpnGateway &gateway : m_session.catalog().vpnGateways()) {
        if (gateway.regionId == m_session.region())
            ours.append({gateway.id, gateway.name + QStringLiteral(" – ") + gateway.internetIp});
    }
    QList<QPair<QString, QString>> theirs;
    for (const models::CustomerGateway &gateway : m_session.catalog().customerGateways()) {
        if (gateway.regionId == m_session.region())
            theirs.append({gateway.id, gateway.name + QStringLiteral(" – ") + gateway.ipAddress});
    }
    showEnd(m_ours, planned.ours, ours);
    showEnd(m_theirs, planned.theirs, theirs);
    if (!m_localSubnet->hasFocus())
        m_localSubnet->setSubnets(planned.draft.localSubnet);
    if (!m_remoteSubnet->hasFocus())
        m_remoteSubnet->setSubnets(planned.draft.remoteSubnet);
    showKey(planned);
    showOffers(m_ike, reading.ikeOffers, planned.ikeOffer);
    showOffers(m_esp, reading.espOffers, planned.espOffer);
    const bool isNew = planned.action == ImportAction::Add;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_localSubnet, m_remoteSubnet, m_key, m_ike, m_esp})
        widget->setEnabled(isOpen);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_name, m_ours.gateway, m_theirs.gateway})
        widget->setEnabled(isNew);
    // Of a gateway that is known they are shown as they are.
    for (QWidget *widget : std::initializer_list<QWidget *>{m_ours.name, m_ours.address})
        widget->setEnabled(isNew && planned.ours.isNew);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_theirs.name, m_theirs.address})
        widget->setEnabled(isNew && planned.theirs.isNew);
    showRemarks(planned);
}

void ImportChoicesPage::showEnd(End &end, const models::PlannedEnd &planned,
                                const QList<QPair<QString, QString>> &known)
{
    end.gateway->clear();
    for (const auto &[id, text] : known)
        end.gateway->addItem(text, id);
    end.gateway->addItem(tr("A new one"), QString());
    end.gateway->setCurrentIndex(planned.isNew ? end.gateway->count() - 1 : end.gateway->findData(planned.id));
    showText(end.name, planned.name);
    showText(end.address, planned.address);
}

void ImportChoicesPage::showOffers(QComboBox *box, const std::vector<models::PeerSuite> &offers, int taken)
{
    box->clear();
    for (const models::PeerSuite &offer : offers)
        box->addItem(models::suiteText(offer));
    box->setCurrentIndex(offers.empty() ? -1 : taken);
    m_form->setRowVisible(box, offers.size() > 1);
}

void ImportChoicesPage::showKey(const PlannedConnection &planned)
{
    using Key = PlannedConnection::Key;
    const auto &key = m_session.readings()[current()].key;
    const int length = key ? static_cast<int>(key->size()) : 0;
    if (planned.key != Key::Typed)
        m_key->setSecret({});
    switch (planned.key) {
    case Key::FromText: m_key->setPlaceholderText(tr("That of the text, %n characters", nullptr, length)); break;
    case Key::Kept: m_key->setPlaceholderText(tr("The stored one stays")); break;
    case Key::Shared: m_key->setPlaceholderText(tr("That of the connection whose phase 1 it shares")); break;
    case Key::Typed: break;
    case Key::Missing: m_key->setPlaceholderText(tr("The key that the peer has")); break;
    }
}

void ImportChoicesPage::showRemarks(const PlannedConnection &planned)
{
    std::vector<QList<IssueMarker::Line>> lines(m_rows.size());
    for (Row &row : m_rows)
        row.mends.clear();
    const auto say = [&](std::optional<Field> field, const IssueMarker::Line &line, const QList<models::Mend> &mends) {
        std::size_t at = 0;
        for (std::size_t i = 1; i < m_rows.size(); ++i) {
            if (field && m_rows[i].field == *field && !m_rows[i].marker->field()->isHidden())
                at = i;
        }
        lines[at].append(line);
        m_rows[at].mends.append(mends);
    };
    for (const models::ImportNote &note : planned.notes)
        say(std::nullopt, {note.isWarning() ? Tone::Warning : Tone::Muted, note.text(), {}}, {});
    for (const QString &problem : planned.problems)
        say(std::nullopt, {Tone::Bad, problem, {}}, {});
    if (planned.action != ImportAction::Skip) {
        for (const ImportGap gap : planned.gaps)
            say(fieldOf(gap), {Tone::Bad, models::gapText(gap), {}}, {});
    }
    for (const models::ValidationIssue &issue : planned.issues) {
        QStringList links;
        for (const models::Mend &mend : issue.mends)
            links.append(models::mendText(mend));
        say(issue.field, {toneOf(issue.severity), models::issueText(issue), links}, issue.mends);
    }
    for (std::size_t at = 0; at < m_rows.size(); ++at)
        m_rows[at].marker->showLines(lines[at]);
}

QStringList ImportChoicesPage::remarks() const
{
    QStringList texts;
    for (const Row &row : m_rows) {
        for (const IssueMarker::Line &line : row.marker->lines())
            texts.append(line.text);
    }
    return texts;
}

void ImportChoicesPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ImportChoicesPage::retranslate()
{
    m_table->setHorizontalHeaderLabels({tr("Connection")});
    m_table->setAccessibleName(tr("Connections to be imported"));
    m_actionLabel->setText(tr("&What to do"));
    m_nameLabel->setText(tr("N&ame"));
    m_ours.gatewayLabel->setText(tr("&VPN gateway (our side)"));
    m_ours.nameLabel->setText(tr("Its name"));
    m_ours.addressLabel->setText(tr("Its public address"));
    m_theirs.gatewayLabel->setText(tr("&Customer gateway (the peer)"));
    m_theirs.nameLabel->setText(tr("Its name"));
    m_theirs.addressLabel->setText(tr("Its address"));
    m_localLabel->setText(tr("&Subnets on our side"));
    m_remoteLabel->setText(tr("S&ubnets at the peer"));
    m_keyLabel->setText(tr("Pre-shared &key"));
    m_ikeLabel->setText(tr("Proposal of phase &1"));
    m_espLabel->setText(tr("Proposal of phase &2"));
    m_ours.name->setAccessibleName(tr("Name of the new VPN gateway"));
    m_ours.address->setAccessibleName(tr("Public address of the new VPN gateway"));
    m_theirs.name->setAccessibleName(tr("Name of the new customer gateway"));
    m_theirs.address->setAccessibleName(tr("Address of the new customer gateway"));
    m_key->lineEdit()->setAccessibleName(tr("Pre-shared key"));
    m_localSubnet->setAccessibleName(tr("Subnets on our side"));
    m_remoteSubnet->setAccessibleName(tr("Subnets at the peer"));
    present();
}

} // namespace tw::ui
