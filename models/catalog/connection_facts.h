#pragma once

#include "models/catalog/connection_draft.h"
#include "models/catalog/region.h"
#include "models/filter/row_facts.h"

namespace tw::models {

class Catalog;

// What a filter may ask of a connection, as the catalogue has it: all but its state.
RowFacts connectionFacts(const Connection &connection, const Catalog &catalog);

// Where free text is looked for; empty ones add nothing.
void addTexts(RowFacts &facts, const QStringList &texts);
// What a region is called: its id and its names. nullptr: nothing.
QStringList regionTexts(const Region *region);

} // namespace tw::models
