#pragma once

#include "models/filter/filter_edit.h"

namespace tw::models {
class Catalog;
}

namespace tw::ui {

// What the values of a filter are completed to: all regions, and the gateways of this one; of all where it is empty.
models::FilterNames filterNames(const models::Catalog &catalog, const QString &regionId);

} // namespace tw::ui
