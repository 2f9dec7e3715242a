#pragma once

#include "models/log/log_value.h"

#include <QWidget>

class QToolButton;

namespace tw::ui {

class FilterChip;
class FlowLayout;

// What the log is filtered by, a chip for each value. A click takes a chip away, with Ctrl it turns it around. Hidden
// while there is none.
class FacetChips final : public QWidget
{
    Q_OBJECT

public:
    explicit FacetChips(QWidget *parent = nullptr);

    void setFacets(const models::LogFacets &facets);
    const models::LogFacets &facets() const { return m_facets; }
    QList<FilterChip *> chips() const { return m_chips; }
    void clear() { change({}); }

Q_SIGNALS:
    void facetsChanged(); // by the user

protected:
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    void change(const models::LogFacets &facets);

    models::LogFacets m_facets;
    FlowLayout *m_row;
    QList<FilterChip *> m_chips;
    QToolButton *m_clear;
};

} // namespace tw::ui
