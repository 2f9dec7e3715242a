#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace tw::models {
class LogSearch;
}

namespace tw::ui {

// Words to look for in the lines that are shown, how often they are there, and from one to the next (F3, Shift+F3).
class FindBar final : public QWidget
{
    Q_OBJECT

public:
    // `search` must outlive it.
    explicit FindBar(models::LogSearch *search, QWidget *parent = nullptr);

    void open(); // and takes the focus
    void close(); // and searches no more
    QLineEdit *edit() const { return m_edit; }
    QString countText() const;
    // Where the reader stands: hits are counted from here.
    void setRow(qint64 storeRow);
    void goToNext();
    void goToPrevious();

Q_SIGNALS:
    void rowWanted(qint64 storeRow);
    void closed();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void updateCount();
    void retranslate();

    models::LogSearch *m_search;
    QLineEdit *m_edit;
    QLabel *m_count;
    QToolButton *m_previous;
    QToolButton *m_next;
    QToolButton *m_close;
    qint64 m_row = -1;
    bool m_isTyped = false; // the first hit of new words is gone to by itself
};

} // namespace tw::ui
