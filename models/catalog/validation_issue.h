#pragma once

#include "models/catalog/field.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

// What is wrong with an input, as facts: issue_text makes the sentence.
namespace tw::models {

enum class Severity {
    Error, // cannot be saved
    Warning, // can be saved, knowingly
    Weakness, // is said, and nobody is asked
};

enum class Reason {
    // Names and descriptions
    NameMissing,
    NameLength, // 2-128
    NameStart,
    NameCharacter, // args: the character
    NameIsUrl,
    NameTaken, // args: name
    DescriptionLength, // 2-256
    // Regions
    RegionMissing,
    RegionUnknown, // args: id
    RegionIdBad, // args: id
    RegionFixed, // a saved gateway stays in its region
    // Addresses of gateways
    AddressMissing,
    AddressBad, // args: text
    AddressUnusable, // args: text; unspecified, multicast or broadcast
    PeerAddressBad, // args: text; neither an address nor a DNS name
    PeerAddressForbidden, // args: text, range
    PeerAddressTaken, // args: address, the gateway that has it
    AsnBad, // args: text
    AddressFamiliesDiffer, // args: local address, peer's address
    // The two gateways of a connection
    GatewayMissing,
    GatewayUnknown, // args: id or name
    GatewayOfOtherRegion, // args: name
    GatewayFixed, // a saved connection keeps its gateways
    // Subnets
    SubnetMissing,
    SubnetBad, // args: text
    SubnetHostBits, // args: text, network; mend
    SubnetTooMany, // args: count, limit
    SubnetOverlap, // args: one, other; within a side, or between the sides
    SubnetFamiliesDiffer, // one side has an address family that the other lacks
    SubnetsNeedIkeV2, // mend
    SelectorsTaken, // args: local, remote, the other connection
    SelectorsOverlap, // warning; args: local, remote, the other connection
    SubnetHoldsPeer, // warning; args: subnet, the peer's address
    SubnetHoldsDefaultRoute, // warning; args: subnet
    SubnetHoldsOwnAddress, // warning; args: subnet, address of this machine
    // The key
    PskMissing,
    PskLength, // 1-100
    PskBlank, // args: position, from 1
    PskCharacter, // args: position, from 1
    PskPrefix, // warning; args: "0x" or "0s"
    // Certificates; args begin with the certificate's title where they name one
    CertificateNeedsIkeV2, // mends
    CertificateMissing,
    CertificateUnknown, // args: text
    CertificateUnclear, // args: text; several are meant
    CertificateHasNoKey,
    CertificateKeyUnsupported,
    CertificateExpired, // warning; args: title, date
    CertificateNotYetValid, // warning; args: title, date
    IdNotInCertificate, // args: id, title, the certificate's names joined by "; "; mends
    // Choices
    ChoiceUnknown, // args: word, the allowed ones joined by ", "
    GroupNeeded, // phase 1 always has a group; mend
    AeadTakesNoAuth, // mend
    AuthNeeded, // mend
    PrfNeeded, // an AEAD suite of IKEv2 takes its PRF from the authentication algorithm; mend
    AeadNeedsIkeV2, // mend
    ChoiceNeedsIkeV2, // IKEv1 has no number for it; args: the choice as it is shown; mends
    // Numbers
    NumberBad, // args: text, minimum, maximum
    NumberOutOfRange, // args: text, minimum, maximum; mend: the nearest
    MtuTooSmallForIpv6, // args: text; mend
    EsnNeedsWindow, // mend
    MssTooLarge, // args: MSS, MTU, largest; mend
    // Identities
    IdLength, // args: limit
    IdBlank,
    IdCharacter,
    IdLooksLikeAddress, // args: text
    IdMustBeAddress, // IKEv1 main mode; args: id; mends: IKEv2, or aggressive mode
    // Across connections
    SharedIkeDiffers, // args: the other connection, labels of the fields joined by ", "
    SharedPskDiffers, // args: the other connection
    // Health check
    HealthAddressMissing,
    HealthAddressBad, // args: text
    HealthAddressOutside, // args: address, subnets
    // Weaknesses; args: the value as it is shown
    WeakDes,
    WeakTripleDes,
    WeakMd5,
    WeakSha1,
    WeakGroupBroken,
    WeakGroupShort,
    WeakGroupSubgroup,
    WeakAggressiveMode, // no args
    WeakCertificateKey, // args: title, its key
};

// A value that puts the issue right, offered and never applied unasked.
struct Mend
{
    Field field;
    QString value;

    friend bool operator==(const Mend &, const Mend &) = default;
};

struct ValidationIssue
{
    Field field; // where to show it
    Reason reason;
    QStringList args;
    std::optional<Field> crossing; // the second field of a rule across fields
    Severity severity = Severity::Error;
    QList<Mend> mends; // the best first

    friend bool operator==(const ValidationIssue &, const ValidationIssue &) = default;
};

using ValidationIssues = QList<ValidationIssue>;

bool hasErrors(const ValidationIssues &issues);

} // namespace tw::models
