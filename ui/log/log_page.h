#pragma once

#include "models/log/log_table_model.h"

#include <QWidget>

class QDateTimeEdit;
class QLabel;
class QPlainTextEdit;
class QSplitter;
class QToolButton;

namespace tw::models {
class LogStore;
}

namespace tw::ui {

class LogView;

// The log of one connection: the last ten minutes and what happens now, or the ten minutes that were asked for.
class LogPage final : public QWidget
{
    Q_OBJECT

public:
    // `store` must outlive the page; nullptr: there is no log to show.
    explicit LogPage(models::LogStore *store, QWidget *parent = nullptr);

    // Empty: nothing is shown. Starts at the live tail.
    void setConnection(const QString &id, const QString &name);
    LogView *view() const { return m_view; }
    models::LogTableModel *model() const { return m_model; }
    bool isLive() const;
    void showWindowFrom(const QDateTime &from);
    void showLive();

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildBar();
    void step(int windows);
    void load();
    void showDetails();
    void updateState();
    void retranslate();
    qint64 keptDays() const;

    models::LogStore *m_store;
    models::LogTableModel *m_model;
    QString m_connection;
    QString m_name;
    QDateTime m_from; // UTC; of the window that is shown where not live
    QToolButton *m_live;
    QToolButton *m_previous;
    QToolButton *m_next;
    QToolButton *m_copy;
    QLabel *m_fromLabel;
    QDateTimeEdit *m_fromEdit;
    QLabel *m_to;
    QLabel *m_message;
    QLabel *m_notice;
    LogView *m_view;
    QPlainTextEdit *m_details;
    QSplitter *m_splitter;
};

} // namespace tw::ui
