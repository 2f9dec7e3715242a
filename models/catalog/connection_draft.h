#pragma once

#include "engine/api/edit_scope.h"
#include "models/catalog/field.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <span>
#include <variant>

// The connection form's content: text and choices, allowed to be wrong. Choices are the words of the cloud API, so that
// a document with an unknown word gets the validator's sentence too. It holds no key: a pre-shared key travels beside
// it as a PresharedKey (preshared_key.h).
namespace tw::models {

struct ConnectionDraft
{
    QString id; // "vco-" and 20 of [a-z0-9]; empty: not saved yet
    QString regionId; // empty: that of the VPN gateway
    QString name;
    QString description;
    QString vpnGatewayId;
    QString customerGatewayId;
    QString localSubnet; // CIDRs, separated by commas (when typed also by blanks, semicolons and line ends)
    QString remoteSubnet;
    bool effectImmediately = false;

    QString authMethod = QStringLiteral("psk"); // psk, certificate
    // With certificates, and empty without: ids of imported ones, or what else certificatesMeant() understands.
    QString localCertificate; // ours, with its private key
    QString remoteCa; // who is believed about the peer: an authority, or the peer's own certificate

    QString ikeVersion = QStringLiteral("ikev2"); // ikev1, ikev2
    QString ikeMode = QStringLiteral("main"); // main, aggressive; IKEv1 only
    QString ikeEncAlg = QStringLiteral("aes"); // encryptionChoices()
    QString ikeAuthAlg = QStringLiteral("sha1"); // authenticationChoices(); with an AEAD suite it names the PRF
    QString ikePfs = QStringLiteral("group2"); // groupChoices()
    QString ikeLifetime = QStringLiteral("86400"); // seconds
    QString localId; // empty: the VPN gateway's public IP
    QString remoteId; // empty: the customer gateway's address

    QString ipsecEncAlg = QStringLiteral("aes");
    QString ipsecAuthAlg = QStringLiteral("sha1"); // "none" with an AEAD suite, and only then
    QString ipsecPfs = QStringLiteral("group2"); // "disabled", or one of groupChoices()
    QString ipsecLifetime = QStringLiteral("86400"); // seconds

    bool enableDpd = true;
    QString natTraversal = QStringLiteral("automatic"); // automatic, forced, off
    bool healthCheck = false;
    QString healthCheckDip;
    QString healthCheckSip;
    QString healthCheckInterval = QStringLiteral("3"); // seconds
    QString healthCheckRetry = QStringLiteral("3");
    QString replayWindow = QStringLiteral("1024"); // packets; 0 turns the check off
    bool enableEsn = false; // 64-bit sequence numbers where the peer can do them, else 32-bit ones
    QString mtu; // of inner packets; empty: computed
    QString mss; // empty: computed from the MTU

    friend bool operator==(const ConnectionDraft &, const ConnectionDraft &) = default;
};

// A saved connection: a draft that passed the validator. Its pre-shared key is in the secret store, also while it proves
// itself by certificates: whoever goes back finds it there.
struct Connection
{
    ConnectionDraft draft;
    QDateTime created; // UTC
    QString secretReference;

    friend bool operator==(const Connection &, const Connection &) = default;
};

// Without blanks around its texts, and with one word for what may be left empty: "none" as the IPsec authentication
// algorithm, nothing for an MTU or MSS of 0.
ConnectionDraft tidied(ConnectionDraft draft);

// The words that a choice may take, in the order of a menu. AEAD suites come last.
QStringList encryptionChoices();
QStringList authenticationChoices(); // without "none"
QStringList groupChoices(); // without "disabled"
bool isAeadChoice(const QString &encryption);
// How a menu shows a word of any choice: "aes256" -> "AES-256 (CBC)", "group14" -> "group 14 (MODP 2048)",
// "main" -> "Main mode". Unknown words are shown as they are.
QString choiceText(const QString &word);

// Values of the algorithms and groups that one click sets; everything else stays. Those of older devices are in
// models/transfer/device_preset.h.
enum class Profile {
    CloudDefault, // as a new draft has them, with its lifetimes
    Recommended, // IKEv2, aes256gcm16, sha256, group 19, PFS
};
void applyProfile(ConnectionDraft &draft, Profile profile);

// The draft's members by field, for whatever treats them alike: documents, tables of the database, mends.
struct DraftMember
{
    Field field;
    std::variant<QString ConnectionDraft::*, bool ConnectionDraft::*> member;
};
std::span<const DraftMember> draftMembers(); // Name to Mss, without RegionId and Psk
QString draftText(const ConnectionDraft &draft, Field field); // a bool as "true" or "false"
void setDraftText(ConnectionDraft &draft, Field field, const QString &text);

// What saving `after` in the place of `before` does to the SAs that stand: what the engine decides when it gets the two
// (api::editScope), said of drafts, which may still be wrong.
using EditEffect = api::EditScope;
EditEffect editEffect(const ConnectionDraft &before, const ConnectionDraft &after, bool keyChanged);

// Two saved connections between the same gateways that speak the same version share one IKE SA.
bool sharesIkeSa(const ConnectionDraft &a, const ConnectionDraft &b);
// Copies what belongs to the IKE SA: version, mode, algorithms, lifetime, ids, DPD, NAT traversal.
void copyIkeSettings(const ConnectionDraft &from, ConnectionDraft &to);
// The fields of that list whose values differ.
QList<Field> differingIkeFields(const ConnectionDraft &a, const ConnectionDraft &b);

} // namespace tw::models
