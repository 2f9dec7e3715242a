#pragma once

#include "ui/help/help_book.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QTextBrowser;
class QTreeWidget;
class QTreeWidgetItem;

namespace tw::ui {

// The user guide beside the window or the dialog that asked for it: its sections at the left, those about some words
// where any are typed, and the chosen one at the right.
class HelpWindow final : public QDialog
{
    Q_OBJECT

public:
    explicit HelpWindow(QWidget *parent = nullptr);

    // What belongs to `from`, in a window of its window: one that belonged to another could not be reached beside a
    // dialog that is modal.
    static HelpWindow *openFor(QWidget *from);

    void showTopic(const QString &topic); // one that is not there shows the first
    QString topic() const;

    QLineEdit *searchEdit() const { return m_search; }
    QTreeWidget *contents() const { return m_contents; }
    QTextBrowser *page() const { return m_page; }

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void readBook();
    void showCurrent();
    void applySearch();
    void markWords();
    void retranslate();

    HelpBook m_book;
    QLineEdit *m_search;
    QTreeWidget *m_contents;
    QLabel *m_nothing;
    QTextBrowser *m_page;
    QList<QTreeWidgetItem *> m_items; // by section
};

// F1 in any window of the application, modal ones too, opens the help for what has the focus there.
class HelpKey final : public QObject
{
    Q_OBJECT

public:
    explicit HelpKey(QObject *parent); // as long as the parent lives

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace tw::ui
