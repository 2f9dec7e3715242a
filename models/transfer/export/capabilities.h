#pragma once

#include "models/transfer/export/exporter.h"

// What a device can express beside its algorithms, and what is to be said about it.
namespace tw::models {

enum class KeyRule : std::uint8_t {
    Any, // written as digits, or quoted without loss
    NoBlanksNoHelp, // typed into a console: a blank ends it, a question mark opens the help
    NoBlanksNoHelpV1, // the same for IKEv1; IKEv2 has digits
    NoSingleQuote,
    SixOrMore,
};

struct Capabilities
{
    PeerFormat format;
    bool hasAggressive;
    bool hasIpv6; // that we can write
    bool hasUserNames; // identities like user@name
    bool hasStrangeIds; // distinguished names and key ids
    bool needsAddress; // the device's own address stands in the text
    KeyRule key;
    int longestName; // of an object
    int shortestLifetime; // in seconds, of either phase
};

const Capabilities &capabilitiesOf(PeerFormat format);

QList<Remark> exportWarnings(PeerFormat format, const PeerView &view);

} // namespace tw::models
