#pragma once

#include "models/live/traffic_history.h"

#include <QAbstractTableModel>

namespace tw::models {

// The points of a traffic chart as rows, the newest first. A new step is one row more at the top and one less at the
// end, so that a view keeps selection and place. What is older than the first step that is known is left out.
class TrafficTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { TimeColumn, InColumn, OutColumn, PacketsInColumn, PacketsOutColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    // Oldest first, as TrafficHistory gives them.
    void setPoints(const std::vector<TrafficPoint> &points);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    // Qt::EditRole: the number itself, in bit/s and packets/s; the time as QDateTime in UTC.
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    // The rows as lines of tab-separated numbers below a line of headings, for a spreadsheet: local time, bit/s,
    // packets/s. A gap has empty cells.
    QString tabSeparated(const QList<int> &rows) const;
    void retranslate();

private:
    QString plainText(const QModelIndex &index) const;

    std::vector<TrafficPoint> m_points; // newest first
};

} // namespace tw::models
