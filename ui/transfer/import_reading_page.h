#pragma once

#include <QWidget>

class QLabel;
class QRadioButton;
class QTableWidget;

namespace tw::models {
class ImportSession;
}

namespace tw::ui {

class Card;
class ElidedLabel;
class IconLabel;
class TextLabel;

// What was understood of the text, and what was not; and whose it is, which turns both ends round.
class ImportReadingPage final : public QWidget
{
    Q_OBJECT

public:
    ImportReadingPage(models::ImportSession &session, QWidget *parent);

    QRadioButton *peersButton() const { return m_peers; }
    QRadioButton *oursButton() const { return m_ours; }
    QTableWidget *table() const { return m_table; }
    QTableWidget *ignoredTable() const { return m_ignored; }
    QString sideReason() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void present();
    void showSelected();
    void showIgnored();
    void retranslate();

    // One end of the selected connection.
    struct End
    {
        Card *card;
        IconLabel *icon;
        QList<ElidedLabel *> facts; // names may be longer than the card
    };
    End makeEnd(const QString &iconName);

    models::ImportSession &m_session;
    QLabel *m_question;
    QRadioButton *m_peers;
    QRadioButton *m_ours;
    ElidedLabel *m_reason;
    QTableWidget *m_table;
    End m_ourEnd;
    End m_theirEnd;
    TextLabel *m_between;
    QLabel *m_ignoredTitle;
    QTableWidget *m_ignored;
};

} // namespace tw::ui
