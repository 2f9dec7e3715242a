#include "models/catalog/connection_draft.h"

#include "engine/api/proposal.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace tw::models {

namespace {

using Draft = ConnectionDraft;

constexpr std::array kMembers = {
    DraftMember{Field::Name, &Draft::name},
    DraftMember{Field::Description, &Draft::description},
    DraftMember{Field::VpnGateway, &Draft::vpnGatewayId},
    DraftMember{Field::CustomerGateway, &Draft::customerGatewayId},
    DraftMember{Field::LocalSubnet, &Draft::localSubnet},
    DraftMember{Field::RemoteSubnet, &Draft::remoteSubnet},
    DraftMember{Field::EffectImmediately, &Draft::effectImmediately},
    DraftMember{Field::AuthMethod, &Draft::authMethod},
    DraftMember{Field::LocalCertificate, &Draft::localCertificate},
    DraftMember{Field::RemoteCa, &Draft::remoteCa},
    DraftMember{Field::IkeVersion, &Draft::ikeVersion},
    DraftMember{Field::IkeMode, &Draft::ikeMode},
    DraftMember{Field::IkeEncAlg, &Draft::ikeEncAlg},
    DraftMember{Field::IkeAuthAlg, &Draft::ikeAuthAlg},
    DraftMember{Field::IkePfs, &Draft::ikePfs},
    DraftMember{Field::IkeLifetime, &Draft::ikeLifetime},
    DraftMember{Field::LocalId, &Draft::localId},
    DraftMember{Field::RemoteId, &Draft::remoteId},
    DraftMember{Field::IpsecEncAlg, &Draft::ipsecEncAlg},
    DraftMember{Field::IpsecAuthAlg, &Draft::ipsecAuthAlg},
    DraftMember{Field::IpsecPfs, &Draft::ipsecPfs},
    DraftMember{Field::IpsecLifetime, &Draft::ipsecLifetime},
    DraftMember{Field::EnableDpd, &Draft::enableDpd},
    DraftMember{Field::EnableNatTraversal, &Draft::natTraversal},
    DraftMember{Field::HealthCheckEnable, &Draft::healthCheck},
    DraftMember{Field::HealthCheckDip, &Draft::healthCheckDip},
    DraftMember{Field::HealthCheckSip, &Draft::healthCheckSip},
    DraftMember{Field::HealthCheckInterval, &Draft::healthCheckInterval},
    DraftMember{Field::HealthCheckRetry, &Draft::healthCheckRetry},
    DraftMember{Field::AntiReplayWindow, &Draft::replayWindow},
    DraftMember{Field::EnableEsn, &Draft::enableEsn},
    DraftMember{Field::Mtu, &Draft::mtu},
    DraftMember{Field::Mss, &Draft::mss},
};

// What an IKE SA is made of. Whoever shares one shares these.
constexpr std::array kIkeFields = {
    Field::AuthMethod,
    Field::LocalCertificate,
    Field::RemoteCa,
    Field::IkeVersion,
    Field::IkeMode,
    Field::IkeEncAlg,
    Field::IkeAuthAlg,
    Field::IkePfs,
    Field::IkeLifetime,
    Field::LocalId,
    Field::RemoteId,
    Field::EnableDpd,
    Field::EnableNatTraversal,
};

// Whatever is in none of these lists is not in the engine's configuration (tests prove that the two agree).
constexpr std::array kBothPhasesFields = {
    Field::VpnGateway, Field::CustomerGateway, Field::AuthMethod,         Field::LocalCertificate, Field::RemoteCa,
    Field::IkeVersion, Field::IkeMode,         Field::IkeEncAlg,          Field::IkeAuthAlg,       Field::IkePfs,
    Field::LocalId,    Field::RemoteId,        Field::EnableNatTraversal,
};

constexpr std::array kPhase2Fields = {
    Field::LocalSubnet, Field::RemoteSubnet, Field::IpsecEncAlg,      Field::IpsecAuthAlg,
    Field::IpsecPfs,    Field::EnableEsn,    Field::AntiReplayWindow,
};

constexpr std::array kInPlaceFields = {
    Field::Name, Field::EffectImmediately, Field::IkeLifetime, Field::IpsecLifetime, Field::EnableDpd, Field::Mtu,
    Field::Mss,
};

struct ChoiceName
{
    const char *word;
    const char *text;
};

constexpr std::array kEncryptions = {
    ChoiceName{"aes", "AES-128 (CBC)"},
    ChoiceName{"aes192", "AES-192 (CBC)"},
    ChoiceName{"aes256", "AES-256 (CBC)"},
    ChoiceName{"des", "DES (CBC)"},
    ChoiceName{"3des", "3DES (CBC)"},
    ChoiceName{"aes128gcm16", "AES-128-GCM"},
    ChoiceName{"aes192gcm16", "AES-192-GCM"},
    ChoiceName{"aes256gcm16", "AES-256-GCM"},
    ChoiceName{"chacha20poly1305", "ChaCha20-Poly1305"},
};

constexpr std::array kAuthentications = {
    ChoiceName{"sha1", "SHA-1"},     ChoiceName{"md5", "MD5"},        ChoiceName{"sha256", "SHA-256"},
    ChoiceName{"sha384", "SHA-384"}, ChoiceName{"sha512", "SHA-512"},
};

constexpr std::array kGroups = {
    ChoiceName{"group1", QT_TRANSLATE_NOOP("Choice", "group 1 (MODP 768)")},
    ChoiceName{"group2", QT_TRANSLATE_NOOP("Choice", "group 2 (MODP 1024)")},
    ChoiceName{"group5", QT_TRANSLATE_NOOP("Choice", "group 5 (MODP 1536)")},
    ChoiceName{"group14", QT_TRANSLATE_NOOP("Choice", "group 14 (MODP 2048)")},
    ChoiceName{"group15", QT_TRANSLATE_NOOP("Choice", "group 15 (MODP 3072)")},
    ChoiceName{"group16", QT_TRANSLATE_NOOP("Choice", "group 16 (MODP 4096)")},
    ChoiceName{"group17", QT_TRANSLATE_NOOP("Choice", "group 17 (MODP 6144)")},
    ChoiceName{"group18", QT_TRANSLATE_NOOP("Choice", "group 18 (MODP 8192)")},
    ChoiceName{"group19", QT_TRANSLATE_NOOP("Choice", "group 19 (ECP 256)")},
    ChoiceName{"group20", QT_TRANSLATE_NOOP("Choice", "group 20 (ECP 384)")},
    ChoiceName{"group21", QT_TRANSLATE_NOOP("Choice", "group 21 (ECP 521)")},
    ChoiceName{"group22", QT_TRANSLATE_NOOP("Choice", "group 22 (MODP 1024, 160-bit subgroup)")},
    ChoiceName{"group23", QT_TRANSLATE_NOOP("Choice", "group 23 (MODP 2048, 224-bit subgroup)")},
    ChoiceName{"group24", QT_TRANSLATE_NOOP("Choice", "group 24 (MODP 2048, 256-bit subgroup)")},
    ChoiceName{"group31", QT_TRANSLATE_NOOP("Choice", "group 31 (Curve25519)")},
};

constexpr std::array kOtherChoices = {
    ChoiceName{"psk", QT_TRANSLATE_NOOP("Choice", "Pre-shared key")},
    ChoiceName{"certificate", QT_TRANSLATE_NOOP("Choice", "Certificate")},
    ChoiceName{"ikev1", "IKEv1"},
    ChoiceName{"ikev2", "IKEv2"},
    ChoiceName{"main", QT_TRANSLATE_NOOP("Choice", "Main mode")},
    ChoiceName{"aggressive", QT_TRANSLATE_NOOP("Choice", "Aggressive mode")},
    ChoiceName{"disabled", QT_TRANSLATE_NOOP("Choice", "Disabled")},
    ChoiceName{"none", QT_TRANSLATE_NOOP("Choice", "None")},
    ChoiceName{"automatic", QT_TRANSLATE_NOOP("Choice", "Automatic")},
    ChoiceName{"forced", QT_TRANSLATE_NOOP("Choice", "Forced")},
    ChoiceName{"off", QT_TRANSLATE_NOOP("Choice", "Off")},
};

QStringList words(std::span<const ChoiceName> choices)
{
    QStringList list;
    for (const ChoiceName &choice : choices)
        list.append(QString::fromLatin1(choice.word));
    return list;
}

const DraftMember &memberOf(Field field)
{
    for (const DraftMember &member : kMembers) {
        if (member.field == field)
            return member;
    }
    // Region and key are no members: asking for them is a defect of the caller.
    qFatal("no member for field %d", static_cast<int>(field));
}

bool differ(const Draft &a, const Draft &b, std::span<const Field> fields)
{
    return std::ranges::any_of(fields, [&](Field field) { return draftText(a, field) != draftText(b, field); });
}

} // namespace

ConnectionDraft tidied(ConnectionDraft draft)
{
    for (const DraftMember &member : kMembers) {
        if (const auto *text = std::get_if<QString ConnectionDraft::*>(&member.member))
            draft.**text = (draft.**text).trimmed();
    }
    if (draft.ipsecAuthAlg.isEmpty())
        draft.ipsecAuthAlg = QStringLiteral("none");
    for (QString *computed : {&draft.mtu, &draft.mss}) {
        if (*computed == QLatin1String("0"))
            computed->clear();
    }
    return draft;
}

QStringList encryptionChoices() { return words(kEncryptions); }
QStringList authenticationChoices() { return words(kAuthentications); }
QStringList groupChoices() { return words(kGroups); }

bool isAeadChoice(const QString &encryption)
{
    const auto parsed = api::parseEncryption(encryption.toStdString());
    return parsed && api::isAead(*parsed);
}

QString choiceText(const QString &word)
{
    using Choices = std::span<const ChoiceName>;
    for (const Choices choices :
         {Choices(kEncryptions), Choices(kAuthentications), Choices(kGroups), Choices(kOtherChoices)}) {
        for (const ChoiceName &choice : choices) {
            if (word == QLatin1String(choice.word))
                return QCoreApplication::translate("Choice", choice.text);
        }
    }
    return word;
}

void applyProfile(ConnectionDraft &draft, Profile profile)
{
    if (profile == Profile::CloudDefault) {
        const ConnectionDraft defaults;
        for (const Field field :
             {Field::IkeVersion, Field::IkeMode, Field::IkeEncAlg, Field::IkeAuthAlg, Field::IkePfs, Field::IkeLifetime,
              Field::IpsecEncAlg, Field::IpsecAuthAlg, Field::IpsecPfs, Field::IpsecLifetime})
            setDraftText(draft, field, draftText(defaults, field));
        return;
    }
    draft.ikeVersion = QStringLiteral("ikev2");
    draft.ikeEncAlg = QStringLiteral("aes256gcm16");
    draft.ikeAuthAlg = QStringLiteral("sha256");
    draft.ikePfs = QStringLiteral("group19");
    draft.ipsecEncAlg = QStringLiteral("aes256gcm16");
    draft.ipsecAuthAlg = QStringLiteral("none");
    draft.ipsecPfs = QStringLiteral("group19");
}

std::span<const DraftMember> draftMembers() { return kMembers; }

QString draftText(const ConnectionDraft &draft, Field field)
{
    const auto &member = memberOf(field).member;
    if (const auto *text = std::get_if<QString ConnectionDraft::*>(&member))
        return draft.**text;
    return draft.*std::get<bool ConnectionDraft::*>(member) ? QStringLiteral("true") : QStringLiteral("false");
}

void setDraftText(ConnectionDraft &draft, Field field, const QString &text)
{
    const auto &member = memberOf(field).member;
    if (const auto *target = std::get_if<QString ConnectionDraft::*>(&member))
        draft.**target = text;
    else
        draft.*std::get<bool ConnectionDraft::*>(member) = text == QLatin1String("true");
}

EditEffect editEffect(const ConnectionDraft &before, const ConnectionDraft &after, bool keyChanged)
{
    if (keyChanged || differ(before, after, kBothPhasesFields))
        return EditEffect::BothPhases;
    if (differ(before, after, kPhase2Fields))
        return EditEffect::Phase2;
    return differ(before, after, kInPlaceFields) ? EditEffect::InPlace : EditEffect::Nothing;
}

bool sharesIkeSa(const ConnectionDraft &a, const ConnectionDraft &b)
{
    return a.vpnGatewayId == b.vpnGatewayId && a.customerGatewayId == b.customerGatewayId
        && a.ikeVersion == b.ikeVersion;
}

void copyIkeSettings(const ConnectionDraft &from, ConnectionDraft &to)
{
    for (const Field field : kIkeFields)
        setDraftText(to, field, draftText(from, field));
}

QList<Field> differingIkeFields(const ConnectionDraft &a, const ConnectionDraft &b)
{
    QList<Field> fields;
    for (const Field field : kIkeFields) {
        if (draftText(a, field) != draftText(b, field))
            fields.append(field);
    }
    return fields;
}

} // namespace tw::models
