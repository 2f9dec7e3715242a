#include "models/catalog/ike_rules.h"

#include "models/catalog/address_rules.h"

#include <algorithm>
#include <string_view>

namespace tw::models {

namespace {

constexpr std::size_t kMaxKeyLength = 100;
constexpr std::string_view kKeySymbols = "~!`@#$%^&*()_-+={}[]|;:',.<>/?";

constexpr QLatin1String kIkeV1("ikev1");
constexpr QLatin1String kIkeV2("ikev2");
constexpr QLatin1String kMain("main");
constexpr QLatin1String kAggressive("aggressive");
constexpr QLatin1String kNone("none");
constexpr QLatin1String kDisabled("disabled");
constexpr QLatin1String kSafeHash("sha256");
constexpr QLatin1String kSafeGroup("group14");
constexpr QLatin1String kCurve("group31");
constexpr QLatin1String kChaCha("chacha20poly1305");

bool isKeyCharacter(std::uint8_t byte)
{
    const char c = static_cast<char>(byte);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kKeySymbols.contains(c);
}

ValidationIssues checkIkeAlgorithms(const ConnectionDraft &draft)
{
    ValidationIssues issues;
    if (const auto bad = checkChoice(Field::IkeEncAlg, draft.ikeEncAlg, encryptionChoices()))
        issues.append(*bad);
    const bool isAead = isAeadChoice(draft.ikeEncAlg);
    if (isAead && draft.ikeVersion == kIkeV1)
        issues.append({Field::IkeEncAlg,
                       Reason::AeadNeedsIkeV2,
                       {},
                       Field::IkeVersion,
                       {},
                       {{Field::IkeVersion, kIkeV2}, {Field::IkeEncAlg, QStringLiteral("aes256")}}});

    if (draft.ikeAuthAlg == kNone)
        issues.append({Field::IkeAuthAlg,
                       isAead ? Reason::PrfNeeded : Reason::AuthNeeded,
                       {},
                       Field::IkeEncAlg,
                       {},
                       {{Field::IkeAuthAlg, kSafeHash}}});
    else if (const auto bad = checkChoice(Field::IkeAuthAlg, draft.ikeAuthAlg, authenticationChoices()))
        issues.append(*bad);

    if (draft.ikePfs == kDisabled)
        issues.append({Field::IkePfs, Reason::GroupNeeded, {}, Field::IpsecPfs, {}, {{Field::IkePfs, kSafeGroup}}});
    else if (const auto bad = checkChoice(Field::IkePfs, draft.ikePfs, groupChoices()))
        issues.append(*bad);
    return issues;
}

ValidationIssues checkIpsecAlgorithms(const ConnectionDraft &draft)
{
    ValidationIssues issues;
    if (const auto bad = checkChoice(Field::IpsecEncAlg, draft.ipsecEncAlg, encryptionChoices()))
        issues.append(*bad);
    const bool isAead = isAeadChoice(draft.ipsecEncAlg);
    const bool hasAuth = draft.ipsecAuthAlg != kNone;
    if (isAead && hasAuth)
        issues.append(
            {Field::IpsecAuthAlg, Reason::AeadTakesNoAuth, {}, Field::IpsecEncAlg, {}, {{Field::IpsecAuthAlg, kNone}}});
    else if (!isAead && !hasAuth)
        issues.append(
            {Field::IpsecAuthAlg, Reason::AuthNeeded, {}, Field::IpsecEncAlg, {}, {{Field::IpsecAuthAlg, kSafeHash}}});
    else if (hasAuth) {
        if (const auto bad = checkChoice(Field::IpsecAuthAlg, draft.ipsecAuthAlg, authenticationChoices()))
            issues.append(*bad);
    }
    if (const auto bad = checkChoice(Field::IpsecPfs, draft.ipsecPfs, QStringList{kDisabled} + groupChoices()))
        issues.append(*bad);
    return issues;
}

// What came after IKEv1 has no number there.
ValidationIssues checkV1Registry(const ConnectionDraft &draft)
{
    ValidationIssues issues;
    if (draft.ikeVersion != kIkeV1)
        return issues;
    const auto judge = [&](Field field, const QString &chosen, QLatin1String missing, const QString &instead) {
        if (chosen == missing)
            issues.append({field,
                           Reason::ChoiceNeedsIkeV2,
                           {choiceText(chosen)},
                           Field::IkeVersion,
                           {},
                           {{Field::IkeVersion, kIkeV2}, {field, instead}}});
    };
    judge(Field::IkePfs, draft.ikePfs, kCurve, kSafeGroup);
    judge(Field::IpsecEncAlg, draft.ipsecEncAlg, kChaCha, QStringLiteral("aes256gcm16"));
    judge(Field::IpsecPfs, draft.ipsecPfs, kCurve, kSafeGroup);
    return issues;
}

// Digits and dots, or hexadecimal digits and colons: meant as an address.
bool looksLikeAddress(const QString &text)
{
    const bool isV4Like =
        text.contains(u'.') && std::ranges::all_of(text, [](QChar c) { return c == u'.' || (c >= u'0' && c <= u'9'); });
    const bool isV6Like =
        text.contains(u':') && std::ranges::all_of(text, [](QChar c) {
            return c == u':' || c == u'.'
                || (c.unicode() < 0x80 && QByteArray("0123456789abcdefABCDEF").contains(c.toLatin1()));
        });
    return isV4Like || isV6Like;
}

std::optional<ValidationIssue> checkId(Field field, const QString &id)
{
    const std::string text = id.toStdString();
    const std::size_t limit = api::Identity::maxLength(text);
    if (text.size() > limit)
        return ValidationIssue{field, Reason::IdLength, {QString::number(limit)}, {}, {}, {}};
    if (!api::Identity::looksLikeName(text) && std::ranges::any_of(id, [](QChar c) { return c.isSpace(); }))
        return ValidationIssue{field, Reason::IdBlank, {}, {}, {}, {}};
    const auto identity = api::Identity::parse(text);
    if (!identity)
        return ValidationIssue{field, Reason::IdCharacter, {id}, {}, {}, {}};
    if (!identity->isAddress() && looksLikeAddress(id))
        return ValidationIssue{field, Reason::IdLooksLikeAddress, {id}, {}, {}, {}};
    return std::nullopt;
}

std::optional<api::Identity> parseId(const QString &id) { return api::Identity::parse(id.toStdString()); }

// A draft as its IKE SA sees it, so that an id left at its default equals the same id written out.
ConnectionDraft asNegotiated(ConnectionDraft draft, const EffectiveIds &ids)
{
    draft.localId = ids.local;
    draft.remoteId = ids.remote;
    if (draft.ikeVersion != kIkeV1)
        draft.ikeMode = kMain; // says nothing in IKEv2
    return draft;
}

} // namespace

ValidationIssues checkPresharedKey(const PresharedKey &key)
{
    const ByteView bytes = key.view();
    if (bytes.empty())
        return {{Field::Psk, Reason::PskMissing, {}, {}, {}, {}}};
    ValidationIssues issues;
    if (bytes.size() > kMaxKeyLength)
        issues.append({Field::Psk, Reason::PskLength, {}, {}, {}, {}});

    // The position only: the character itself belongs to the secret.
    const auto bad = std::ranges::find_if_not(bytes, isKeyCharacter);
    if (bad != bytes.end()) {
        const bool isBlank = *bad == ' ' || *bad == '\t' || *bad == '\n' || *bad == '\r';
        const QString position = QString::number(bad - bytes.begin() + 1);
        issues.append({Field::Psk, isBlank ? Reason::PskBlank : Reason::PskCharacter, {position}, {}, {}, {}});
    }
    for (const std::string_view prefix : {"0x", "0s"}) {
        if (asText(bytes).starts_with(prefix)) {
            const QString text = QString::fromLatin1(prefix.data(), static_cast<qsizetype>(prefix.size()));
            issues.append({Field::Psk, Reason::PskPrefix, {text}, {}, Severity::Warning, {}});
        }
    }
    return issues;
}

ValidationIssues checkAlgorithms(const ConnectionDraft &draft)
{
    return checkIkeAlgorithms(draft) + checkIpsecAlgorithms(draft) + checkV1Registry(draft);
}

EffectiveIds effectiveIds(const ConnectionDraft &draft, const Gateways &gateways)
{
    EffectiveIds ids{draft.localId, draft.remoteId};
    if (ids.local.isEmpty() && gateways.vpn)
        ids.local = gateways.vpn->internetIp;
    if (ids.remote.isEmpty() && gateways.customer)
        ids.remote = gateways.customer->ipAddress;
    return ids;
}

ValidationIssues checkIds(const ConnectionDraft &draft, const EffectiveIds &ids)
{
    ValidationIssues issues;
    const bool needsAddresses = draft.ikeVersion == kIkeV1 && draft.ikeMode == kMain;
    for (const auto &[field, id] : {std::pair(Field::LocalId, ids.local), std::pair(Field::RemoteId, ids.remote)}) {
        if (id.isEmpty()) // its gateway is missing, which has its own issue
            continue;
        if (const auto bad = checkId(field, id)) {
            issues.append(*bad);
            continue;
        }
        if (needsAddresses && !parseId(id)->isAddress())
            issues.append({field,
                           Reason::IdMustBeAddress,
                           {id},
                           Field::IkeMode,
                           {},
                           {{Field::IkeVersion, kIkeV2}, {Field::IkeMode, kAggressive}}});
    }
    return issues;
}

ValidationIssues checkSharing(const ConnectionDraft &draft, const PresharedKey &key, const Gateways &gateways,
                              const Connection &other, const ValidationContext &context)
{
    ValidationIssues issues;
    const ConnectionDraft ours = asNegotiated(draft, effectiveIds(draft, gateways));
    const ConnectionDraft theirs = asNegotiated(other.draft, effectiveIds(other.draft, gateways));
    const QList<Field> fields = differingIkeFields(ours, theirs);
    if (!fields.isEmpty()) {
        QStringList labels;
        QList<Mend> mends;
        for (const Field field : fields) {
            labels.append(fieldLabel(field));
            // Without certificates there are none to offer: the method is the mend.
            if (const QString value = draftText(theirs, field); !value.isEmpty())
                mends.append({field, value});
        }
        issues.append({fields.first(),
                       Reason::SharedIkeDiffers,
                       {other.draft.name, labels.join(QStringLiteral(", "))},
                       {},
                       {},
                       mends});
    }
    const bool haveKeys = ours.authMethod == QLatin1String("psk") && theirs.authMethod == ours.authMethod;
    if (haveKeys && context.hasKey && !context.hasKey(other, key))
        issues.append({Field::Psk, Reason::SharedPskDiffers, {other.draft.name}, {}, {}, {}});
    return issues;
}

api::IkeProposal ikeProposal(const ConnectionDraft &draft)
{
    api::IkeProposal proposal;
    proposal.encryption = *api::parseEncryption(draft.ikeEncAlg.toStdString());
    proposal.integrity = *api::parseIntegrity(draft.ikeAuthAlg.toStdString());
    proposal.prf = *api::parsePrf(draft.ikeAuthAlg.toStdString());
    proposal.group = *api::parseDhGroup(draft.ikePfs.toStdString());
    if (api::isAead(proposal.encryption))
        proposal.integrity = api::Integrity::None;
    return proposal;
}

std::vector<api::EspProposal> espProposals(const ConnectionDraft &draft)
{
    api::EspProposal proposal;
    proposal.encryption = *api::parseEncryption(draft.ipsecEncAlg.toStdString());
    proposal.integrity = *api::parseIntegrity(draft.ipsecAuthAlg.toStdString());
    proposal.pfs = *api::parseDhGroup(draft.ipsecPfs.toStdString());
    if (!draft.enableEsn)
        return {proposal};
    // Many devices have 32-bit numbers only: with them the tunnel comes up all the same (RFC 7296, 3.3.2).
    api::EspProposal extended = proposal;
    extended.extendedSequenceNumbers = true;
    return {extended, proposal};
}

} // namespace tw::models
