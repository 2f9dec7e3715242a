#pragma once

#include <QTableView>

class QPushButton;

namespace tw::ui {

// A table that follows its tail until the user scrolls up, as Wireshark and a terminal do: then it holds still, counts
// what arrived below, and a click or End takes it back to following.
class LogView final : public QTableView
{
    Q_OBJECT

public:
    explicit LogView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    bool isFollowing() const { return m_following; }
    void follow();
    int newLines() const { return m_newLines; }
    // The selected rows, or all of them: cells separated by tabs, one row a line.
    QString selectedText() const;

Q_SIGNALS:
    void followingChanged(bool following);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void onRowsInserted(int first, int last);
    void onRowsRemoved(int first, int last);
    void onScrolled(int value);
    void setFollowing(bool following);
    void updatePill();
    void placePill();

    QPushButton *m_pill;
    bool m_following = true;
    int m_newLines = 0;
};

} // namespace tw::ui
