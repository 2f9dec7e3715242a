#pragma once

#include <QStringList>

// Chinese puts no space behind a full stop, and a mark of its own between the items of a list.
namespace tw::models {

// Whole sentences, one after the other.
QString joinedSentences(const QStringList &sentences);

// "AES-256, SHA-256" and "AES-256、SHA-256".
QString joinedItems(const QStringList &items);

} // namespace tw::models
