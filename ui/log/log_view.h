#pragma once

#include "models/log/log_value.h"

#include <QTableView>

class QMenu;
class QToolButton;

namespace tw::models {
class LogTableModel;
}

namespace tw::ui {

class MessageDelegate;

// A table that follows its tail until the user scrolls up, as Wireshark and a terminal do: then it holds still, counts
// what arrived below (FollowPill), and End takes it back to following. A value of a line becomes a filter by the button
// that comes under the pointer, by the context menu, or by plus and minus on the current cell.
class LogView final : public QTableView
{
    Q_OBJECT

public:
    explicit LogView(QWidget *parent = nullptr);

    void setLogModel(models::LogTableModel *model);
    bool isFollowing() const { return m_following; }
    void follow();
    int newLines() const { return m_newLines; }
    // Selects the row and brings it into sight; following ends.
    void goToRow(int row);
    // Of all that is selected in memory, the rows of these facts.
    void selectFacts(const QList<qint64> &sequences);
    const models::LogRecord *currentRecord() const; // nullptr: none, or it is being read
    // The selected rows, or all that were read: cells separated by tabs, one row a line.
    QString selectedText() const;

    void setNeedle(const QString &needle);
    void setConnectionShown(bool shown);
    QByteArray layoutState() const;
    void restoreLayout(const QByteArray &state);
    void fillHeaderMenu(QMenu &menu);
    // Filters by the values of a line: only these, and all but these.
    void fillValueMenu(QMenu &menu, const models::LogRecord &record);
    // The value that a cell stands for; nothing: a time.
    static std::optional<models::LogValue> valueAt(const models::LogRecord &record, int column);
    QToolButton *valueButton() const { return m_valueButton; }

Q_SIGNALS:
    void followingChanged(bool following);
    void newLinesChanged(int lines);
    void chipWanted(const tw::models::LogChip &chip);
    void connectionWanted(const QString &id); // only its lines
    void menuWanted(const QPoint &globalPosition);
    void detailsWanted(); // Enter, double click

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void onRowsInserted(int first, int last);
    void onRowsRemoved(int first, int last);
    void onScrolled(int value);
    void setFollowing(bool following);
    void applyDefaultColumns();
    void setNewLines(int lines);
    void offerValue(const QModelIndex &index);
    void wantValue(const QModelIndex &index, bool excluded);
    void retranslate();

    models::LogTableModel *m_model = nullptr;
    MessageDelegate *m_messages;
    QToolButton *m_valueButton;
    QPersistentModelIndex m_offered;
    bool m_connectionShown = false;
    bool m_following = true;
    int m_newLines = 0;
};

} // namespace tw::ui
