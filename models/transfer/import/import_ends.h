#pragma once

#include "models/transfer/import/import_plan.h"

#include <QSet>

// Which gateways the ends of imported connections are; used by import_plan alone.
namespace tw::models {

// The name, or with "-2" and on behind it where it is taken.
QString freeName(const QString &name, const QSet<QString> &taken);
// The networks of a list, as they are compared.
QStringList readSubnetTexts(Field side, const QString &text);

class EndFinder
{
public:
    EndFinder(const Catalog &catalog, const QString &regionId);

    // Sees all of the text and all that was chosen before it answers for one: a device that does not name its own address
    // has one all the same, and what is typed for one connection counts for all.
    void prepare(const std::vector<PeerView> &views, const std::vector<ImportChoice> &choices);

    PlannedEnd ours(const PeerView &view, const EndChoice &choice, QList<ImportNote> &notes);
    PlannedEnd theirs(const PeerView &view, const EndChoice &choice, QList<ImportNote> &notes);
    // The new ones among them to the plan, each once.
    void addNew(const PlannedEnd &ours, const PlannedEnd &theirs, ImportPlan &plan) const;

private:
    struct Side
    {
        QList<PlannedEnd> known; // of the region
        QList<PlannedEnd> made; // by address
        QSet<QString> names;
        QString prefix; // of a new one's name
        std::map<QString, QString> chosenNames; // by address
        QString typedAddress; // where the text names none
        bool takesHostNames;
    };
    PlannedEnd find(Side &side, QString address, const QString &identity, const EndChoice &choice,
                    QList<ImportNote> &notes, bool takesOnlyOne);
    static QString addressOf(const Side &side, const QString &text, const QString &identity, bool *isFromId = nullptr);

    QString m_regionId;
    Side m_ours;
    Side m_theirs;
};

} // namespace tw::models
