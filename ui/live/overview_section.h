#pragma once

#include "ui/widgets/badge_delegate.h"
#include "ui/widgets/card.h"

class QPushButton;
class QToolButton;

namespace tw::ui {

class ElidedLabel;

// One line of a section: a thing, what is to be said about it, and what can be done.
struct OverviewItem
{
    QString id;
    Badge badge;
    QString title;
    QString text; // may take several lines
    bool hasLog = false;
    bool canEdit = false;

    friend bool operator==(const OverviewItem &a, const OverviewItem &b)
    {
        return a.id == b.id && a.badge.icon == b.badge.icon && a.badge.tone == b.badge.tone && a.title == b.title
            && a.text == b.text && a.hasLog == b.hasLog && a.canEdit == b.canEdit;
    }
};

class OverviewRow final : public QWidget
{
    Q_OBJECT

public:
    explicit OverviewRow(QWidget *parent = nullptr);

    void setItem(const OverviewItem &item);
    const OverviewItem &item() const { return m_item; }
    QToolButton *logButton() const { return m_log; }
    QToolButton *editButton() const { return m_edit; }

Q_SIGNALS:
    void logRequested(const QString &id);
    void editRequested(const QString &id);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();
    void retranslate();

    OverviewItem m_item;
    QLabel *m_icon;
    ElidedLabel *m_title;
    QLabel *m_text;
    QToolButton *m_log;
    QToolButton *m_edit;
};

// A card that lists the first few of what may be a thousand, and leads to the rest.
class OverviewSection final : public QWidget
{
    Q_OBJECT

public:
    explicit OverviewSection(QWidget *parent = nullptr);

    static constexpr int kMaxRows = 5;

    // `count` is how many there are in all; items beyond kMaxRows are not looked at.
    void setItems(const QList<OverviewItem> &items, int count);
    void setTexts(const QString &title, const QString &nothing);
    QList<OverviewItem> items() const;
    OverviewRow *row(int index) const { return m_rows.value(index); }
    QPushButton *moreButton() const { return m_more; }

Q_SIGNALS:
    void logRequested(const QString &id);
    void editRequested(const QString &id);
    void allRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateMore();

    QString m_titleText;
    int m_count = -1;
    Card *m_card;
    QLabel *m_nothing;
    QList<OverviewRow *> m_rows;
    QPushButton *m_more;
};

} // namespace tw::ui
