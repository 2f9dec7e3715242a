#pragma once

#include <QComboBox>
#include <QList>

class QSortFilterProxyModel;
class QStandardItemModel;

namespace tw::ui {

// The region at the top of the window. Typing searches in names and ids, in the middle of words too; leaving the box
// with something that is no region brings the current one back.
class RegionSelector final : public QComboBox
{
    Q_OBJECT

public:
    struct Item
    {
        QString id;
        QString title;
        int objects = 0; // shown behind the title, where there are some
    };

    explicit RegionSelector(QWidget *parent = nullptr);

    // Keeps the current region where it is still there.
    void setRegions(const QList<Item> &regions);
    QString region() const;
    void setRegion(const QString &id);

Q_SIGNALS:
    void regionChosen(const QString &id); // by the user

protected:
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void choose(int index);
    void restoreText();
    void retranslate();

    QStandardItemModel *m_items;
    QString m_current;
};

} // namespace tw::ui
