#pragma once

#include "ui/catalog/object_page.h"

namespace tw::models {
class CertificateTableModel;
}

namespace tw::ui {

// The imported certificates, our own and those of others. They belong to no region.
class CertificatesPage final : public ObjectPage
{
    Q_OBJECT

public:
    explicit CertificatesPage(const Services &services, QWidget *parent = nullptr);

    void setRegion(const QString &regionId) override;
    void createObject() override; // imports some
    void editObject(const QString &id) override; // shows it: nothing in it can be changed
    void deleteObjects(const QStringList &ids) override;

protected:
    void retranslate() override;

private:
    static QString deletionTitle(int count);
    bool confirmsDeletion(const QStringList &ids, const QStringList &names);

    models::CertificateTableModel *m_model;
};

} // namespace tw::ui
