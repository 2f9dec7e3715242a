#include "ui/transfer/configuration_page.h"

#include "models/catalog/catalog.h"
#include "models/store/settings.h"
#include "models/transfer/both_sides.h"
#include "ui/diagnosis/text_label.h"
#include "ui/diagnosis/word_table.h"
#include "ui/theme/measure.h"
#include "ui/theme/symbolic_icon.h"
#include "ui/transfer/device_list.h"
#include "ui/transfer/download_dialog.h"
#include "ui/transfer/download_places.h"
#include "ui/widgets/card.h"
#include "ui/widgets/vertical_scroll_area.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace tw::ui {

ConfigurationPage::ConfigurationPage(const Services &services, QWidget *parent)
    : QWidget(parent),
      m_services(services),
      m_intro(new TextLabel(this, Tone::Muted)),
      m_device(new TextLabel(this, Tone::Muted)),
      m_download(new QPushButton(this)),
      m_edit(new QPushButton(this)),
      m_column(new QWidget(this)),
      m_endsCard(new Card(m_column)),
      m_ikeCard(new Card(m_column)),
      m_ipsecCard(new Card(m_column))
{
    auto *column = new QVBoxLayout(m_column);
    column->setContentsMargins(12, 4, 12, 12);
    column->setSpacing(10);
    m_ends = addCard(m_endsCard, m_column);
    m_ike = addCard(m_ikeCard, m_column);
    m_ipsec = addCard(m_ipsecCard, m_column);
    column->addStretch(1);
    auto *area = new VerticalScrollArea(this);
    area->setFocusPolicy(Qt::StrongFocus); // to be scrolled by keyboard
    area->setObjectName(QStringLiteral("values"));
    area->setWidget(m_column);

    m_download->setIcon(symbolicIcon(QStringLiteral("download")));
    m_edit->setIcon(symbolicIcon(QStringLiteral("edit")));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 10, 12, 4);
    head->setSpacing(10);
    head->addWidget(m_download);
    head->addWidget(m_edit);
    head->addWidget(m_device, 1);
    head->addWidget(m_intro, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(area, 1);

    connect(m_edit, &QPushButton::clicked, this, &ConfigurationPage::editRequested);
    connect(m_download, &QPushButton::clicked, this, [this] {
        DownloadDialog dialog(m_services, m_connection, this);
        dialog.exec();
        refresh();
    });
    using models::Catalog;
    for (const auto signal : {&Catalog::vpnGatewayChanged, &Catalog::customerGatewayChanged})
        connect(&m_services.catalog, signal, this, &ConfigurationPage::refresh);
    connect(&m_services.catalog, &Catalog::connectionChanged, this, &ConfigurationPage::refresh);
    retranslate();
}

WordTable *ConfigurationPage::addCard(Card *card, QWidget *column)
{
    auto *table = new WordTable(card);
    table->setContentsMargins(Card::kMargin, 0, Card::kMargin, 6);
    card->content()->addWidget(table);
    column->layout()->addWidget(card);
    return table;
}

void ConfigurationPage::setConnection(const QString &id)
{
    m_connection = id;
    refresh();
}

void ConfigurationPage::refresh()
{
    const models::Connection *connection = m_services.catalog.connection(m_connection);
    m_column->setVisible(connection);
    m_download->setVisible(connection);
    m_edit->setVisible(connection);
    m_device->setVisible(connection);
    m_intro->setVisible(!connection);
    if (!connection)
        return;
    const models::BothSides sides = models::bothSides(m_services.catalog, m_connection);
    // A name without a blank does not wrap, and the other side's column shall stay in sight.
    const auto heading = [this](const QString &text, const QString &name) {
        return text.arg(fontMetrics().elidedText(name, Qt::ElideMiddle, letterWidth(fontMetrics()) * 28));
    };
    const QStringList headings{
        {}, heading(tr("Here: %1"), sides.ourName), heading(tr("At the device: %1"), sides.theirName)};
    const auto fill = [&headings](WordTable *table, const QList<models::BothSidesRow> &rows) {
        QList<WordTable::Row> cells;
        for (const models::BothSidesRow &row : rows)
            cells.append(WordTable::Row{
                {row.label, {{}, Tone::Muted}, false}, {row.ours, {}, row.isAddress}, {row.theirs, {}, row.isAddress}});
        table->setRows(headings, cells);
    };
    fill(m_ends, sides.ends);
    fill(m_ike, sides.ike);
    fill(m_ipsec, sides.ipsec);
    m_device->setText(
        tr("Device: %1").arg(deviceTitle(proposedDevice(m_services.settings, m_services.catalog, m_connection))));
}

void ConfigurationPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ConfigurationPage::retranslate()
{
    m_intro->setText(tr("Select one connection to see how both sides have to be configured."));
    m_download->setText(tr("Do&wnload the peer's configuration..."));
    m_edit->setText(tr("&Edit..."));
    m_endsCard->setTitle(tr("Swapped between the sides"));
    m_ikeCard->setTitle(tr("Equal in phase 1 (IKE)"));
    m_ipsecCard->setTitle(tr("Equal in phase 2 (IPsec)"));
    findChild<VerticalScrollArea *>(QStringLiteral("values"))->setAccessibleName(tr("Values of both sides"));
    refresh();
}

} // namespace tw::ui
