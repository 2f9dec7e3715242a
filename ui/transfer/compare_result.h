#pragma once

#include "models/transfer/compare/compare_connection.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QTableWidget;

namespace tw::ui {

class Disclosure;
class TextLabel;

// What came of a comparison: the summary, the settings with the worst first, and for the chosen one what it will look like
// and the mend on either side.
class CompareResult final : public QWidget
{
    Q_OBJECT

public:
    explicit CompareResult(QWidget *parent = nullptr);

    void showAnswer(const models::CompareAnswer &answer, const QString &source);
    // All that can be taken over here.
    QList<models::Mend> mends() const;
    QTableWidget *table() const { return m_table; }
    QComboBox *candidateBox() const { return m_candidates; }
    QPushButton *mendButton() const { return m_here; }
    QString summary() const;
    QString linesThere() const;
    void selectField(models::Field field);
    void retranslate();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

Q_SIGNALS:
    void mendRequested(const QList<models::Mend> &mends);
    void candidateChosen(int number);

private:
    void build();
    void fill();
    void fillAgain(); // with the same row chosen
    void fillIgnored();
    void showRow();
    void fitDetails();
    const models::ComparisonRow *currentRow() const;

    std::optional<models::CompareAnswer> m_answer;
    QString m_source;
    QLabel *m_icon;
    QLabel *m_summary;
    TextLabel *m_readAs;
    TextLabel *m_whose;
    QLabel *m_candidatesLabel;
    QComboBox *m_candidates;
    QTableWidget *m_table;
    QSplitter *m_splitter = nullptr;
    QWidget *m_details = nullptr;
    bool m_isSplitChosen = false; // by dragging
    TextLabel *m_effect;
    QPushButton *m_here;
    QPushButton *m_all;
    TextLabel *m_thereText;
    QPlainTextEdit *m_there;
    QPushButton *m_copy;
    Disclosure *m_ignoredFold;
    QLabel *m_ignored;
};

} // namespace tw::ui
