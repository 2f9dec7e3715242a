#include "ui/editor/field_form.h"

#include "models/catalog/connection_draft.h"
#include "models/catalog/issue_text.h"
#include "ui/editor/issue_marker.h"
#include "ui/help/help_topic.h"
#include "ui/widgets/secret_edit.h"
#include "ui/widgets/subnet_list_edit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLineEdit>
#include <QScrollArea>

namespace tw::ui {

using models::Field;

FieldForm::FieldForm(QFormLayout *layout, QObject *parent) : QObject(parent), m_layout(layout)
{
    connect(this, &FieldForm::edited, this, &FieldForm::dropNote);
}

void FieldForm::addRow(Field field, QWidget *widget)
{
    auto *marker = new IssueMarker(m_layout, widget);
    m_rows.emplace(field, Row{widget, marker, {}, {}});
    m_order.append(field);
    setHelpTopic(widget, helpTopic(field));
    connect(marker, &IssueMarker::mendRequested, this, [this, field](int line, int mend) {
        const auto &mends = m_rows.at(field).mends;
        if (line < mends.size() && mend < mends.at(line).size())
            Q_EMIT mendChosen(models::Mend(mends.at(line).at(mend))); // a copy: the list changes when it is applied
    });
}

void FieldForm::bind(Field field, QLineEdit *edit)
{
    addRow(field, edit);
    connect(edit, &QLineEdit::textEdited, this, [this, field] { Q_EMIT edited(field); });
    connect(edit, &QLineEdit::editingFinished, this, [this, field] { Q_EMIT left(field); });
}

void FieldForm::bind(Field field, QComboBox *combo)
{
    addRow(field, combo);
    combo->installEventFilter(this);
    if (combo->isEditable()) {
        connect(combo, &QComboBox::editTextChanged, this, [this, field] { Q_EMIT edited(field); });
        connect(combo->lineEdit(), &QLineEdit::editingFinished, this, [this, field] { Q_EMIT left(field); });
        return;
    }
    connect(combo, &QComboBox::activated, this, [this, field] {
        Q_EMIT edited(field);
        Q_EMIT left(field);
    });
}

void FieldForm::bind(Field field, QCheckBox *check)
{
    addRow(field, check);
    connect(check, &QCheckBox::clicked, this, [this, field] {
        Q_EMIT edited(field);
        Q_EMIT left(field);
    });
}

void FieldForm::bind(Field field, SubnetListEdit *edit)
{
    addRow(field, edit);
    connect(edit, &SubnetListEdit::subnetsEdited, this, [this, field] { Q_EMIT edited(field); });
    connect(edit, &SubnetListEdit::editingFinished, this, [this, field] { Q_EMIT left(field); });
}

void FieldForm::bind(Field field, SecretEdit *edit)
{
    addRow(field, edit);
    connect(edit, &SecretEdit::secretEdited, this, [this, field] { Q_EMIT edited(field); });
    connect(edit, &SecretEdit::editingFinished, this, [this, field] { Q_EMIT left(field); });
}

bool FieldForm::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Wheel)
        return QObject::eventFilter(watched, event);
    event->ignore(); // the page around it takes it
    return true;
}

QList<Field> FieldForm::fields() const
{
    QList<Field> fields;
    for (const auto &[field, row] : m_rows)
        fields.append(field);
    return fields;
}

IssueMarker *FieldForm::marker(Field field) const
{
    const auto row = m_rows.find(field);
    return row == m_rows.end() ? nullptr : row->second.marker;
}

QWidget *FieldForm::widget(Field field) const
{
    const auto row = m_rows.find(field);
    return row == m_rows.end() ? nullptr : row->second.widget;
}

void FieldForm::focusField(Field field)
{
    QWidget *widget = this->widget(field);
    if (!widget)
        return;
    widget->setFocus(Qt::OtherFocusReason);
    for (QWidget *area = widget->parentWidget(); area; area = area->parentWidget()) {
        if (auto *scroll = qobject_cast<QScrollArea *>(area))
            scroll->ensureWidgetVisible(widget, 0, widget->fontMetrics().height() * 4);
    }
}

void FieldForm::setNote(Field field, const QString &note)
{
    const auto row = m_rows.find(field);
    if (row == m_rows.end())
        return;
    row->second.note = note;
    showIssues(models::ValidationIssues(m_issues));
}

QString FieldForm::note(Field field) const
{
    const auto row = m_rows.find(field);
    return row == m_rows.end() ? QString() : row->second.note;
}

void FieldForm::dropNote(Field field)
{
    if (!note(field).isEmpty())
        setNote(field, {});
}

void FieldForm::showIssues(const models::ValidationIssues &issues)
{
    m_issues = issues;
    for (auto &[field, row] : m_rows) {
        QList<IssueMarker::Line> lines;
        row.mends.clear();
        if (!row.note.isEmpty()) {
            lines.append({Tone::Accent, row.note, {}});
            row.mends.append(QList<models::Mend>()); // by line
        }
        for (const models::ValidationIssue &issue : issues) {
            if (issue.field != field)
                continue;
            const Tone tone = issue.severity == models::Severity::Error ? Tone::Bad : Tone::Warning;
            QStringList links;
            for (const models::Mend &mend : issue.mends)
                links.append(models::mendText(mend));
            lines.append({tone, models::issueText(issue), links});
            row.mends.append(issue.mends);
        }
        row.marker->showLines(lines);
    }
}

QString filledInNote(const QString &before)
{
    return before.isEmpty() ? FieldForm::tr("Filled in by the diagnosis; it was empty. It is saved with OK.")
                            : FieldForm::tr("Filled in by the diagnosis; before: %1. It is saved with OK.").arg(before);
}

void setChoices(QComboBox *combo, const QStringList &words)
{
    const QString before = choice(combo);
    combo->clear();
    for (const QString &word : words)
        combo->addItem(models::choiceText(word), word);
    if (!before.isEmpty())
        setChoice(combo, before);
}

QString choice(const QComboBox *combo) { return combo->currentData().toString(); }

void setChoice(QComboBox *combo, const QString &word)
{
    int index = combo->findData(word);
    if (index < 0) {
        combo->addItem(models::choiceText(word), word);
        index = combo->count() - 1;
    }
    combo->setCurrentIndex(index);
}

} // namespace tw::ui
