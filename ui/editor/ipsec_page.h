#pragma once

#include "models/catalog/connection_draft.h"

#include <QWidget>

#include <memory>

namespace Ui {
class IpsecPage;
}

namespace tw::ui {

class FieldForm;

// Algorithms, group and lifetime of phase 2.
class IpsecPage final : public QWidget
{
    Q_OBJECT

public:
    explicit IpsecPage(QWidget *parent = nullptr);
    ~IpsecPage() override;

    void showDraft(const models::ConnectionDraft &draft);
    void collect(models::ConnectionDraft &draft) const;
    FieldForm *form() const { return m_form; }

private:
    void followEncryption();

    std::unique_ptr<::Ui::IpsecPage> m_ui;
    FieldForm *m_form;
};

} // namespace tw::ui
