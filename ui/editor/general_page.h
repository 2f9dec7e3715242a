#pragma once

#include "models/catalog/connection_draft.h"

#include <QWidget>

#include <memory>

namespace Ui {
class GeneralPage;
}

namespace tw::models {
class Catalog;
}

namespace tw::ui {

class FieldForm;

// Name, the two gateways, the subnets, effective immediately.
class GeneralPage final : public QWidget
{
    Q_OBJECT

public:
    // `catalog` must outlive the page.
    explicit GeneralPage(models::Catalog &catalog, QWidget *parent = nullptr);
    ~GeneralPage() override;

    void showDraft(const models::ConnectionDraft &draft);
    void collect(models::ConnectionDraft &draft) const;
    FieldForm *form() const { return m_form; }

private:
    void fillGateways(const models::ConnectionDraft &draft);
    void createVpnGateway();
    void createCustomerGateway();

    models::Catalog &m_catalog;
    std::unique_ptr<::Ui::GeneralPage> m_ui;
    FieldForm *m_form;
    models::ConnectionDraft m_shown;
};

} // namespace tw::ui
