#include "ui/transfer/device_list.h"

#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/badge_delegate.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPixmap>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tw::ui {

namespace {

using models::PeerFormat;

constexpr int kDeviceRole = Qt::UserRole;
constexpr int kLetters = 32;

// What else people call it, and what stands on the box.
QString otherNames(PeerFormat device)
{
    switch (device) {
    case PeerFormat::Alibaba: return QStringLiteral("aliyun 阿里云 cloud json");
    case PeerFormat::Swanctl: return QStringLiteral("linux charon vici");
    case PeerFormat::IpsecConf: return QStringLiteral("linux stroke");
    case PeerFormat::Libreswan: return QStringLiteral("linux rhel centos red hat openswan");
    case PeerFormat::CiscoIos: return QStringLiteral("思科 router isr asr csr catalyst");
    case PeerFormat::CiscoAsa: return QStringLiteral("思科 firewall");
    case PeerFormat::Junos: return QStringLiteral("瞻博 junos");
    case PeerFormat::FortiOs: return QStringLiteral("飞塔 fortinet fortios");
    case PeerFormat::RouterOs: return QStringLiteral("routerboard ccr");
    case PeerFormat::PanOs: return QStringLiteral("派拓 panos");
    case PeerFormat::Huawei: return QStringLiteral("华为 eudemon vrp");
    case PeerFormat::H3c: return QStringLiteral("新华三 华三 msr secpath");
    case PeerFormat::VyOs: return QStringLiteral("vyatta edgerouter");
    case PeerFormat::OpnSense: return QStringLiteral("deciso");
    case PeerFormat::PfSense: return QStringLiteral("netgate");
    case PeerFormat::Windows: return QStringLiteral("微软 microsoft rras");
    }
    return {};
}

} // namespace

QString deviceTitle(PeerFormat device) { return QString::fromUtf8(models::peerFormatInfo(device).title); }

QList<DeviceGroup> deviceGroups()
{
    using enum PeerFormat;
    return {
        {DeviceList::tr("Cloud and servers"), {Alibaba, Windows}},
        {DeviceList::tr("Firewalls and routers"), {CiscoIos, CiscoAsa, FortiOs, H3c, Huawei, Junos, RouterOs, PanOs}},
        {DeviceList::tr("Open source"), {Swanctl, IpsecConf, Libreswan, OpnSense, PfSense, VyOs}}};
}

DeviceList::DeviceList(QWidget *parent) : QWidget(parent), m_search(new QLineEdit(this)), m_tree(new QTreeWidget(this))
{
    m_search->setClearButtonEnabled(true);
    m_search->addAction(symbolicIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setItemsExpandable(false);
    m_tree->setIndentation(letterWidth(fontMetrics()) * 2);
    m_tree->setItemDelegate(new RoomyDelegate(m_tree));
    m_tree->setUniformRowHeights(true);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_search);
    layout->addWidget(m_tree, 1);
    setMinimumWidth(kLetters * letterWidth(fontMetrics()));
    fill();
    retranslate();
    connect(m_search, &QLineEdit::textChanged, this, &DeviceList::filter);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem *item) {
        if (!item || !item->data(0, kDeviceRole).isValid())
            return;
        const auto device = static_cast<PeerFormat>(item->data(0, kDeviceRole).toInt());
        if (device == m_current)
            return;
        m_current = device;
        Q_EMIT chosen(device);
    });
}

void DeviceList::fill()
{
    for (const DeviceGroup &group : deviceGroups()) {
        auto *heading = new QTreeWidgetItem(m_tree);
        heading->setFlags(Qt::ItemIsEnabled); // read, and not chosen
        QFont bold = font();
        bold.setBold(true);
        heading->setFont(0, bold);
        for (const PeerFormat device : group.devices) {
            auto *item = new QTreeWidgetItem(heading, {deviceTitle(device)});
            item->setData(0, kDeviceRole, static_cast<int>(device));
        }
        heading->setExpanded(true);
    }
    m_tree->setCurrentItem(itemOf(m_current));
}

void DeviceList::setCurrent(PeerFormat device)
{
    m_current = device;
    m_tree->setCurrentItem(itemOf(device));
    m_tree->scrollToItem(itemOf(device));
}

void DeviceList::setBlocked(const QHash<PeerFormat, QString> &reasons)
{
    m_blocked = reasons;
    QPixmap nothing(m_tree->iconSize().isValid() ? m_tree->iconSize() : QSize(16, 16));
    nothing.fill(Qt::transparent);
    const QIcon unmarked(nothing); // so that all titles begin at one place
    for (const models::PeerFormatInfo &info : models::peerFormats()) {
        QTreeWidgetItem *item = itemOf(info.format);
        const QString reason = reasons.value(info.format);
        item->setIcon(0, reason.isEmpty() ? unmarked : symbolicIcon(QStringLiteral("exclude"), Tone::Bad));
        item->setToolTip(0, reason);
        item->setData(0, Qt::AccessibleTextRole,
                      reason.isEmpty() ? deviceTitle(info.format)
                                       : tr("%1, not possible").arg(deviceTitle(info.format)));
    }
}

QTreeWidgetItem *DeviceList::itemOf(PeerFormat device) const
{
    for (int group = 0; group < m_tree->topLevelItemCount(); ++group) {
        QTreeWidgetItem *heading = m_tree->topLevelItem(group);
        for (int row = 0; row < heading->childCount(); ++row) {
            if (heading->child(row)->data(0, kDeviceRole).toInt() == static_cast<int>(device))
                return heading->child(row);
        }
    }
    return nullptr; // each has one
}

QList<PeerFormat> DeviceList::shown() const
{
    QList<PeerFormat> devices;
    for (const DeviceGroup &group : deviceGroups()) {
        for (const PeerFormat device : group.devices) {
            if (!itemOf(device)->isHidden())
                devices.append(device);
        }
    }
    return devices;
}

void DeviceList::filter()
{
    const QStringList words = m_search->text().toCaseFolded().split(u' ', Qt::SkipEmptyParts);
    for (int group = 0; group < m_tree->topLevelItemCount(); ++group) {
        QTreeWidgetItem *heading = m_tree->topLevelItem(group);
        bool isAnyShown = false;
        for (int row = 0; row < heading->childCount(); ++row) {
            QTreeWidgetItem *item = heading->child(row);
            const auto device = static_cast<PeerFormat>(item->data(0, kDeviceRole).toInt());
            const QString names = deviceTitle(device) + u' ' + QLatin1String(models::peerFormatInfo(device).id) + u' '
                + otherNames(device);
            const QString text = names.toCaseFolded();
            const bool isShown = std::ranges::all_of(words, [&](const QString &word) { return text.contains(word); });
            item->setHidden(!isShown);
            isAnyShown = isAnyShown || isShown;
        }
        heading->setHidden(!isAnyShown);
    }
    if (const QList<PeerFormat> left = shown(); !words.isEmpty() && !left.isEmpty() && !left.contains(m_current))
        m_tree->setCurrentItem(itemOf(left.first()));
}

// From the box the arrows go through the list, as in every search.
bool DeviceList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            QCoreApplication::sendEvent(m_tree, event);
            return true;
        }
        if (key == Qt::Key_Escape && !m_search->text().isEmpty()) {
            m_search->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void DeviceList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void DeviceList::retranslate()
{
    m_search->setPlaceholderText(tr("Find a device"));
    m_search->setAccessibleName(tr("Find a device"));
    m_tree->setAccessibleName(tr("Devices"));
    const QList<DeviceGroup> groups = deviceGroups();
    for (int group = 0; group < m_tree->topLevelItemCount(); ++group)
        m_tree->topLevelItem(group)->setText(0, groups.at(group).title);
    setBlocked(m_blocked);
}

} // namespace tw::ui
