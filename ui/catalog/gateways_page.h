#pragma once

#include "ui/catalog/object_page.h"

namespace tw::models {
class CustomerGatewayTableModel;
class VpnGatewayTableModel;
} // namespace tw::models

namespace tw::ui {

// The VPN gateways of a region: this side.
class VpnGatewaysPage final : public ObjectPage
{
    Q_OBJECT

public:
    explicit VpnGatewaysPage(const Services &services, QWidget *parent = nullptr);

    void createObject() override;
    void editObject(const QString &id) override;
    void deleteObjects(const QStringList &ids) override;

protected:
    models::FilterVocabulary vocabulary() const override;
    void retranslate() override;

private:
    models::VpnGatewayTableModel *m_model;
};

// The customer gateways of a region: the peers.
class CustomerGatewaysPage final : public ObjectPage
{
    Q_OBJECT

public:
    explicit CustomerGatewaysPage(const Services &services, QWidget *parent = nullptr);

    void createObject() override;
    void editObject(const QString &id) override;
    void deleteObjects(const QStringList &ids) override;

protected:
    models::FilterVocabulary vocabulary() const override;
    void retranslate() override;

private:
    models::CustomerGatewayTableModel *m_model;
};

} // namespace tw::ui
