#include "models/transfer/export/capabilities.h"

#include "engine/api/identity.h"
#include "models/catalog/address_rules.h"
#include "models/transfer/peer_words.h"

#include <algorithm>
#include <array>

namespace tw::models {

namespace {

using enum PeerFormat;

constexpr std::array kCapabilities = {
    //           format   aggressive  IPv6  users strange address key                      name lifetime
    Capabilities{Swanctl, true, true, true, true, false, KeyRule::Any, 31, 1},
    Capabilities{IpsecConf, true, true, true, true, false, KeyRule::Any, 31, 1},
    Capabilities{Alibaba, true, true, true, true, false, KeyRule::Any, 31, 1},
    Capabilities{Libreswan, true, true, true, true, false, KeyRule::Any, 31, 1},
    Capabilities{CiscoIos, true, false, false, false, false, KeyRule::NoBlanksNoHelpV1, 31, 120},
    Capabilities{CiscoAsa, true, false, false, false, false, KeyRule::NoBlanksNoHelp, 31, 120},
    Capabilities{Junos, true, true, true, false, false, KeyRule::Any, 31, 180},
    Capabilities{FortiOs, true, false, false, false, false, KeyRule::SixOrMore, 15, 120},
    Capabilities{RouterOs, true, false, true, false, false, KeyRule::Any, 31, 1},
    Capabilities{PanOs, true, false, true, false, false, KeyRule::Any, 31, 180},
    Capabilities{Huawei, true, false, false, false, false, KeyRule::NoBlanksNoHelp, 15, 60},
    Capabilities{H3c, true, false, true, false, false, KeyRule::NoBlanksNoHelp, 31, 180},
    Capabilities{VyOs, true, true, true, false, false, KeyRule::NoSingleQuote, 31, 30},
    Capabilities{OpnSense, true, true, true, true, false, KeyRule::Any, 31, 1},
    Capabilities{PfSense, true, true, true, false, false, KeyRule::Any, 31, 1},
    Capabilities{Windows, false, false, false, false, true, KeyRule::Any, 31, 300},
};

static_assert([] {
    for (std::size_t i = 0; i < kCapabilities.size(); ++i) {
        if (static_cast<std::size_t>(kCapabilities[i].format) != i)
            return false;
    }
    return true;
}());

QString title(PeerFormat format) { return QString::fromLatin1(peerFormatInfo(format).title); }

const PeerWords &wordsFor(PeerFormat format, const PeerView &view)
{
    return format == Windows && view.isIkeV2 ? windowsS2sWords() : peerWords(format);
}

// From the best to what may still do.
constexpr std::array kBetterCiphers = {"aes256gcm16", "aes256", "aes192", "aes"};
constexpr std::array kBetterHashes = {"sha256", "sha384", "sha512", "sha1"};
constexpr std::array kBetterGroups = {"group19", "group14", "group15", "group2"};

// Never something of lesser strength in the eyes of the one who reads it: the first two that the device has.
QList<Mend> cipherMends(Field field, const PeerWords &words, PeerPhase phase)
{
    QList<Mend> mends;
    for (const char *name : kBetterCiphers) {
        const auto value = api::parseEncryption(name);
        // An AEAD suite would ask for another hash too: not one click.
        if (value && !api::isAead(*value) && words.word(*value, phase))
            mends << Mend{field, QString::fromLatin1(name)};
    }
    return mends.first(std::min<qsizetype>(2, mends.size()));
}

QList<Mend> hashMends(Field field, const PeerWords &words, PeerPhase phase)
{
    QList<Mend> mends;
    for (const char *name : kBetterHashes) {
        const auto value = api::parseIntegrity(name);
        if (value && words.word(*value, phase))
            mends << Mend{field, QString::fromLatin1(name)};
    }
    return mends.first(std::min<qsizetype>(2, mends.size()));
}

QList<Mend> groupMends(Field field, const PeerWords &words, PeerPhase phase)
{
    QList<Mend> mends;
    for (const char *name : kBetterGroups) {
        const auto value = api::parseDhGroup(name);
        if (value && words.word(*value, phase))
            mends << Mend{field, QString::fromLatin1(name)};
    }
    return mends.first(std::min<qsizetype>(2, mends.size()));
}

QString shown(std::string_view name)
{
    return choiceText(QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())));
}

struct SuiteFields
{
    Field encryption;
    Field hash;
    Field group;
};

void checkSuite(QList<ExportBlocker> &blockers, PeerFormat format, const PeerWords &words, const PeerSuite &suite,
                PeerPhase phase, const SuiteFields &fields)
{
    const bool isIke = phase != PeerPhase::Esp;
    const char *reason = isIke ? QT_TRANSLATE_NOOP("Peer", "%1 has no %2 in phase 1.")
                               : QT_TRANSLATE_NOOP("Peer", "%1 has no %2 in phase 2.");
    if (!words.word(suite.encryption, phase)) {
        blockers.append({fields.encryption,
                         {reason, {title(format), shown(api::shortName(suite.encryption))}},
                         cipherMends(fields.encryption, words, phase)});
    }
    if (suite.hash != api::Integrity::None && !words.word(suite.hash, phase)) {
        QList<Mend> mends = hashMends(fields.hash, words, phase);
        if (format == CiscoAsa && phase == PeerPhase::IkeV1)
            mends.prepend({Field::IkeVersion, QStringLiteral("ikev2")});
        blockers.append({fields.hash, {reason, {title(format), shown(api::shortName(suite.hash))}}, mends});
    }
    if (suite.group != api::DhGroup::None && !words.word(suite.group, phase)) {
        blockers.append({fields.group,
                         {reason, {title(format), shown(api::shortName(suite.group))}},
                         groupMends(fields.group, words, phase)});
    }
}

// Its menus hold a fixed list of suites, and of the 1024-bit group only two.
void checkOpnSense(QList<ExportBlocker> &blockers, const PeerSuite &suite, Field field)
{
    const bool isListed = suite.encryption == api::Encryption::Aes256Cbc
        && (suite.hash == api::Integrity::HmacSha256_128 || suite.hash == api::Integrity::HmacSha512_256);
    if (suite.group == api::DhGroup::Modp1024 && !isListed) {
        blockers.append({field,
                         {QT_TRANSLATE_NOOP("Peer",
                                            "%1 has this group only with AES-256 and SHA-256 or SHA-512. The file for "
                                            "strongSwan (swanctl.conf) works in its override directory all the same."),
                          {title(OpnSense)}},
                         {{field, QStringLiteral("group14")}}});
    }
}

// With IKEv1, all its releases before 5.4 refuse a connection whose PFS has a group of an elliptic curve.
void checkLibreswan(QList<ExportBlocker> &blockers, const PeerView &view)
{
    constexpr std::array kCurves = {api::DhGroup::Ecp256, api::DhGroup::Ecp384, api::DhGroup::Ecp521,
                                    api::DhGroup::Curve25519};
    if (view.isIkeV2 || std::ranges::find(kCurves, view.esp.group) == kCurves.end())
        return;
    blockers.append({Field::IpsecPfs,
                     {QT_TRANSLATE_NOOP("Peer", "%1 has %2 in phase 2 with IKEv2 only."),
                      {title(Libreswan), shown(api::shortName(view.esp.group))}},
                     {{Field::IkeVersion, QStringLiteral("ikev2")}, {Field::IpsecPfs, QStringLiteral("group14")}}});
}

void checkIds(QList<ExportBlocker> &blockers, const Capabilities &can, const PeerView &view)
{
    using Type = api::Identity::Type;
    for (const auto &one : {std::pair(Field::RemoteId, view.localId), std::pair(Field::LocalId, view.remoteId)}) {
        const QString &text = one.second;
        const auto identity = api::Identity::parse(text.toStdString());
        const auto block = [&](const char *reason) {
            blockers.append({one.first, {reason, {title(can.format), text}}, {}});
        };
        if (!identity) {
            block(QT_TRANSLATE_NOOP("Peer", "%1 cannot take the identity \"%2\"."));
            continue;
        }
        const bool isStrange = identity->type == Type::DerDn || identity->type == Type::KeyId;
        if ((isStrange && !can.hasStrangeIds) || (identity->type == Type::UserFqdn && !can.hasUserNames)) {
            block(QT_TRANSLATE_NOOP(
                "Peer", "An identity of the kind of \"%2\" is not written for %1. Use an address or a name."));
            continue;
        }
        // What quoting and consoles do with other characters differs from one release to the next.
        const bool isPlain = std::ranges::all_of(text, [](QChar c) {
            return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9')
                || QStringView(u".-_@:").contains(c);
        });
        if (!isStrange && !isPlain)
            block(QT_TRANSLATE_NOOP("Peer", "The identity \"%2\" holds a character that %1 may not take."));
        else if (isStrange && (text.contains(u'"') || text.contains(u'\\')))
            block(QT_TRANSLATE_NOOP("Peer", "The identity \"%2\" holds a character that %1 may not take."));
    }
}

// Where a text states no identities, the device uses the addresses, and so it must be meant.
void checkAddressIds(QList<ExportBlocker> &blockers, PeerFormat format, const PeerView &view)
{
    const bool areAddresses =
        format == CiscoAsa || format == Huawei || format == Windows || (format == CiscoIos && !view.isIkeV2);
    if (!areAddresses)
        return;
    const auto check = [&](Field field, const QString &id, const QString &address) {
        const auto known = parseAddress(id);
        if (known && known == parseAddress(address))
            return;
        QList<Mend> mends{{field, address}};
        if (format == CiscoIos)
            mends.prepend({Field::IkeVersion, QStringLiteral("ikev2")});
        blockers.append(
            {field,
             {QT_TRANSLATE_NOOP("Peer", "%1 identifies itself by its address here, and \"%2\" is another identity."),
              {title(format), id}},
             mends});
    };
    check(Field::RemoteId, view.localId, view.local);
    check(Field::LocalId, view.remoteId, view.remote);
}

// Its transform sets for IKEv1 have SHA-1 and MD5 only.
void checkAsa(QList<ExportBlocker> &blockers, const PeerView &view)
{
    if (view.isIkeV2)
        return;
    const QList<Mend> newer{{Field::IkeVersion, QStringLiteral("ikev2")}};
    const char *reason = QT_TRANSLATE_NOOP("Peer", "%1 has %2 in phase 2 with IKEv2 only.");
    if (api::isAead(view.esp.encryption))
        blockers.append(
            {Field::IpsecEncAlg, {reason, {title(CiscoAsa), shown(api::shortName(view.esp.encryption))}}, newer});
    else if (view.esp.hash != api::Integrity::HmacSha1_96 && view.esp.hash != api::Integrity::HmacMd5_96)
        blockers.append(
            {Field::IpsecAuthAlg, {reason, {title(CiscoAsa), shown(api::shortName(view.esp.hash))}}, newer});
}

void checkLifetimes(QList<ExportBlocker> &blockers, const Capabilities &can, const PeerView &view)
{
    for (const auto &[field, lifetime] :
         {std::pair(Field::IkeLifetime, view.ikeLifetime), std::pair(Field::IpsecLifetime, view.espLifetime)}) {
        if (lifetime < can.shortestLifetime)
            blockers.append({field,
                             {QT_TRANSLATE_NOOP("Peer", "%1 takes lifetimes of %2 seconds and more."),
                              {title(can.format), QString::number(can.shortestLifetime)}},
                             {{field, QString::number(can.shortestLifetime)}}});
        else if (can.format == Windows && !view.isIkeV2 && lifetime % 60 != 0)
            blockers.append({field,
                             {QT_TRANSLATE_NOOP("Peer", "%1 takes lifetimes in whole minutes."), {title(can.format)}},
                             {{field, QString::number(lifetime / 60 * 60)}}});
    }
}

void checkKey(QList<ExportBlocker> &blockers, const Capabilities &can, const PeerView &view, const SecretBytes &key)
{
    const ByteView octets = key.view();
    const auto holds = [&](char c) { return std::ranges::find(octets, static_cast<std::uint8_t>(c)) != octets.end(); };
    const auto block = [&](const char *reason) { blockers.append({Field::Psk, {reason, {title(can.format)}}, {}}); };
    const bool isDigits = can.key == KeyRule::NoBlanksNoHelpV1 && view.isIkeV2;
    const bool isTyped = can.key == KeyRule::NoBlanksNoHelp || can.key == KeyRule::NoBlanksNoHelpV1;
    if (std::ranges::any_of(octets, [](std::uint8_t octet) { return octet < 0x20 || octet > 0x7e; }))
        block(QT_TRANSLATE_NOOP(
            "Peer",
            "The pre-shared key holds characters other than printable ASCII, which %1 may read otherwise. "
            "Generate a new one."));
    else if (isTyped && !isDigits && (holds(' ') || holds('?')))
        block(QT_TRANSLATE_NOOP(
            "Peer",
            "%1 takes a blank as the end of the pre-shared key, and a question mark as a call for help. "
            "Generate a key without them."));
    else if (can.key == KeyRule::NoSingleQuote && holds('\''))
        block(QT_TRANSLATE_NOOP("Peer",
                                "%1 cannot take a single quote in the pre-shared key. Generate a key without it."));
    else if (can.key == KeyRule::SixOrMore && octets.size() < 6)
        block(QT_TRANSLATE_NOOP("Peer", "%1 takes pre-shared keys of 6 or more characters. Generate a longer one."));
}

bool isV6(const QString &text) { return text.contains(u':'); }

} // namespace

const Capabilities &capabilitiesOf(PeerFormat format) { return kCapabilities[static_cast<std::size_t>(format)]; }

QList<ExportBlocker> exportBlockers(PeerFormat format, const PeerView &view, const SecretBytes *key)
{
    const Capabilities &can = capabilitiesOf(format);
    const PeerWords &words = wordsFor(format, view);
    QList<ExportBlocker> blockers;
    if (view.isAggressive && !can.hasAggressive) {
        blockers.append({Field::IkeMode,
                         {QT_TRANSLATE_NOOP("Peer", "%1 has no aggressive mode."), {title(format)}},
                         {{Field::IkeVersion, QStringLiteral("ikev2")}, {Field::IkeMode, QStringLiteral("main")}}});
    }
    checkSuite(blockers, format, words, view.ike, view.isIkeV2 ? PeerPhase::IkeV2 : PeerPhase::IkeV1,
               {Field::IkeEncAlg, Field::IkeAuthAlg, Field::IkePfs});
    checkSuite(blockers, format, words, view.esp, PeerPhase::Esp,
               {Field::IpsecEncAlg, Field::IpsecAuthAlg, Field::IpsecPfs});
    if (format == OpnSense) {
        checkOpnSense(blockers, view.ike, Field::IkePfs);
        checkOpnSense(blockers, view.esp, Field::IpsecPfs);
    }
    if (!view.isIkeV2 && (view.localSubnets.size() > 1 || view.remoteSubnets.size() > 1)) {
        blockers.append({Field::LocalSubnet,
                         {QT_TRANSLATE_NOOP("Peer", "IKEv1 carries one subnet a side."), {}},
                         {{Field::IkeVersion, QStringLiteral("ikev2")}}});
    }
    if (!can.hasIpv6) {
        const bool hasV6 = std::ranges::any_of(view.localSubnets + view.remoteSubnets, isV6);
        if (hasV6 || isV6(view.local) || isV6(view.remote))
            blockers.append({hasV6 ? Field::LocalSubnet : Field::IpAddress,
                             {QT_TRANSLATE_NOOP("Peer", "IPv6 is not written for %1."), {title(format)}},
                             {}});
    }
    if (can.needsAddress && !parseAddress(view.local)) {
        blockers.append(
            {Field::IpAddress,
             {QT_TRANSLATE_NOOP("Peer",
                                "The text for %1 holds the device's own address, and the customer gateway has only "
                                "a name."),
              {title(format)}},
             {}});
    }
    if (format == CiscoAsa)
        checkAsa(blockers, view);
    if (format == Libreswan)
        checkLibreswan(blockers, view);
    checkIds(blockers, can, view);
    checkAddressIds(blockers, format, view);
    checkLifetimes(blockers, can, view);
    if (key)
        checkKey(blockers, can, view, *key);
    return blockers;
}

QList<Remark> exportWarnings(PeerFormat format, const PeerView &view)
{
    QList<Remark> warnings;
    if (!view.isIkeV2)
        warnings << Remark{
            QT_TRANSLATE_NOOP("Peer",
                              "IKEv1 is deprecated (RFC 9395); IKEv2 is the better choice where both ends have it."),
            {}};
    if (view.isAggressive)
        warnings << Remark{
            QT_TRANSLATE_NOOP("Peer",
                              "Aggressive mode shows a hash of the key to whoever listens, who can then guess the key "
                              "at leisure."),
            {}};
    const auto weak = [&](const char *text, bool isUsed) {
        if (isUsed)
            warnings << Remark{text, {}};
    };
    const auto cipher = [&](api::Encryption value) {
        return view.ike.encryption == value || view.esp.encryption == value;
    };
    const auto hash = [&](api::Integrity value) { return view.ike.hash == value || view.esp.hash == value; };
    const auto group = [&](api::DhGroup value) { return view.ike.group == value || view.esp.group == value; };
    weak(QT_TRANSLATE_NOOP("Peer", "DES has 56-bit keys and is broken."), cipher(api::Encryption::DesCbc));
    weak(QT_TRANSLATE_NOOP("Peer", "3DES is deprecated (RFC 8221, RFC 8247)."), cipher(api::Encryption::TripleDesCbc));
    weak(QT_TRANSLATE_NOOP("Peer", "MD5 is deprecated (RFC 8221, RFC 8247)."), hash(api::Integrity::HmacMd5_96));
    weak(QT_TRANSLATE_NOOP("Peer", "Group 1 has 768 bits and is broken."), group(api::DhGroup::Modp768));
    weak(QT_TRANSLATE_NOOP("Peer", "Group 2 has 1024 bits, which is too short (RFC 8247)."),
         group(api::DhGroup::Modp1024));
    weak(QT_TRANSLATE_NOOP("Peer", "Group 5 has 1536 bits, which is too short (RFC 8247)."),
         group(api::DhGroup::Modp1536));
    weak(QT_TRANSLATE_NOOP("Peer", "The groups 22, 23 and 24 should be avoided (RFC 8247)."),
         group(api::DhGroup::Modp1024s160) || group(api::DhGroup::Modp2048s224) || group(api::DhGroup::Modp2048s256));

    const auto identity = api::Identity::parse(view.localId.toStdString());
    if (!view.isIkeV2 && !view.isAggressive && identity && !identity->isAddress())
        warnings << Remark{
            QT_TRANSLATE_NOOP("Peer",
                              "In main mode most peers pick the key by the address; an identity that is a name may not "
                              "be found."),
            {}};
    if (view.esp.hash == api::Integrity::HmacSha256_128) {
        if (format == Swanctl || format == OpnSense)
            warnings << Remark{
                QT_TRANSLATE_NOOP(
                    "Peer",
                    "If the tunnel comes up and nothing passes, try sha256_96 = yes in the child: some old "
                    "devices cut SHA-256 to 96 bits."),
                {}};
        else if (format == Libreswan)
            warnings << Remark{
                QT_TRANSLATE_NOOP("Peer",
                                  "If the tunnel comes up and nothing passes, try sha2-truncbug=yes: some old devices "
                                  "cut SHA-256 to 96 bits."),
                {}};
        else if (format == VyOs)
            warnings << Remark{
                QT_TRANSLATE_NOOP("Peer",
                                  "If the tunnel comes up and nothing passes, try the hash sha256_96 in the ESP group: "
                                  "some old devices cut SHA-256 to 96 bits."),
                {}};
        else if (format == Huawei)
            warnings << Remark{
                QT_TRANSLATE_NOOP(
                    "Peer",
                    "If the tunnel comes up and nothing passes, try \"ipsec authentication sha2 compatible "
                    "enable\" (not confirmed): some old devices cut SHA-256 to 96 bits."),
                {}};
    }
    const bool isStrongSwan = format == Swanctl || format == IpsecConf || format == OpnSense;
    if (isStrongSwan && !view.isIkeV2)
        warnings << Remark{
            QT_TRANSLATE_NOOP("Peer", "From strongSwan 6.1 on IKEv1 is there only where it was built in."), {}};
    if (isStrongSwan && view.isAggressive)
        warnings << Remark{
            QT_TRANSLATE_NOOP(
                "Peer",
                "As responder the daemon wants charon.i_dont_care_about_security_and_use_aggressive_mode_psk "
                "= yes in strongswan.conf."),
            {}};
    if (format == Libreswan && !view.isIkeV2)
        warnings << Remark{
            QT_TRANSLATE_NOOP("Peer",
                              "From 5.0 on, and in Debian from 4.10 on, Libreswan wants ikev1-policy=accept for IKEv1; "
                              "releases before 4.2 do not know that line, so leave it out there."),
            {}};
    if (format == Libreswan && group(api::DhGroup::Modp2048s256))
        warnings << Remark{QT_TRANSLATE_NOOP("Peer", "Packages of Libreswan often leave group 24 out; Debian's does."),
                           {}};
    if (view.forcesEncapsulation && !isStrongSwan && format != Libreswan)
        warnings << Remark{
            QT_TRANSLATE_NOOP(
                "Peer",
                "The connection forces ESP into UDP; the device takes part in that by itself as soon as NAT "
                "traversal is on."),
            {}};
    return warnings;
}

} // namespace tw::models
