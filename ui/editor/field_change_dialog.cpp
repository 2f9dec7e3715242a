#include "ui/editor/field_change_dialog.h"

#include "ui/help/help_topic.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/questions.h"
#include "ui/widgets/saving_state.h"
#include "ui/widgets/window_size.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace tw::ui {

using models::Field;
using models::FieldChange;
using Outcome = models::FieldChange::Outcome;

namespace {

enum Column { Name, Before, Consequence, ColumnCount };

QIcon signOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Changes: return symbolicIcon(QStringLiteral("edit"), Tone::Accent);
    case Outcome::IsSo: return symbolicIcon(QStringLiteral("state-up"), Tone::Muted);
    case Outcome::Refused: return symbolicIcon(QStringLiteral("error"), Tone::Bad);
    }
    return {};
}

} // namespace

FieldChangeDialog::FieldChangeDialog(models::Catalog &catalog, const QStringList &connectionIds, IsUp isUp,
                                     QWidget *parent)
    : QDialog(parent),
      m_catalog(catalog),
      m_ids(connectionIds),
      m_isUp(std::move(isUp)),
      m_field(new QComboBox(this)),
      m_value(new QStackedWidget(this)),
      m_choice(new QComboBox(m_value)),
      m_text(new QLineEdit(m_value)),
      m_rows(new QTreeWidget(this)),
      m_detail(new QLabel(this)),
      m_summary(new QLabel(this)),
      m_refusal(new MessageBar(this)),
      m_saving(new SavingState(catalog, m_refusal, this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    m_saving->setReopening([this]() -> Reopen {
        return [&catalog = m_catalog, ids = m_ids, isUp = m_isUp, field = field(), value = value()](QWidget *around) {
            auto *dialog = new FieldChangeDialog(catalog, ids, isUp, around);
            dialog->setField(field);
            dialog->setValue(value);
            return dialog;
        };
    });
    setWindowTitle(tr("Change a setting of %n connection(s)", nullptr, static_cast<int>(connectionIds.size())));
    for (const Field each : models::sharedFields())
        m_field->addItem(models::fieldLabel(each), static_cast<int>(each));
    m_value->addWidget(m_choice);
    m_value->addWidget(m_text);
    m_value->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_rows->setHeaderLabels({tr("Connection"), tr("Now"), tr("What happens")});
    m_rows->setAccessibleName(tr("What becomes of each connection"));
    m_rows->setRootIsDecorated(false);
    m_rows->setUniformRowHeights(true);
    m_rows->setAlternatingRowColors(true);
    const int letter = letterWidth(fontMetrics());
    m_rows->setColumnWidth(Name, 30 * letter);
    m_rows->setColumnWidth(Before, 24 * letter);
    for (QLabel *label : {m_detail, m_summary}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText); // names are the user's own
    }
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_detail->hide();

    auto *form = new QFormLayout;
    form->addRow(tr("&Setting"), m_field);
    form->addRow(tr("New &value"), m_value);
    static_cast<QLabel *>(form->labelForField(m_value))->setBuddy(m_choice);
    m_choice->setAccessibleName(tr("New value"));
    m_text->setAccessibleName(tr("New value"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(m_refusal);
    layout->addLayout(form);
    layout->addWidget(m_rows, 1);
    layout->addWidget(m_detail);
    layout->addWidget(m_summary);
    layout->addWidget(m_buttons);
    resizeWithin(*this, QSize(120 * letter, 30 * fontMetrics().lineSpacing()));

    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Change"));
    m_buttons->button(QDialogButtonBox::Ok)->setShortcut(Qt::CTRL | Qt::Key_Return);
    connect(m_field, &QComboBox::currentIndexChanged, this, &FieldChangeDialog::followField);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &FieldChangeDialog::preview);
    connect(m_text, &QLineEdit::textChanged, this, &FieldChangeDialog::preview);
    connect(m_rows, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem *row) {
        m_detail->setVisible(row);
        m_detail->setText(row ? tr("%1: %2", "connection, what happens").arg(row->text(Name), row->text(Consequence))
                              : QString());
    });
    connect(m_buttons, &QDialogButtonBox::accepted, this, &FieldChangeDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &FieldChangeDialog::reject);
    followField();
}

Field FieldChangeDialog::field() const { return static_cast<Field>(m_field->currentData().toInt()); }

void FieldChangeDialog::setField(Field field) { m_field->setCurrentIndex(m_field->findData(static_cast<int>(field))); }

QString FieldChangeDialog::value() const
{
    return m_value->currentWidget() == m_choice ? m_choice->currentData().toString() : m_text->text();
}

void FieldChangeDialog::setValue(const QString &value)
{
    if (m_value->currentWidget() == m_choice)
        m_choice->setCurrentIndex(m_choice->findData(value));
    else
        m_text->setText(value);
}

QString FieldChangeDialog::summary() const { return m_summary->text(); }

// Begins with what the first of them has.
void FieldChangeDialog::followField()
{
    const QSignalBlocker quietChoice(m_choice);
    const QSignalBlocker quietText(m_text);
    const models::Connection *first = m_catalog.connection(m_ids.value(0));
    const QString before = first ? models::draftText(first->draft, field()) : QString();
    const QStringList choices = models::sharedFieldChoices(field());
    m_choice->clear();
    for (const QString &word : choices)
        m_choice->addItem(models::fieldValueText(field(), word), word);
    m_value->setCurrentWidget(choices.isEmpty() ? static_cast<QWidget *>(m_text) : m_choice);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_field), static_cast<QWidget *>(m_choice), static_cast<QWidget *>(m_text)})
        setHelpTopic(widget, helpTopic(field()));
    setValue(before);
    preview();
}

QString FieldChangeDialog::consequence(const FieldChange::Row &row) const
{
    if (row.outcome == Outcome::IsSo)
        return tr("Has this value already");
    if (row.outcome == Outcome::Refused)
        return tr("Stays as it is: %1").arg(row.refusal);
    const bool isInPlace = row.effect == models::EditEffect::Nothing || row.effect == models::EditEffect::InPlace;
    if (!m_isUp(row.id) || isInPlace)
        return tr("Changes; no traffic is interrupted");
    if (!row.isImmediate)
        return tr("Changes; takes effect when traffic next needs the tunnel");
    return row.effect == models::EditEffect::Phase2 ? tr("Changes; renegotiates phase 2, traffic is interrupted")
                                                    : tr("Changes; renegotiates both phases, traffic is interrupted");
}

void FieldChangeDialog::preview()
{
    const FieldChange change(m_catalog, m_ids, field(), value());
    m_rows->clear();
    for (const FieldChange::Row &row : change.rows()) {
        auto *item = new QTreeWidgetItem(m_rows, {row.name, row.before, consequence(row)});
        item->setIcon(Name, signOf(row.outcome));
        for (int column = 0; column < ColumnCount; ++column)
            item->setToolTip(column, item->text(column));
    }
    QStringList parts{tr("%n change", nullptr, change.count(Outcome::Changes))};
    if (const int same = change.count(Outcome::IsSo))
        parts.append(tr("%n have the value already", nullptr, same));
    if (const int refused = change.count(Outcome::Refused))
        parts.append(tr("%n stay as they are", nullptr, refused));
    m_summary->setText(parts.join(QStringLiteral("  ·  ")));
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(change.count(Outcome::Changes) > 0);
}

bool FieldChangeDialog::acceptsInterruption(const FieldChange &change)
{
    QStringList names;
    for (const FieldChange::Row &row : change.rows()) {
        const bool isInPlace = row.effect == models::EditEffect::Nothing || row.effect == models::EditEffect::InPlace;
        if (row.outcome == Outcome::Changes && row.isImmediate && !isInPlace && m_isUp(row.id))
            names.append(row.name);
    }
    if (names.isEmpty())
        return true;
    const int count = static_cast<int>(names.size());
    return confirmed(this, windowTitle(), tr("Traffic of %n connection(s) will be interrupted.", nullptr, count),
                     tr("It takes effect immediately: the security associations that are up are deleted, and both "
                        "sides negotiate again."),
                     tr("Save and renegotiate"), names);
}

void FieldChangeDialog::accept()
{
    if (m_saving->isWaiting())
        return;
    // Judged anew: the catalogue may have moved on.
    const FieldChange change(m_catalog, m_ids, field(), value());
    if (change.count(Outcome::Changes) == 0 || !acceptsInterruption(change))
        return;
    if (const auto done = m_catalog.change(change.change()); !done) {
        m_refusal->showMessage(Tone::Bad, done.error().text);
        return;
    }
    m_saving->await([this] { QDialog::accept(); }, models::fieldLabel(field()));
}

void FieldChangeDialog::reject()
{
    if (m_saving->letsGo())
        QDialog::reject();
}

} // namespace tw::ui
