#pragma once

#include "models/catalog/connection_draft.h"

#include <QWidget>

#include <memory>

namespace Ui {
class FurtherPage;
}

namespace tw::ui {

class FieldForm;

// What most connections leave alone: peer detection, NAT traversal, health check, anti-replay, packet sizes.
class FurtherPage final : public QWidget
{
    Q_OBJECT

public:
    explicit FurtherPage(QWidget *parent = nullptr);
    ~FurtherPage() override;

    void showDraft(const models::ConnectionDraft &draft);
    void collect(models::ConnectionDraft &draft) const;
    FieldForm *form() const { return m_form; }

private:
    void followHealthCheck();

    std::unique_ptr<::Ui::FurtherPage> m_ui;
    FieldForm *m_form;
};

} // namespace tw::ui
