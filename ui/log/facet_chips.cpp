#include "ui/log/facet_chips.h"

#include "ui/theme/symbolic_icon.h"
#include "ui/widgets/filter_chip.h"
#include "ui/widgets/flow_layout.h"

#include <QEvent>
#include <QGuiApplication>
#include <QToolButton>

namespace tw::ui {

FacetChips::FacetChips(QWidget *parent) : QWidget(parent), m_row(new FlowLayout(6, 4)), m_clear(new QToolButton(this))
{
    m_row->setContentsMargins(8, 2, 8, 4);
    setLayout(m_row);
    m_clear->setAutoRaise(true);
    m_clear->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_clear, &QToolButton::clicked, this, &FacetChips::clear);
    rebuild();
}

void FacetChips::setFacets(const models::LogFacets &facets)
{
    if (facets == m_facets)
        return;
    m_facets = facets;
    rebuild();
}

void FacetChips::change(const models::LogFacets &facets)
{
    if (facets == m_facets)
        return;
    setFacets(facets);
    Q_EMIT facetsChanged();
}

void FacetChips::rebuild()
{
    for (FilterChip *chip : std::as_const(m_chips)) {
        chip->hide();
        chip->deleteLater(); // it may be what was just clicked
        m_row->removeWidget(chip);
    }
    m_chips.clear();
    m_row->removeWidget(m_clear);
    const QList<models::LogChip> all = models::chipsOf(m_facets);
    for (const models::LogChip &shown : all) {
        auto *chip = new FilterChip(shown.isExcluded ? Badge{QStringLiteral("exclude"), Tone::Bad}
                                                     : Badge{QStringLiteral("filter"), Tone::Accent},
                                    this);
        chip->setText(models::chipTitle(shown));
        chip->setChecked(true);
        chip->setToolTip(shown.isExcluded ? tr("Lines with this are left out. Click: show them again. "
                                               "Ctrl+click: only these.")
                                          : tr("Only lines with this are shown. Click: take the filter away. "
                                               "Ctrl+click: all but these."));
        chip->setAccessibleDescription(chip->toolTip());
        connect(chip, &QAbstractButton::clicked, this, [this, shown] {
            const bool turns = QGuiApplication::keyboardModifiers() & Qt::ControlModifier;
            change(turns ? models::withChip(m_facets, {shown.value, !shown.isExcluded})
                         : models::withoutChip(m_facets, shown));
        });
        m_row->addWidget(chip);
        chip->show();
        m_chips.append(chip);
    }
    m_row->addWidget(m_clear);
    m_clear->setText(tr("Clear all"));
    m_clear->setIcon(symbolicIcon(QStringLiteral("close")));
    setVisible(!all.isEmpty());
    updateGeometry();
}

void FacetChips::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        rebuild();
    QWidget::changeEvent(event);
}

} // namespace tw::ui
