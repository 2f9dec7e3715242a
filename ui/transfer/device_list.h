#pragma once

#include "models/transfer/peer_format.h"

#include <QHash>
#include <QWidget>

class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace tw::ui {

// The devices that there are configurations for, by kind, with a box to find one by the name that is printed on it.
class DeviceList final : public QWidget
{
    Q_OBJECT

public:
    explicit DeviceList(QWidget *parent = nullptr);

    models::PeerFormat current() const { return m_current; }
    void setCurrent(models::PeerFormat device);
    // Devices that cannot express the connection, each with the reason. They can be chosen all the same: to be told so.
    void setBlocked(const QHash<models::PeerFormat, QString> &reasons);

    QLineEdit *searchEdit() const { return m_search; }
    QTreeWidget *tree() const { return m_tree; }
    QList<models::PeerFormat> shown() const;

Q_SIGNALS:
    void chosen(tw::models::PeerFormat device); // by the user

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill();
    void filter();
    void retranslate();
    QTreeWidgetItem *itemOf(models::PeerFormat device) const;

    QLineEdit *m_search;
    QTreeWidget *m_tree;
    models::PeerFormat m_current = models::PeerFormat::Alibaba;
    QHash<models::PeerFormat, QString> m_blocked;
};

// The devices by kind, in the order of the list and of menus.
struct DeviceGroup
{
    QString title;
    QList<models::PeerFormat> devices;
};
QList<DeviceGroup> deviceGroups();
QString deviceTitle(models::PeerFormat device);

} // namespace tw::ui
