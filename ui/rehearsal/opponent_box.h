#pragma once

#include "models/rehearsal/rehearsal_setup.h"

#include <QComboBox>

namespace tw::ui {

// Whom a connection is rehearsed against: one of the devices for which we write, or the peer's own configuration, which is
// asked for when it is chosen.
class OpponentBox final : public QComboBox
{
    Q_OBJECT

public:
    explicit OpponentBox(QWidget *parent = nullptr);

    const models::Opponent &opponent() const { return m_opponent; }
    void setFormat(models::PeerFormat format);
    void setPeer(models::GivenPeer peer);
    void retranslate();

Q_SIGNALS:
    void chosen();

private:
    void onActivated(int index);
    int indexOfPeer() const { return count() - 1; }

    models::Opponent m_opponent = models::ExportedPeer{};
    int m_before = 0; // the choice that stands when the dialog is cancelled
};

} // namespace tw::ui
