#include "certificates.h"
#include "engine/sim/rehearsal.h"
#include "scenes.h"
#include "ui/live/overview_page.h"
#include "ui/main_window.h"
#include "ui/rehearsal/opponent_box.h"
#include "ui/rehearsal/peer_text_dialog.h"
#include "ui/rehearsal/rehearsal_dialog.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QPlainTextEdit>

namespace tw::gallery {

namespace {

constexpr QSize kSmall(1024, 640);
constexpr int kPatienceMs = 20'000;

ui::Services servicesOf(Site &site)
{
    ui::Services services = site.bench().services();
    services.rehearse = &sim::rehearse;
    return services;
}

void await(const ui::RehearsalDialog &dialog)
{
    const QDeadlineTimer deadline(kPatienceMs);
    while (dialog.isRunning() && !deadline.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
}

// With the mistake at this place of the list; 0: none.
std::unique_ptr<QWidget> rehearsal(Site &site, int mistake)
{
    auto dialog = std::make_unique<ui::RehearsalDialog>(servicesOf(site), site.connection());
    await(*dialog);
    if (mistake > 0) {
        dialog->mistakeBox()->setCurrentIndex(mistake);
        Q_EMIT dialog->mistakeBox()->activated(mistake);
        await(*dialog);
    }
    return dialog;
}

// Against another text than the usual one.
std::unique_ptr<QWidget> rehearsalAgainst(Site &site, const std::function<void(ui::OpponentBox &)> &choose)
{
    auto dialog = std::make_unique<ui::RehearsalDialog>(servicesOf(site), site.connection());
    await(*dialog);
    choose(*dialog->opponentBox());
    Q_EMIT dialog->opponentBox()->chosen();
    await(*dialog);
    return dialog;
}

// A file of the peer's that fits in little.
models::GivenPeer peerFile()
{
    constexpr std::string_view kText = "conn branch\n"
                                       "  keyexchange=ikev2\n"
                                       "  left=192.168.1.2\n"
                                       "  leftsubnet=172.16.0.0/12\n"
                                       "  right=203.0.113.10\n"
                                       "  rightsubnet=192.168.0.0/16\n"
                                       "  ike=aes256-sha256-modp2048!\n"
                                       "  authby=secret\n";
    return {.format = models::PeerFormat::IpsecConf,
            .fileName = QStringLiteral("branch.conf"),
            .text = SecretBytes(asBytes(kText)),
            .secrets = {}};
}

// With a certificate of our own, and a peer that gets one for the moment.
std::unique_ptr<QWidget> rehearsalWithCertificates(Site &site)
{
    useCertificate(site.bench(), site.connection());
    return rehearsal(site, 0);
}

std::unique_ptr<QWidget> peerText()
{
    auto dialog = std::make_unique<ui::PeerTextDialog>();
    const models::GivenPeer peer = peerFile();
    dialog->textEdit()->setPlainText(QString::fromUtf8(reinterpret_cast<const char *>(peer.text.view().data()),
                                                       static_cast<qsizetype>(peer.text.size())));
    return dialog;
}

// The overview of somebody who has got so far.
std::unique_ptr<QWidget> firstSteps(Site &site, bool isSmall, int made)
{
    if (made > 0 && site.bench().catalog->vpnGateways().isEmpty())
        site.bench().addVpnGateway(QStringLiteral("hz-gateway"), QStringLiteral("203.0.113.10"));
    auto window = std::make_unique<ui::MainWindow>(servicesOf(site));
    window->resize(isSmall ? kSmall : QSize(1280, 800));
    window->setPage(ui::MainWindow::Page::Overview);
    return window;
}

} // namespace

QList<Scene> rehearsalScenes()
{
    return {
        {QStringLiteral("rehearsal"), {Content::Typical, Content::Long}, [](Site &site) { return rehearsal(site, 0); }},
        {QStringLiteral("rehearsal-mistake"), {Content::Typical}, [](Site &site) { return rehearsal(site, 1); }},
        {QStringLiteral("rehearsal-blocked"),
         {Content::Typical},
         [](Site &site) {
             return rehearsalAgainst(site, [](ui::OpponentBox &box) { box.setFormat(models::PeerFormat::Libreswan); });
         }},
        {QStringLiteral("rehearsal-file"),
         {Content::Typical},
         [](Site &site) { return rehearsalAgainst(site, [](ui::OpponentBox &box) { box.setPeer(peerFile()); }); }},
        {QStringLiteral("rehearsal-certificate"), {Content::Typical}, rehearsalWithCertificates, true},
        {QStringLiteral("rehearsal-peer-text"), {Content::Typical}, [](Site &) { return peerText(); }},
        {QStringLiteral("first-steps"), {Content::Empty}, [](Site &site) { return firstSteps(site, false, 0); }},
        {QStringLiteral("first-steps-small"),
         {Content::Empty},
         [](Site &site) { return firstSteps(site, true, 1); },
         true},
    };
}

} // namespace tw::gallery
