#pragma once

#include "models/catalog/catalog.h"

#include <QObject>

#include <deque>

namespace tw::models {

// The changes of objects that were made through the catalogue since the program began, and the way back.
// A step holds values and the names of keys, never a key: those wait in the secret store, retired, and are wiped when
// their step leaves the stack and when the stack ends.
//
// Taking a step back is one change like any other: the catalogue checks it, saves it as a whole and tells everyone. Where
// an object is no longer what the step made of it, somebody else's work would be lost, and nothing is done.
class UndoStack final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t kMostSteps = 100; // the oldest leave

    enum class Direction { Undo, Redo };

    struct Object
    {
        ObjectKind kind = ObjectKind::Connection;
        QString id;
        QString regionId;
        bool isThere = false; // afterwards
    };
    // The connections to which a step is more than a change on paper.
    struct Effects
    {
        QStringList
            renegotiated; // effective immediately: the SAs that are up are deleted, and both sides negotiate again
        QStringList removed;
    };

    // From here on every recorded change of the catalogue is a step. The catalogue must outlive the stack.
    explicit UndoStack(Catalog &catalog, QObject *parent = nullptr);
    ~UndoStack() override;

    // While one lives, changes add up to one step: what was asked at once is taken back at once. Without a stack it does
    // nothing.
    class Together
    {
    public:
        explicit Together(UndoStack *stack);
        ~Together();
        Together(const Together &) = delete;
        Together &operator=(const Together &) = delete;

    private:
        UndoStack *m_stack;
    };

    bool can(Direction direction) const; // not while something is on its way to the disk
    // What the next step in the direction did, for a menu: "delete IPsec connection “hz-sh”". Translated; empty: no step.
    QString text(Direction direction) const;
    // Of the newest step, where it deleted something: "IPsec connection “hz-sh” was deleted." Else empty.
    QString deletionText() const;

    // What apply() would do, or the sentence with which it would refuse.
    std::expected<Effects, QString> check(Direction direction) const;
    // Gives the objects of the step, which is taken when Catalog::whenSaved() says so. An error leaves everything as it
    // was, the stack too.
    std::expected<QList<Object>, QString> apply(Direction direction);
    // Drops the next step, which is no longer possible, so that those behind it can be reached.
    void forget(Direction direction);

Q_SIGNALS:
    void changed(); // what can be undone or redone
    void recorded(); // a new step

private:
    void record(const CatalogDelta &delta);
    void push(CatalogDelta step);
    void endTogether();
    void move(Direction direction);
    const CatalogDelta *next(Direction direction) const;
    std::expected<CatalogChange, QString> changeFor(Direction direction) const;
    void wipeUnneededKeys();

    Catalog &m_catalog;
    std::deque<CatalogDelta> m_done; // the newest last
    std::deque<CatalogDelta> m_undone; // the next to redo last
    bool m_isApplying = false;
    int m_together = 0;
    int m_gathering = 0; // until all that was asked together is saved
    CatalogDelta m_gathered; // while m_gathering
};

} // namespace tw::models
