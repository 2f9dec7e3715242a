#pragma once

#include <QDialog>

namespace tw::models {
class Catalog;
struct Certificate;
} // namespace tw::models

class QFormLayout;

namespace tw::ui {

// All that a certificate says, to be read and copied.
class CertificateDetails final : public QDialog
{
    Q_OBJECT

public:
    CertificateDetails(const models::Catalog &catalog, const models::Certificate &certificate,
                       QWidget *parent = nullptr);

private:
    void add(QFormLayout *form, const QString &label, const QString &value, bool isFixed = false);
};

} // namespace tw::ui
