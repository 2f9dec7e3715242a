#include "models/catalog/region.h"

#include <QFile>

#include <algorithm>

namespace tw::models {

namespace {

QList<Region> readRegions()
{
    QFile file(QStringLiteral(":/data/regions.tsv"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<Region> regions;
    QList<QByteArray> lines = file.readAll().split('\n');
    lines.removeFirst(); // the header
    for (const QByteArray &line : lines) {
        const QList<QByteArray> cells = line.split('\t');
        if (cells.size() == 3)
            regions.append({QString::fromUtf8(cells[0]), QString::fromUtf8(cells[2]), QString::fromUtf8(cells[1])});
    }
    return regions;
}

} // namespace

const QList<Region> &builtInRegions()
{
    static const QList<Region> regions = readRegions();
    return regions;
}

void sortRegions(QList<Region> &regions)
{
    std::ranges::stable_sort(regions, [](const Region &a, const Region &b) {
        if (a.isOwn != b.isOwn)
            return b.isOwn;
        return a.isOwn && QString::localeAwareCompare(a.name, b.name) < 0;
    });
}

} // namespace tw::models
