#pragma once

#include "models/log/negotiation_ladder.h"

#include <QWidget>

class QLabel;
class QListView;
class QToolButton;

namespace tw::ui {

class ElidedLabel;

// A negotiation as arrows between two columns, ours and the peer's. What was sent again is dashed; what refuses or
// failed is red and has a sign. A chosen rung asks for its lines.
class LadderView final : public QWidget
{
    Q_OBJECT

public:
    explicit LadderView(QWidget *parent = nullptr);

    void setFacts(const QList<models::LogRecord> &facts);
    // Whether there is a button that asks for closing it; by default there is.
    void setClosable(bool isClosable);
    // Marks the rung of this fact, where it has one, without asking for lines.
    void markFact(qint64 sequence);

    models::LadderModel *model() const { return m_model; }
    QListView *list() const { return m_list; }

Q_SIGNALS:
    void linesChosen(const QList<qint64> &sequences);
    void closed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void updateEnds();

    models::LadderModel *m_model;
    QListView *m_list;
    QLabel *m_title;
    ElidedLabel *m_ours;
    ElidedLabel *m_peers;
    QLabel *m_nothing;
    QToolButton *m_copy;
    QAction *m_copyText;
    QAction *m_copyMermaid;
    QToolButton *m_close;
    bool m_isMarking = false;
};

} // namespace tw::ui
