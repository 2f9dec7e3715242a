#pragma once

#include "models/capture/capture_controller.h"

#include <QWidget>

class QFormLayout;
class QLabel;

namespace tw::ui {

class ElidedLabel;
class IconLabel;
class TextLabel;

// A capture that is on, or how it ended: what came, how large and how long it is, where it lies.
class CaptureProgressView final : public QWidget
{
    Q_OBJECT

public:
    explicit CaptureProgressView(QWidget *parent = nullptr);

    void show(const models::CaptureController &capture);
    QString title() const;
    QString text() const; // the rows, as they can be read

private:
    IconLabel *m_icon;
    ElidedLabel *m_title;
    QFormLayout *m_rows;
    QLabel *m_packets;
    QLabel *m_size;
    QLabel *m_time;
    ElidedLabel *m_file;
    ElidedLabel *m_keys;
    TextLabel *m_hint;
    TextLabel *m_notes;
};

} // namespace tw::ui
