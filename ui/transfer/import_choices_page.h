#pragma once

#include "models/transfer/import/import_plan.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QTableWidget;

namespace tw::models {
class ImportSession;
}

namespace tw::ui {

class IssueMarker;
class SecretEdit;
class SubnetListEdit;
class VerticalScrollArea;

// What the plan cannot know: names, gateways, the key where the text has none, which of several proposals, and what to do
// with a tunnel that is there already. One connection at a time, each issue beside its field.
class ImportChoicesPage final : public QWidget
{
    Q_OBJECT

public:
    ImportChoicesPage(models::ImportSession &session, QWidget *parent);

    // To the first connection that is not ready, where there is one.
    void showOpen();
    void select(int connection);

    QTableWidget *table() const { return m_table; }
    QComboBox *actionBox() const { return m_action; }
    QLineEdit *nameEdit() const { return m_name; }
    QComboBox *ourGatewayBox() const { return m_ours.gateway; }
    QLineEdit *ourAddressEdit() const { return m_ours.address; }
    QComboBox *theirGatewayBox() const { return m_theirs.gateway; }
    QLineEdit *theirAddressEdit() const { return m_theirs.address; }
    SubnetListEdit *localSubnetEdit() const { return m_localSubnet; }
    SecretEdit *keyEdit() const { return m_key; }
    QComboBox *ikeBox() const { return m_ike; }
    QComboBox *espBox() const { return m_esp; }
    QStringList remarks() const; // all that is said of the connection that is shown

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Row
    {
        models::Field field;
        IssueMarker *marker;
        QList<QList<models::Mend>> mends; // by line and link
    };
    struct End
    {
        QLabel *gatewayLabel;
        QComboBox *gateway;
        QLabel *nameLabel;
        QLineEdit *name;
        QLabel *addressLabel;
        QLineEdit *address;
    };
    End makeEnd(models::Field gateway, models::Field address, models::EndChoice models::ImportChoice::*choice);
    QLabel *addRow(QWidget *widget, std::optional<models::Field> field);
    void build();
    void choose(const std::function<void(models::ImportChoice &)> &change);
    std::size_t current() const;

    void present();
    void showList();
    void showConnection();
    void showEnd(End &end, const models::PlannedEnd &planned, const QList<QPair<QString, QString>> &known);
    void showOffers(QComboBox *box, const std::vector<models::PeerSuite> &offers, int taken);
    void showKey(const models::PlannedConnection &planned);
    void showRemarks(const models::PlannedConnection &planned);
    void retranslate();

    models::ImportSession &m_session;
    QTableWidget *m_table;
    VerticalScrollArea *m_scroll;
    QFormLayout *m_form;
    std::vector<Row> m_rows; // the first is for what belongs to no field of the page
    QLabel *m_actionLabel;
    QComboBox *m_action;
    QLabel *m_nameLabel;
    QLineEdit *m_name;
    End m_ours;
    End m_theirs;
    QLabel *m_localLabel;
    SubnetListEdit *m_localSubnet;
    QLabel *m_remoteLabel;
    SubnetListEdit *m_remoteSubnet;
    QLabel *m_keyLabel;
    SecretEdit *m_key;
    QLabel *m_ikeLabel;
    QComboBox *m_ike;
    QLabel *m_espLabel;
    QComboBox *m_esp;
};

} // namespace tw::ui
