#pragma once

#include "models/catalog/validation_issue.h"

#include <QHash>
#include <QObject>

#include <map>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QWidget;

namespace tw::ui {

class IssueMarker;
class SecretEdit;
class SubnetListEdit;

// Joins the widgets of a form's page to the fields they stand for: tells when one is edited and when it is left, shows
// the issues beside it, and offers their mends.
class FieldForm final : public QObject
{
    Q_OBJECT

public:
    explicit FieldForm(QFormLayout *layout, QObject *parent);

    // Each is a field widget of the layout, or within one.
    void bind(models::Field field, QLineEdit *edit);
    void bind(models::Field field, QComboBox *combo); // choices, or editable text
    void bind(models::Field field, QCheckBox *check);
    void bind(models::Field field, SubnetListEdit *edit);
    void bind(models::Field field, SecretEdit *edit);

    bool has(models::Field field) const { return m_rows.contains(field); }
    QList<models::Field> fields() const; // in the order of models::Field
    const QList<models::Field> &fieldsInOrder() const { return m_order; } // as they were bound
    IssueMarker *marker(models::Field field) const;
    void focusField(models::Field field);
    // Shows those whose field is one of ours; of other fields the old ones are taken away.
    void showIssues(const models::ValidationIssues &issues);
    QWidget *widget(models::Field field) const;
    // A line beside the field about where its value came from, in front of its issues; it goes when the field is edited.
    void setNote(models::Field field, const QString &note);
    QString note(models::Field field) const;

Q_SIGNALS:
    void edited(tw::models::Field field); // by the user
    void left(tw::models::Field field); // the user moved on, or chose
    void mendChosen(const tw::models::Mend &mend);

protected:
    // Whoever scrolls the form with the wheel must not change a choice that happens to lie under the pointer.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Row
    {
        QWidget *widget;
        IssueMarker *marker;
        QList<QList<models::Mend>> mends; // by line and link
        QString note;
    };

    void addRow(models::Field field, QWidget *widget);
    void dropNote(models::Field field);

    QFormLayout *m_layout;
    std::map<models::Field, Row> m_rows;
    models::ValidationIssues m_issues; // as shown
    QList<models::Field> m_order;
};

// Beside a field whose value was filled in for the user; `before` is what stood there.
QString filledInNote(const QString &before);

// Fills a combo with the words of a choice and how each is shown.
void setChoices(QComboBox *combo, const QStringList &words);
// The chosen word. setChoice() adds a word that the menu lacks: what a document said must come out as it went in.
QString choice(const QComboBox *combo);
void setChoice(QComboBox *combo, const QString &word);

} // namespace tw::ui
