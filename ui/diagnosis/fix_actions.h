#pragma once

#include "models/catalog/validation_issue.h"
#include "models/diagnosis/diagnosis.h"
#include "ui/services.h"

#include <QObject>
#include <QSet>
#include <QWidget>

#include <expected>

namespace tw::ui {

// Does what a fix's button says. Whatever changes a setting only opens the form, with the value filled in: the user saves
// it, or does not.
class FixActions final : public QObject
{
    Q_OBJECT

public:
    // Its dialogs open over `window`, which owns it.
    FixActions(const Services &services, QWidget *window);

    void setConnection(const QString &id) { m_connection = id; }
    void apply(const models::Fix &fix);
    void testRekey();
    void probe(api::Phase phase); // of which the suites are asked for
    void openField(std::optional<models::Field> field, const QString &value);
    // The form with all of them filled in; those of a gateway are its own form's.
    void openFields(const QList<models::Mend> &mends);

Q_SIGNALS:
    void pathCheckRequested();
    void trafficCheckRequested();
    void reportRequested();
    void certificatesRequested();
    // What came of it at once, and why nothing was done.
    void done(const QString &sentence);
    void refused(const QString &sentence);

private:
    void openCustomerGateway(std::optional<models::Field> field, const QString &value);
    void openVpnGateway(models::Field field, const QString &value);
    void report(const std::expected<void, QString> &outcome, const QString &sentence);

    Services m_services;
    QWidget *m_window;
    QString m_connection;
    QSet<bool> m_agreed; // to a probe of phase 2, and of phase 1: each is asked for once
};

} // namespace tw::ui
