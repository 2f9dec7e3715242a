#pragma once

#include "models/catalog/connection_draft.h"
#include "models/transfer/peer_format.h"

#include <span>

// Settings for devices that were there long before: what such a device has where its administrator chose nothing, or what
// its releases have in common, as its vendor documents it. All of them are IKEv1 in main mode, and all are weak today, which models/catalog/weakness.h says of
// each value. A device that was configured otherwise wants its own values.
namespace tw::models {

struct DevicePreset
{
    const char *id;
    PeerFormat format; // whose configuration it is
    const char *title; // in English, context "Preset"
    const char *origin; // what in the device has these values; in English, context "Preset"
    // Words of the form's choices; lifetimes in seconds.
    const char *ikeEncAlg;
    const char *ikeAuthAlg;
    const char *ikePfs;
    const char *ikeLifetime;
    const char *ipsecEncAlg;
    const char *ipsecAuthAlg;
    const char *ipsecPfs;
    const char *ipsecLifetime;
};

std::span<const DevicePreset> devicePresets(); // in the order of a menu

// Fills version, mode, algorithms, groups and lifetimes of both phases; everything else stays.
void applyPreset(ConnectionDraft &draft, const DevicePreset &preset);

// How a menu shows it: "Cisco ASA with IKEv1".
QString presetTitle(const DevicePreset &preset);
// Where the values come from, and what they are: one line for each phase.
QString presetText(const DevicePreset &preset);

} // namespace tw::models
