#include "scenes.h"

#include "ui/transfer/import_choices_page.h"
#include "ui/transfer/import_reading_page.h"
#include "ui/transfer/import_wizard.h"

#include <QLineEdit>

namespace tw::gallery {

namespace {

using Step = ui::ImportWizard::Step;

constexpr int kMany = 60;

QByteArray connection(const QByteArray &name, int number, const QByteArray &remote, const QByteArray &ike)
{
    const QByteArray peer = "198.51.100." + QByteArray::number(100 + number);
    return "  " + name + " {\n    version = 2\n    local_addrs = " + peer + "\n    remote_addrs = " + remote
        + "\n    proposals = " + ike + "\n    rekey_time = 4h\n    over_time = 0\n    pools = roadwarriors\n"
        + "    local { auth = psk\n      id = " + name + ".example.com\n    }\n"
        + "    remote { auth = psk\n      id = " + remote
        + "\n    }\n    children {\n      net {\n        local_ts = 172.20." + QByteArray::number(number)
        + ".0/24\n        remote_ts = 10.10.0.0/16\n"
        + "        esp_proposals = aes256-sha256-modp2048,aes128gcm16-ecp256\n        life_time = 1h\n"
        + "        updown = /usr/local/libexec/ipsec/_updown iptables\n      }\n    }\n  }\n";
}

QByteArray typicalText(const QByteArray &ours)
{
    return "# strongswan, /etc/swanctl/conf.d/cloud.conf\nconnections {\n"
        + connection("branch-a", 1, ours, "aes256-sha256-modp2048")
        + connection("branch-b", 2, ours, "3des-sha1-modp1024,aes256-sha256-modp2048")
        + "}\nsecrets {\n  ike-a {\n    id-a = branch-a.example.com\n    secret = \"n0t.A-Secret\"\n  }\n}\n";
}

// One connection, and one offer of each phase: rows of the choices have nothing to choose and are hidden.
QByteArray simpleText(const QByteArray &ours)
{
    return "connections {\n"
        + connection("branch-a", 1, ours, "aes256-sha256-modp2048").replace(",aes128gcm16-ecp256", "") + "}\n";
}

QByteArray longText(const QByteArray &ours)
{
    QByteArray text = "connections {\n";
    for (int i = 0; i < kMany; ++i)
        text += connection(QByteArray(100, 'w') + "-" + QByteArray::number(i), i, ours, "aes256-sha256-modp2048");
    return text + "}\n";
}

QByteArray ourAddress(Site &site)
{
    const models::VpnGateway *gateway = site.bench().catalog->vpnGateway(site.vpnGateway());
    return gateway ? gateway->internetIp.toLatin1() : QByteArray("203.0.113.10");
}

std::unique_ptr<ui::ImportWizard> wizard(Site &site, Step step)
{
    const QByteArray ours = ourAddress(site);
    auto dialog = std::make_unique<ui::ImportWizard>(*site.bench().catalog, tests::WidgetBench::kRegion);
    if (site.content() == Content::Error)
        dialog->setText(typicalText(ours).replace("    version = 2\n", "    version = \"2\n"));
    else if (site.content() != Content::Empty)
        dialog->setText(site.content() == Content::Long ? longText(ours) : typicalText(ours));
    dialog->goTo(step);
    return dialog;
}

} // namespace

QList<Scene> importScenes()
{
    return {
        {QStringLiteral("import-text"),
         {Content::Empty, Content::Typical, Content::Error, Content::Long},
         [](Site &site) { return wizard(site, Step::Source); }},
        {QStringLiteral("import-understood"),
         {Content::Typical, Content::Long},
         [](Site &site) { return wizard(site, Step::Reading); }},
        {QStringLiteral("import-choices"),
         {Content::Typical, Content::Long},
         [](Site &site) { return wizard(site, Step::Choices); }},
        {QStringLiteral("import-choices-one"),
         {Content::Typical},
         [](Site &site) {
             auto dialog = std::make_unique<ui::ImportWizard>(*site.bench().catalog, tests::WidgetBench::kRegion);
             dialog->setText(simpleText(ourAddress(site)));
             dialog->goTo(Step::Choices);
             return dialog;
         }},
        {QStringLiteral("import-summary"),
         {Content::Typical, Content::Long},
         [](Site &site) {
             auto dialog = wizard(site, Step::Summary);
             SecretBytes key = models::presharedKeyFromText(QStringLiteral("n0t.A-Secret"));
             if (site.content() == Content::Typical)
                 dialog->session()->setKey(1, std::move(key));
             return dialog;
         }},
    };
}

} // namespace tw::gallery
