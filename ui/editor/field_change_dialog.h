#pragma once

#include "models/catalog/field_change.h"

#include <QDialog>

#include <functional>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTreeWidget;

namespace tw::ui {

class MessageBar;
class SavingState;

// One field of several connections: which, the value, and a row for each connection with what would become of it. Those
// that cannot have the value say why and stay as they are; the others change together, as one step that can be undone.
class FieldChangeDialog final : public QDialog
{
    Q_OBJECT

public:
    using IsUp = std::function<bool(const QString &connectionId)>;

    FieldChangeDialog(models::Catalog &catalog, const QStringList &connectionIds, IsUp isUp, QWidget *parent = nullptr);

    void setField(models::Field field);
    void setValue(const QString &value); // as documents write it
    QComboBox *fieldCombo() const { return m_field; }
    QTreeWidget *rows() const { return m_rows; }
    QString summary() const;

    void accept() override; // closes when it is saved
    void reject() override;

private:
    models::Field field() const;
    QString value() const;
    void followField();
    void preview();
    bool acceptsInterruption(const models::FieldChange &change);
    QString consequence(const models::FieldChange::Row &row) const;

    models::Catalog &m_catalog;
    const QStringList m_ids;
    IsUp m_isUp;
    QComboBox *m_field;
    QStackedWidget *m_value;
    QComboBox *m_choice;
    QLineEdit *m_text;
    QTreeWidget *m_rows;
    QLabel *m_detail; // all that is said of the current row
    QLabel *m_summary;
    MessageBar *m_refusal;
    SavingState *m_saving;
    QDialogButtonBox *m_buttons;
};

} // namespace tw::ui
