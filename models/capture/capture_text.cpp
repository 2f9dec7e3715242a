#include "models/capture/capture_text.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace tw::models {

namespace {

QString words(const char *text, int n = -1)
{
    return QCoreApplication::translate("tw::models::CaptureText", text, nullptr, n);
}

QString fromNative(const std::string &text) { return QString::fromLocal8Bit(text); }

int clamped(std::uint64_t count) { return static_cast<int>(std::min<std::uint64_t>(count, 2'000'000'000)); }

} // namespace

QString captureFaultText(const api::CaptureFault &fault)
{
    using Kind = api::CaptureFault::Kind;
    const QString path = fromNative(fault.path);
    switch (fault.kind) {
    case Kind::Exists:
        return words(
                   QT_TRANSLATE_NOOP("tw::models::CaptureText", "%1 is there already, and would have to be replaced."))
            .arg(path);
    case Kind::NotAFile:
        return words(QT_TRANSLATE_NOOP("tw::models::CaptureText",
                                       "%1 is no file, or no directory of this user alone: it is left as it is."))
            .arg(path);
    case Kind::System:
        return words(QT_TRANSLATE_NOOP("tw::models::CaptureText", "%1 cannot be written: %2."))
            .arg(path, fromNative(fault.systemError));
    }
    return {};
}

QString captureEndText(const api::CaptureProgress &progress, const QString &path)
{
    using End = api::CaptureEnd;
    switch (progress.end) {
    case End::None: return {};
    case End::Asked: return words(QT_TRANSLATE_NOOP("tw::models::CaptureText", "The capture is complete."));
    case End::SizeReached:
        return words(QT_TRANSLATE_NOOP("tw::models::CaptureText",
                                       "The capture ended, since its file has the size it may have."));
    case End::TimeReached:
        return words(QT_TRANSLATE_NOOP("tw::models::CaptureText", "The capture ended, since its time is over."));
    case End::WriteFailed:
        return words(QT_TRANSLATE_NOOP("tw::models::CaptureText",
                                       "The capture ended, since %1 cannot be written any more: %2. What is in it can "
                                       "be read."))
            .arg(path, fromNative(progress.systemError));
    case End::Refused:
        return words(QT_TRANSLATE_NOOP("tw::models::CaptureText", "The engine has another capture under way."));
    case End::EngineGone:
        return words(QT_TRANSLATE_NOOP("tw::models::CaptureText", "The capture ended, since the engine did."));
    }
    return {};
}

QStringList captureNotes(const api::CaptureProgress &progress, bool withKeys)
{
    QStringList notes;
    if (progress.dropped > 0) {
        notes << words(QT_TRANSLATE_N_NOOP("tw::models::CaptureText",
                                           "%n datagrams are missing: they came faster than they could be written."),
                       clamped(progress.dropped));
    }
    if (!withKeys)
        return notes;
    if (progress.totals.keysWithheld > 0) {
        notes << words(QT_TRANSLATE_N_NOOP("tw::models::CaptureText",
                                           "The keys of %n SAs were kept back, since these still stand."),
                       clamped(progress.totals.keysWithheld));
    }
    if (progress.totals.sasBefore > 0) {
        notes << words(QT_TRANSLATE_N_NOOP("tw::models::CaptureText",
                                           "%n SAs stood before the capture began: their keys are not known any more. "
                                           "Renegotiate while a capture is on."),
                       clamped(progress.totals.sasBefore));
    }
    if (progress.keysUnnamed > 0) {
        notes << words(QT_TRANSLATE_N_NOOP("tw::models::CaptureText",
                                           "%n lines of the key tables are remarks, since Wireshark 4.0 does not know "
                                           "their algorithm."),
                       clamped(progress.keysUnnamed));
    }
    return notes;
}

QStringList captureWarnings(bool keys, bool liveKeys)
{
    if (liveKeys) {
        return {words(QT_TRANSLATE_NOOP("tw::models::CaptureText",
                                        "Keys of SAs that are in use are written down: whoever gets them can read "
                                        "this tunnel's traffic from now on, and forge it."))};
    }
    if (keys) {
        return {words(QT_TRANSLATE_NOOP("tw::models::CaptureText",
                                        "Keys are written down: whoever gets them and the traffic can read it. Delete "
                                        "them when they have served."))};
    }
    return {};
}

QString captureReadme(const QString &connection, const QString &path)
{
    const QString name = QFileInfo(path).fileName();
    return words(
               QT_TRANSLATE_NOOP(
                   "tw::models::CaptureText",
                   "Keys that open %1, a capture of the IPsec connection %2.\n"
                   "\n"
                   "Whoever has this directory and the traffic can read it. Delete it when it has served.\n"
                   "\n"
                   "This directory is a profile of Wireshark (4.0 or later). To look at the capture with it:\n"
                   "\n"
                   "    WIRESHARK_CONFIG_DIR=%3.keys wireshark %3\n"
                   "    WIRESHARK_CONFIG_DIR=%3.keys tshark -r %3 -V\n"
                   "\n"
                   "Or copy it into the folder \"profiles\" of Wireshark's configuration folder (Help, About "
                   "Wireshark, Folders) under a name of your choice, and use wireshark -C NAME. Or copy the lines of a "
                   "table into the profile that you have, and switch on \"Attempt to detect/decode encrypted ESP "
                   "payloads\" (Edit, Preferences, Protocols, ESP). A single line goes with tshark -o "
                   "'uat:esp_sa:LINE'.\n"
                   "\n"
                   "ikev1_decryption_table   cookie of the initiator, key\n"
                   "ikev2_decryption_table   SPIs, SK_ei, SK_er, encryption, SK_ai, SK_ar, integrity\n"
                   "esp_sa                   family, addresses, SPI, encryption, key, integrity, key; where the SA has "
                   "extended sequence numbers two fields more, which Wireshark 4.0 says it does not want\n"
                   "\n"
                   "A line that begins with # is of an algorithm that Wireshark 4.0 does not know. Where a later one "
                   "knows it, take the remark away.\n"))
        .arg(name, connection, name);
}

} // namespace tw::models
