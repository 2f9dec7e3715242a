#include "ui/rehearsal/opponent_box.h"

#include "ui/rehearsal/peer_text_dialog.h"

namespace tw::ui {

OpponentBox::OpponentBox(QWidget *parent) : QComboBox(parent)
{
    for (const models::PeerFormatInfo &info : models::peerFormats())
        addItem(QString(), static_cast<int>(info.format));
    insertSeparator(count());
    addItem(QString());
    retranslate();
    connect(this, &QComboBox::activated, this, &OpponentBox::onActivated);
}

void OpponentBox::setFormat(models::PeerFormat format)
{
    m_opponent = models::ExportedPeer{format};
    m_before = static_cast<int>(format);
    setCurrentIndex(m_before);
}

void OpponentBox::setPeer(models::GivenPeer peer)
{
    m_opponent = std::move(peer);
    m_before = indexOfPeer();
    setCurrentIndex(m_before);
    retranslate();
}

void OpponentBox::onActivated(int index)
{
    if (index != indexOfPeer()) {
        setFormat(static_cast<models::PeerFormat>(index));
    } else {
        PeerTextDialog dialog(this);
        if (dialog.exec() != QDialog::Accepted) {
            setCurrentIndex(m_before);
            return;
        }
        setPeer(dialog.peer());
    }
    Q_EMIT chosen();
}

void OpponentBox::retranslate()
{
    for (const models::PeerFormatInfo &info : models::peerFormats())
        setItemText(static_cast<int>(info.format), tr("our text for %1").arg(QString::fromUtf8(info.title)));
    const auto *peer = std::get_if<models::GivenPeer>(&m_opponent);
    setItemText(indexOfPeer(),
                peer && !peer->fileName.isEmpty() ? tr("the peer's own configuration (%1)...").arg(peer->fileName)
                                                  : tr("the peer's own configuration..."));
}

} // namespace tw::ui
