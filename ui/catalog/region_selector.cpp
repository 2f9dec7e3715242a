#include "ui/catalog/region_selector.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QEvent>
#include <QLineEdit>
#include <QStandardItemModel>

namespace tw::ui {

namespace {

constexpr int kIdRole = Qt::UserRole;
constexpr int kMostVisible = 20;

} // namespace

RegionSelector::RegionSelector(QWidget *parent) : QComboBox(parent), m_items(new QStandardItemModel(this))
{
    setEditable(true);
    setInsertPolicy(NoInsert);
    setMaxVisibleItems(kMostVisible);
    setModel(m_items);
    completer()->setCompletionMode(QCompleter::PopupCompletion);
    completer()->setFilterMode(Qt::MatchContains);
    completer()->setCaseSensitivity(Qt::CaseInsensitive);
    completer()->setMaxVisibleItems(kMostVisible);
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(34);
    connect(this, &QComboBox::activated, this, &RegionSelector::choose);
    connect(lineEdit(), &QLineEdit::returnPressed, this, &RegionSelector::restoreText);
    retranslate();
}

void RegionSelector::setRegions(const QList<Item> &regions)
{
    const QSignalBlocker quiet(this);
    m_items->clear();
    for (const Item &region : regions) {
        const QString text = region.objects > 0
            ? QStringLiteral("%1  ·  %2  (%3)").arg(region.title, region.id, locale().toString(region.objects))
            : QStringLiteral("%1  ·  %2").arg(region.title, region.id);
        auto *item = new QStandardItem(text); // the model takes it
        item->setData(region.id, kIdRole);
        m_items->appendRow(item);
    }
    setRegion(m_current);
}

QString RegionSelector::region() const { return m_current; }

void RegionSelector::setRegion(const QString &id)
{
    const QSignalBlocker quiet(this);
    m_current = id;
    setCurrentIndex(findData(id, kIdRole));
    restoreText();
}

void RegionSelector::focusOutEvent(QFocusEvent *event)
{
    QComboBox::focusOutEvent(event);
    if (!completer()->popup()->isVisible())
        restoreText();
}

void RegionSelector::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QComboBox::changeEvent(event);
}

void RegionSelector::choose(int index)
{
    const QString id = itemData(index, kIdRole).toString();
    if (id.isEmpty() || id == m_current)
        return;
    m_current = id;
    Q_EMIT regionChosen(id);
}

void RegionSelector::restoreText()
{
    const int index = findData(m_current, kIdRole);
    setEditText(index < 0 ? QString() : itemText(index));
    lineEdit()->setCursorPosition(0);
}

void RegionSelector::retranslate()
{
    lineEdit()->setPlaceholderText(tr("Search for a region"));
    setToolTip(tr("Region: everything in the window belongs to it"));
    setAccessibleName(tr("Region"));
}

} // namespace tw::ui
