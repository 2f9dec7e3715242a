#pragma once

#include "ui/palette/command_palette.h"

#include "models/catalog/catalog_error.h"

class QMenuBar;

namespace tw::models {
class Catalog;
}

namespace tw::ui {

// What the palette lists. Actions that cannot be triggered now are left out.
QList<PaletteEntry> actionEntries(const QMenuBar *menuBar);

using Reveal = std::function<void(models::ObjectKind kind, const QString &id, const QString &regionId)>;
// Connections and gateways of every region.
QList<PaletteEntry> objectEntries(const models::Catalog &catalog, const Reveal &reveal);

} // namespace tw::ui
