#pragma once

#include "models/catalog/connection_draft.h"

#include <QWidget>

#include <memory>

namespace Ui {
class IkePage;
}

namespace tw::ui {

class FieldForm;

// Key, version, mode, algorithms, group, lifetime, identities.
class IkePage final : public QWidget
{
    Q_OBJECT

public:
    explicit IkePage(QWidget *parent = nullptr);
    ~IkePage() override;

    void showDraft(const models::ConnectionDraft &draft);
    void collect(models::ConnectionDraft &draft) const;
    QString key() const;
    void showKey(const QString &key);
    // What an identity that is left empty will be.
    void setDefaultIds(const QString &localId, const QString &remoteId);
    FieldForm *form() const { return m_form; }

private:
    void followVersion();
    void followEncryption();

    std::unique_ptr<::Ui::IkePage> m_ui;
    FieldForm *m_form;
};

} // namespace tw::ui
