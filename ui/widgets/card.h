#pragma once

#include <QWidget>

class QLabel;
class QPainter;
class QVBoxLayout;

namespace tw::ui {

// A framed area with a heading, several of which make a page.
class Card final : public QWidget
{
    Q_OBJECT

public:
    explicit Card(QWidget *parent = nullptr);

    void setTitle(const QString &title);
    QString title() const;
    QVBoxLayout *content() const { return m_content; }

    static constexpr int kMargin = 14;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_title;
    QVBoxLayout *m_content;
};

// The frame of a card, for whatever looks like one.
void paintCardFrame(QPainter &painter, const QRect &rect, const QPalette &palette);

} // namespace tw::ui
