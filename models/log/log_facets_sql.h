#pragma once

#include "models/log/log_facets.h"
#include "models/log/log_words.h"

#include <QString>

namespace tw::models {

// Facets as a condition on the table `lines`: " AND level IN (1, 3) ..." or nothing. It agrees with LogFacets::admits(),
// and never admits a code that this program does not know, which could not be shown either. Only numbers stand in it.
QString facetClause(const LogFacets &facets, LogWords &words, const QSqlDatabase &database);

} // namespace tw::models
