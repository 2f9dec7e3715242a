#pragma once

#include "ui/services.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace tw::ui {

class Card;
class WordTable;

// A connection's values as either side has to have them, and the way to the configuration of the other.
class ConfigurationPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ConfigurationPage(const Services &services, QWidget *parent = nullptr);

    void setConnection(const QString &id); // empty: none
    QPushButton *downloadButton() const { return m_download; }
    WordTable *endsTable() const { return m_ends; }
    WordTable *ikeTable() const { return m_ike; }
    WordTable *ipsecTable() const { return m_ipsec; }

Q_SIGNALS:
    void editRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    WordTable *addCard(Card *card, QWidget *column);
    void refresh();
    void retranslate();

    Services m_services;
    QString m_connection;
    QLabel *m_intro;
    QLabel *m_device;
    QPushButton *m_download;
    QPushButton *m_edit;
    QWidget *m_column;
    Card *m_endsCard;
    Card *m_ikeCard;
    Card *m_ipsecCard;
    WordTable *m_ends;
    WordTable *m_ike;
    WordTable *m_ipsec;
};

} // namespace tw::ui
