#pragma once

#include "models/filter/filter_fault.h"
#include "models/filter/list_filter.h"

#include <expected>

namespace tw::models {

// Reads what stands in a filter box:
//
//   filter  = blank-separated terms, which must all hold
//   term    = { "-" | "not " } ( text | key ":" value { ( "," | "|" ) value } )   -- one of the values must hold
//   text, value = a word, or anything in quotation marks
//
// A word without a key is looked for in the row's texts, whatever the case. The fault is the first one from the left.
std::expected<ListFilter, FilterFault> parseFilter(const QString &text, const FilterVocabulary &vocabulary);

} // namespace tw::models
