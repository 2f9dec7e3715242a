#pragma once

#include "models/catalog/undo_stack.h"
#include "tests/support/temporary_workspace.h"

#include <QFile>
#include <QTest>

// What the tests of the undo stack share.
namespace tw::test {

using namespace tw::models;
using Direction = UndoStack::Direction;

inline QString text(const char *literal) { return QString::fromUtf8(literal); }

inline PresharedKey key(const char *literal) { return presharedKeyFromText(text(literal)); }

inline ConnectionDraft draftNamed(const char *name, const char *local, const char *remote)
{
    ConnectionDraft draft = sampleDraft();
    draft.name = text(name);
    draft.localSubnet = text(local);
    draft.remoteSubnet = text(remote);
    return draft;
}

// The stack on a catalogue with two gateways and, after addConnection(), a connection between them.
class UndoBench : public QObject
{
protected:
    void begin()
    {
        m_workspace = std::make_unique<TemporaryWorkspace>();
        m_workspace->addSampleGateways();
        m_stack = std::make_unique<UndoStack>(catalog());
    }
    void end()
    {
        m_stack.reset();
        m_workspace.reset();
    }

    Catalog &catalog() { return m_workspace->catalog(); }
    QString addConnection(const char *name = "hz-office", const char *psk = "f1rst")
    {
        ConnectionDraft draft = sampleDraft();
        draft.name = text(name);
        return *catalog().save(draft, key(psk));
    }
    QString keyOf(const QString &id)
    {
        const auto stored = catalog().presharedKey(id);
        return stored ? presharedKeyText(*stored) : stored.error().text;
    }
    QByteArray keyFile()
    {
        QFile file(m_workspace->secretFile());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QSet<QString> secretNames() { return *m_workspace->secrets().references(); }
    int retiredCount()
    {
        const auto names = secretNames();
        return static_cast<int>(std::ranges::count_if(names, isRetired));
    }

    std::unique_ptr<TemporaryWorkspace> m_workspace;
    std::unique_ptr<UndoStack> m_stack;
};

} // namespace tw::test
