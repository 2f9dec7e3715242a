#pragma once

#include "models/catalog/catalog.h"
#include "ui/widgets/late_news.h"

#include <QDialog>

#include <functional>
#include <set>

class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace tw::ui {

class FieldForm;
class MessageBar;
class SavingState;

// What the dialogs of the small objects share: a form, issues beside their fields when those are left, an OK that is
// always enabled and goes to the first error, and a line for what the store refused.
class ObjectEditor : public QDialog
{
    Q_OBJECT

public:
    ~ObjectEditor() override;

    QString savedId() const { return m_savedId; } // the last one's
    FieldForm *form() const { return m_form; }
    // Goes to the field. A value, where there is one, is filled in and marked as such; nothing is saved by that.
    void openAt(models::Field field, const QString &value);

    void accept() override; // the dialog closes when it is saved
    void reject() override;

protected:
    ObjectEditor(models::Catalog &catalog, const QString &title, QWidget *parent);

    // A button that saves and empties the form for the next object (beginAnother), as often as the user likes.
    void offerAnother();
    // Gives the name of the object that was saved.
    virtual QString beginAnother() { return {}; }
    virtual models::ValidationIssues check() const = 0;
    virtual models::CatalogResult<QString> save() = 0;
    virtual void apply(const models::Mend &mend) = 0;
    virtual Reopen reopening() const = 0; // with what stands in the fields

    QLineEdit *addLine(models::Field field, const QString &label, const QString &text, bool fixedPitch = false);
    void addNote(const QString &text); // a muted line below the field added last
    void connectForm(); // after the last field

    models::Catalog &m_catalog;
    QFormLayout *m_layout;
    FieldForm *m_form;

private:
    void trySave(std::function<void()> then);
    void revalidate();

    MessageBar *m_refusal;
    SavingState *m_saving;
    QDialogButtonBox *m_buttons;
    std::set<models::Field> m_left;
    QString m_savedId;
};

class VpnGatewayEditor final : public ObjectEditor
{
    Q_OBJECT

public:
    // `gateway` without an id is created in its region. The catalogue must outlive the dialog.
    VpnGatewayEditor(models::Catalog &catalog, const models::VpnGateway &gateway, QWidget *parent = nullptr);

    models::VpnGateway draft() const;

protected:
    models::ValidationIssues check() const override;
    models::CatalogResult<QString> save() override;
    void apply(const models::Mend &mend) override;
    Reopen reopening() const override;

private:
    models::VpnGateway m_gateway;
    QLineEdit *m_name;
    QLineEdit *m_internetIp;
    QComboBox *m_localAddress;
    QLineEdit *m_description;
};

class CustomerGatewayEditor final : public ObjectEditor
{
    Q_OBJECT

public:
    CustomerGatewayEditor(models::Catalog &catalog, const models::CustomerGateway &gateway, QWidget *parent = nullptr);

    using ObjectEditor::offerAnother; // several can be made in one dialog

    models::CustomerGateway draft() const;

protected:
    models::ValidationIssues check() const override;
    models::CatalogResult<QString> save() override;
    void apply(const models::Mend &mend) override;
    Reopen reopening() const override;
    QString beginAnother() override;

private:
    models::CustomerGateway m_gateway;
    QLineEdit *m_name;
    QLineEdit *m_ipAddress;
    QLineEdit *m_asn;
    QLineEdit *m_description;
};

class RegionEditor final : public ObjectEditor
{
    Q_OBJECT

public:
    // An own region; without an id it is created.
    RegionEditor(models::Catalog &catalog, const models::Region &region, QWidget *parent = nullptr);

    models::Region draft() const;

protected:
    models::ValidationIssues check() const override;
    models::CatalogResult<QString> save() override;
    void apply(const models::Mend &mend) override;
    Reopen reopening() const override;

private:
    bool m_isNew;
    QLineEdit *m_id;
    QLineEdit *m_name;
};

} // namespace tw::ui
