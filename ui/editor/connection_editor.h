#pragma once

#include "models/catalog/catalog.h"
#include "ui/widgets/late_news.h"

#include <QDialog>

#include <set>

class QDialogButtonBox;
class QLabel;

namespace tw::models {
struct DevicePreset;
}

namespace tw::ui {

class Disclosure;
class FieldForm;
class FurtherPage;
class GeneralPage;
class IkePage;
class IpsecPage;
class MessageBar;
class SavingState;
class VerticalScrollArea;

// The dialog around the pages of a connection: draft in, draft out. Its order and its words are those of the cloud's
// form. What is wrong is shown beside its field once the field was left; OK is always enabled and goes to the first
// error.
class ConnectionEditor final : public QDialog
{
    Q_OBJECT

public:
    // A draft without an id is created, with a fresh key; else the stored connection is changed. `isUp`: SAs stand, so
    // that saving may interrupt traffic. The catalogue must outlive the dialog.
    ConnectionEditor(models::Catalog &catalog, const models::ConnectionDraft &draft, bool isUp = false,
                     QWidget *parent = nullptr);
    ~ConnectionEditor() override;

    // Goes to the field. A value, where there is one, is filled in and marked as such; nothing is saved by that.
    void openAt(models::Field field, const QString &value);

    models::ConnectionDraft draft() const;
    QString key() const;
    QString savedId() const { return m_savedId; }

    QList<FieldForm *> forms() const { return m_forms; }
    FieldForm *formOf(models::Field field) const;
    QString summary() const;

    void accept() override; // the dialog closes when it is saved
    void reject() override;

private:
    void buildPages();
    void addFolded(const QString &title, QWidget *page, FieldForm *form);
    void alignLabels();
    void showDraft(const models::ConnectionDraft &draft);
    void apply(const models::Mend &mend);
    void goTo(models::Field field);
    QWidget *buildPresets();
    void applyProfile(models::Profile profile);
    void applyPreset(const models::DevicePreset &preset);
    QString fillIn(const models::ConnectionDraft &changed);
    models::ValidationIssues check() const;
    void revalidate();
    void updateHints();
    bool goToFirstError(const models::ValidationIssues &issues);
    bool acceptsWarnings(const models::ValidationIssues &issues);
    bool acceptsConsequences(const QList<models::Connection> &others);
    void save(models::Catalog::Sharing sharing);
    Reopen reopening() const;
    void refill(const models::ConnectionDraft &typed, const models::PresharedKey *key);

    models::Catalog &m_catalog;
    models::ConnectionDraft m_before;
    bool m_keyEdited = false;
    bool m_isUp;
    GeneralPage *m_general;
    IkePage *m_ike;
    IpsecPage *m_ipsec;
    FurtherPage *m_further;
    QList<FieldForm *> m_forms;
    std::map<FieldForm *, Disclosure *> m_folds;
    MessageBar *m_refusal;
    SavingState *m_saving;
    VerticalScrollArea *m_scroll;
    QLabel *m_presetNote; // what a button for the algorithms changed
    QLabel *m_summary;
    QDialogButtonBox *m_buttons;
    std::set<models::Field> m_left;
    QString m_savedId;
};

} // namespace tw::ui
