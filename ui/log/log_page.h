#pragma once

#include "models/log/log_table_model.h"
#include "ui/services.h"
#include "ui/theme/tone.h"

#include <QWidget>

class QComboBox;
class QMenu;
class QSplitter;
class QTimer;
class QToolButton;

namespace tw::models {
class LogSearch;
class LogSeeker;
class TimelineFeed;
} // namespace tw::models

namespace tw::ui {

class FacetChips;
class FactView;
class FindBar;
class LadderView;
class LogExporter;
class LogMessage;
class LogView;
class MessageBar;
class RangeBar;
class TimelineStrip;

// The log: the last minutes and what happens now, or the minutes that were asked for; above them all the time that is
// kept, beside them what stands behind a line and the negotiation it belongs to. Of one connection that is given, or, as
// a page of its own, of the one that is chosen there, or of all.
class LogPage final : public QWidget
{
    Q_OBJECT

public:
    enum class Scope { OneConnection, Any };

    LogPage(const Services &services, Scope scope, QWidget *parent = nullptr);
    ~LogPage() override;

    // With Scope::OneConnection. Empty: nothing is shown. Starts at the live tail.
    void setConnection(const QString &id, const QString &name);
    // With Scope::Any: nothing is all of them, an empty id what the engine says of itself.
    void chooseConnection(const std::optional<QString> &id);

    void showWindowFrom(const QDateTime &from);
    void showLive();
    // The newest error, or else warning, in the time that is kept; where there is none, the live tail.
    void showNewestTrouble();
    // The line of this sequence, which was logged at that time; with what led to it above.
    void showLine(qint64 sequence, const QDateTime &time);
    void setFacets(const models::LogFacets &facets);
    void openFind();
    void setLadderShown(bool shown);
    // Columns, the window's length and what is shown beside the lines.
    void saveLayout() const;

    bool isLive() const { return m_query.isFollowing; }
    const models::LogQuery &query() const { return m_query; }
    LogView *view() const { return m_view; }
    models::LogTableModel *model() const { return m_model; }
    RangeBar *rangeBar() const { return m_range; }
    TimelineStrip *timeline() const { return m_timeline; }
    FacetChips *chips() const { return m_chips; }
    FindBar *findBar() const { return m_find; }
    FactView *facts() const { return m_facts; }
    LadderView *ladder() const { return m_ladder; }
    LogMessage *message() const { return m_message; }
    LogExporter *exporter() const { return m_exporter; }
    QComboBox *chooser() const { return m_chooser; } // nullptr with Scope::OneConnection

Q_SIGNALS:
    void captureRequested(); // of the connection that it shows
    void explanationRequested(const QString &connectionId, const QDateTime &time); // what was wrong then

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    enum class Lack { Nothing, NotKept }; // why no window is read

    void buildBar();
    void buildBody();
    void connectParts();
    void connectFinding();
    void restoreLayout();
    QString layoutName() const;

    void load();
    void step(int windows);
    void followTime();
    void applyScope();
    models::LogWindow liveWindow() const;
    UtcTime oldestKept() const;
    QString shownName() const;

    void goToFact(const models::LogRecord &record);
    void goToFoundRow(qint64 storeRow, const models::LogRecord &record);
    void onFeedChanged();
    void onLineChosen();
    void readNegotiation();
    void onFactsRead(qint64 request, const QList<models::LogRecord> &facts);

    void showMenu(const QPoint &position);
    void fillFilterMenu();
    void exportAs(models::LogFormat format);
    void makeBundle();
    void explain(); // the selected line
    void say(Tone tone, const QString &sentence);
    void copy() const;

    void updateState();
    void updateMessage();
    void updateNames();
    void retranslate();
    void retranslateChooser();

    Services m_services;
    Scope m_scope;
    models::LogReader *m_reader; // nullptr: no log
    models::LogTableModel *m_model;
    models::LogSeeker *m_seeker;
    models::LogSearch *m_search;
    models::TimelineFeed *m_feed;

    bool m_hasConnection = false; // with Scope::OneConnection
    std::optional<QString> m_connection;
    QString m_name;
    models::LogQuery m_query;
    Lack m_lack = Lack::Nothing;
    bool m_wantsTrouble = false; // as soon as the timeline is there
    std::optional<models::LogRecord> m_wanted; // to be gone to when its window is there
    QList<models::LogRecord> m_negotiation;
    qint64 m_readingNegotiation = 0;

    QComboBox *m_chooser = nullptr;
    RangeBar *m_range;
    QToolButton *m_findButton;
    QToolButton *m_filterButton;
    QToolButton *m_factsButton;
    QToolButton *m_ladderButton;
    QToolButton *m_copyButton;
    QToolButton *m_moreButton;
    QMenu *m_filterMenu;
    QMenu *m_moreMenu;
    QAction *m_exportText;
    QAction *m_exportCsv;
    QAction *m_exportJson;
    QAction *m_bundleAction;
    QAction *m_captureAction;
    QAction *m_explainAction;
    QAction *m_tableAction;
    QAction *m_columnsAction;
    QAction *m_clearFilter;
    QAction *m_toOldest;
    TimelineStrip *m_timeline;
    FacetChips *m_chips;
    FindBar *m_find;
    MessageBar *m_notice; // what is the matter with the store
    MessageBar *m_result; // of an export
    LogView *m_view;
    LogMessage *m_message;
    FactView *m_facts;
    LadderView *m_ladder;
    QSplitter *m_lines; // and what stands behind one of them
    QSplitter *m_splitter;
    LogExporter *m_exporter;
    QTimer *m_clock;
    QTimer *m_patience; // before it is said that lines are being read
};

} // namespace tw::ui
