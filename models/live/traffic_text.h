#pragma once

#include <QString>

// Amounts and rates of traffic in words, with the decimal sign of the user's language: SI bits per second, IEC bytes.
namespace tw::models {

QString bitRateText(double bitsPerSecond); // "0 bit/s", "1.23 Mbit/s", "152 kbit/s": three digits
QString packetRateText(double packetsPerSecond); // "0.5 packets/s", "1,520 packets/s"
QString byteText(quint64 bytes); // "512 B", "1.50 KiB", "48.9 MiB"

// The axis of a chart that has to show rates up to a maximum.
struct RateScale
{
    double unit = 1; // what a number on the axis is multiplied with: 1, 1000, ...
    QString unitText; // "Mbit/s"
    double top = 1; // in units, a multiple of step
    double step = 1; // 1, 2 or 5 times a power of ten
    int decimals = 0; // that a step needs
};
// Two to five steps. Of a maximum of zero the scale reaches to 1 kbit/s.
RateScale rateScale(double maxBitsPerSecond);

} // namespace tw::models
