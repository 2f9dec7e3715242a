#pragma once

#include <QString>

#include <cstdint>
#include <optional>
#include <span>

namespace tw::models {

// Whose configuration we write and read.
enum class PeerFormat : std::uint8_t {
    Swanctl,
    IpsecConf,
    Alibaba,
    Libreswan,
    CiscoIos,
    CiscoAsa,
    Junos,
    FortiOs,
    RouterOs,
    PanOs,
    Huawei,
    H3c,
    VyOs,
    OpnSense,
    PfSense,
    Windows,
};

struct PeerFormatInfo
{
    PeerFormat format;
    const char *id; // on the command line and in settings
    const char *title; // product names, the same in every language
    const char *suffix; // of the file: "office" and ".swanctl.conf"
    const char *secretsSuffix; // of a second file that holds the key; nullptr: there is none
    const char *comment; // what begins a comment line; nullptr: the format has none
    const char *documentation; // where its syntax is described
    std::span<const char *const> unsure; // what nobody has seen working on a device yet; in English, context "Peer"
};

std::span<const PeerFormatInfo> peerFormats(); // in the order of a menu
const PeerFormatInfo &peerFormatInfo(PeerFormat format);
std::optional<PeerFormat> peerFormatOf(const QString &id);

} // namespace tw::models
