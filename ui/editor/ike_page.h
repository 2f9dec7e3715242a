#pragma once

#include "models/catalog/connection_draft.h"

#include <QWidget>

#include <memory>

namespace Ui {
class IkePage;
}

namespace tw::models {
class Catalog;
}

namespace tw::ui {

class FieldForm;

// Authentication by key or certificates, version, mode, algorithms, group, lifetime, identities.
class IkePage final : public QWidget
{
    Q_OBJECT

public:
    // `catalog` must outlive the page: it has the certificates, and takes in new ones.
    explicit IkePage(models::Catalog &catalog, QWidget *parent = nullptr);
    ~IkePage() override;

    void showDraft(const models::ConnectionDraft &draft);
    void collect(models::ConnectionDraft &draft) const;
    QString key() const;
    void showKey(const QString &key);
    // What an identity that is left empty will be.
    void setDefaultIds(const QString &localId, const QString &remoteId);
    FieldForm *form() const { return m_form; }

private:
    void fillCertificates();
    void importCertificates(models::Field field);
    void followMethod();
    void followVersion();
    void followEncryption();

    models::Catalog &m_catalog;
    std::unique_ptr<::Ui::IkePage> m_ui;
    FieldForm *m_form;
};

} // namespace tw::ui
