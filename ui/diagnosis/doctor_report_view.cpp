#include "ui/diagnosis/doctor_report_view.h"

#include "models/doctor/doctor_text.h"
#include "ui/diagnosis/doctor_check_row.h"
#include "ui/diagnosis/text_label.h"
#include "ui/diagnosis/word_table.h"
#include "ui/widgets/card.h"

#include <QEvent>
#include <QFrame>
#include <QLocale>
#include <QVBoxLayout>

namespace tw::ui {

using models::DoctorReport;

namespace {

TextLabel *makeHeading(QWidget *parent)
{
    auto *heading = new TextLabel(parent);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    heading->setContentsMargins(0, 10, 0, 2);
    return heading;
}

} // namespace

DoctorReportView::DoctorReportView(QWidget *parent)
    : QWidget(parent),
      m_card(new Card(this)),
      m_probe(new TextLabel(m_card, Tone::Muted)),
      m_checks(new QVBoxLayout),
      m_pairsTitle(makeHeading(m_card)),
      m_pairs(new WordTable(m_card)),
      m_overlapsTitle(makeHeading(m_card)),
      m_overlaps(new TextLabel(m_card)),
      m_sizesTitle(makeHeading(m_card)),
      m_sizes(new WordTable(m_card)),
      m_sum(new TextLabel(m_card, Tone::Muted))
{
    m_checks->setSpacing(0);
    m_pairs->setStretches({4, 4, 3, 2, 2});
    m_sizes->setStretches({3, 2});
    auto *inner = new QVBoxLayout;
    inner->setContentsMargins(Card::kMargin, 0, Card::kMargin, 6);
    inner->setSpacing(2);
    inner->addWidget(m_probe);
    inner->addLayout(m_checks);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_sizesTitle), static_cast<QWidget *>(m_sizes), static_cast<QWidget *>(m_sum),
          static_cast<QWidget *>(m_pairsTitle), static_cast<QWidget *>(m_pairs),
          static_cast<QWidget *>(m_overlapsTitle), static_cast<QWidget *>(m_overlaps)})
        inner->addWidget(widget);
    m_card->content()->addLayout(inner);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
}

void DoctorReportView::setReport(const DoctorReport &report)
{
    m_report = report;
    m_card->setTitle(models::doctorTitle(report.kind));
    const QString probe = models::doctorProbeText(report);
    m_probe->setText(probe);
    m_probe->setVisible(!probe.isEmpty());
    while (m_rows.size() > report.checks.size())
        delete m_rows.takeLast();
    while (m_rows.size() < report.checks.size()) {
        auto *row = new DoctorCheckRow(m_card);
        connect(row, &DoctorCheckRow::fixRequested, this, &DoctorReportView::fixRequested);
        connect(row, &DoctorCheckRow::otherAddressRequested, this, &DoctorReportView::otherAddressRequested);
        m_checks->addWidget(row);
        m_rows.append(row);
    }
    for (qsizetype index = 0; index < m_rows.size(); ++index)
        m_rows.at(index)->setCheck(report.checks.at(index));
    showPairs();
    showOverlaps();
    showSizes();
}

void DoctorReportView::setCheck(int index, const models::DoctorCheck &check)
{
    if (DoctorCheckRow *row = m_rows.value(index))
        row->setCheck(check);
}

void DoctorReportView::showPairs()
{
    QList<WordTable::Row> rows;
    const QLocale locale;
    for (const models::DoctorPair &pair : std::as_const(m_report.pairs)) {
        const Badge badge = pair.stands ? Badge{QStringLiteral("state-up"), Tone::Good}
                                        : Badge{QStringLiteral("error"), Tone::Bad, true};
        rows.append({{pair.local, {}, true},
                     {pair.remote, {}, true},
                     {pair.stands ? tr("has an SA") : tr("no SA"), badge},
                     {pair.stands ? locale.toString(pair.packetsIn) : QString()},
                     {pair.stands ? locale.toString(pair.packetsOut) : QString()}});
    }
    m_pairsTitle->setText(tr("Pairs of subnets"));
    m_pairs->setRows({tr("Ours"), tr("Theirs"), tr("SA"), tr("Packets in"), tr("Packets out")}, rows);
    m_pairsTitle->setVisible(!rows.isEmpty());
    m_pairs->setVisible(!rows.isEmpty());
}

void DoctorReportView::showOverlaps()
{
    QStringList lines;
    for (const models::DoctorOverlap &overlap : std::as_const(m_report.overlaps))
        lines.append(models::doctorText(overlap));
    m_overlapsTitle->setText(tr("What overlaps with the remote subnets"));
    m_overlaps->setText(lines.join(QLatin1Char('\n')));
    m_overlapsTitle->setVisible(!lines.isEmpty());
    m_overlaps->setVisible(!lines.isEmpty());
}

void DoctorReportView::showSizes()
{
    QList<WordTable::Row> rows;
    if (m_report.mtu) {
        const models::DoctorMtu &mtu = *m_report.mtu;
        const auto add = [&rows](const QString &what, int size, Tone tone = Tone::Neutral) {
            if (size != 0)
                rows.append({{what, {{}, tone}}, {QString::number(size), {{}, tone}}});
        };
        add(tr("Packets of the path (MTU)"), mtu.pathMtu);
        add(mtu.isOuterV6 ? tr("less the outer IPv6 header") : tr("less the outer IPv4 header"), mtu.outerHeader,
            Tone::Muted);
        add(tr("less the UDP header"), mtu.udpHeader, Tone::Muted);
        add(tr("less the ESP header (SPI, sequence number)"), mtu.espHeader, Tone::Muted);
        add(tr("less the initialization vector"), mtu.iv, Tone::Muted);
        add(tr("less the integrity check value"), mtu.icv, Tone::Muted);
        add(tr("less the ESP trailer"), mtu.trailer, Tone::Muted);
        add(tr("Inner packets that fit, in whole blocks of %1 bytes").arg(mtu.alignment), mtu.fitsPath);
        add(tr("MTU of the tunnel device"), mtu.device);
        add(tr("Set in the form"), mtu.configured);
        add(tr("In use"), mtu.computed);
        add(tr("Found by probing"), mtu.found);
        add(tr("MSS that fits"), mtu.proposedMss);
    }
    const bool any = !rows.isEmpty();
    m_sizesTitle->setText(any && !m_report.mtu->suite.isEmpty()
                              ? tr("The largest inner packet with %1").arg(m_report.mtu->suite)
                              : tr("The largest inner packet"));
    m_sizes->setRows({tr("Part"), tr("Bytes")}, rows);
    m_sum->setText(any ? models::doctorText(*m_report.mtu) : QString());
    for (QWidget *widget :
         {static_cast<QWidget *>(m_sizesTitle), static_cast<QWidget *>(m_sizes), static_cast<QWidget *>(m_sum)})
        widget->setVisible(any);
}

void DoctorReportView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        setReport(m_report);
    QWidget::changeEvent(event);
}

QString plainText(const QList<DoctorReport> &reports)
{
    QStringList lines;
    for (const DoctorReport &report : reports) {
        if (!lines.isEmpty())
            lines.append(QString());
        lines.append(models::doctorTitle(report.kind));
        if (const QString probe = models::doctorProbeText(report); !probe.isEmpty())
            lines.append(probe);
        for (const models::DoctorCheck &check : report.checks) {
            lines.append(
                QStringLiteral("[%1] %2").arg(models::doctorText(check.verdict), models::doctorTitle(check.id)));
            QStringList behind;
            if (const QString finding = models::doctorText(check); !finding.isEmpty())
                behind.append(finding);
            for (const models::DoctorCounter &counter : check.counters)
                behind.append(QStringLiteral("%1: %2 -> %3")
                                  .arg(models::doctorText(counter.id))
                                  .arg(counter.before)
                                  .arg(counter.after));
            for (const models::DoctorMend &mend : check.mends)
                behind.append(QStringLiteral("* ") + models::doctorText(mend));
            for (const QString &line : std::as_const(behind))
                lines.append(QStringLiteral("    ") + line);
        }
        for (const models::DoctorPair &pair : report.pairs)
            lines.append(QStringLiteral("%1 <-> %2: %3")
                             .arg(pair.local, pair.remote, pair.stands ? QStringLiteral("SA") : QStringLiteral("-")));
        for (const models::DoctorOverlap &overlap : report.overlaps)
            lines.append(models::doctorText(overlap));
        if (report.mtu)
            lines.append(models::doctorText(*report.mtu));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace tw::ui
