#pragma once

#include <QFrame>

#include <memory>

class QLabel;
class QSortFilterProxyModel;
class QTableView;
class QToolButton;

namespace tw::models {
class BulkList;
}

namespace tw::ui {

class IconLabel;
class MessageBar;

// What became of an action on several objects. Where all went well it is one line; where something did not, a list with a
// row for each object, troubles first. It stands in the way of nothing, and goes when the user sends it.
class BulkPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit BulkPanel(QWidget *parent = nullptr);
    ~BulkPanel() override;

    // In place of the run before.
    void follow(std::unique_ptr<models::BulkList> run);
    bool isListing() const; // the list, and not the line
    MessageBar *bar() const { return m_bar; }
    QTableView *list() const { return m_list; }

Q_SIGNALS:
    void chosen(const QString &id); // a row of the list: show the object

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void dismiss();
    void retranslate();

    std::unique_ptr<models::BulkList> m_run;
    QSortFilterProxyModel *m_sorted;
    MessageBar *m_bar;
    QFrame *m_frame;
    IconLabel *m_icon;
    QLabel *m_title;
    QLabel *m_summary;
    QTableView *m_list;
    QToolButton *m_close;
};

} // namespace tw::ui
