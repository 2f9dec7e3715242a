#pragma once

#include "models/catalog/catalog.h"

// One value for one field of several connections: what it would do to each, before anything is done.
namespace tw::models {

// The fields of which several connections may have the same value, in the order of the forms.
QList<Field> sharedFields();
// The words that a value may be; empty where it is a text.
QStringList sharedFieldChoices(Field field);
QString fieldValueText(Field field, const QString &value); // as a menu shows it

class FieldChange
{
public:
    enum class Outcome {
        Changes,
        IsSo, // it has the value already
        Refused, // by the rules; it is left as it is
    };
    struct Row
    {
        QString id;
        QString name;
        QString before; // fieldValueText()
        Outcome outcome = Outcome::Changes;
        EditEffect effect = EditEffect::Nothing;
        bool isImmediate = false; // effect comes when it is saved, and not when traffic next needs it
        QString refusal;
    };

    // Judges by the catalogue as it stands. Ids that are not there are left out.
    FieldChange(const Catalog &catalog, const QStringList &connectionIds, Field field, const QString &value);

    const QList<Row> &rows() const { return m_rows; }
    int count(Outcome outcome) const;
    // All that change, at once: one step of the undo stack.
    CatalogChange change() const;

private:
    void judge(const Catalog &catalog);

    QList<ConnectionDraft> m_drafts; // of the rows
    QList<Row> m_rows;
};

} // namespace tw::models
