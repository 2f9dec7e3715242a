#include "models/live/traffic_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cmath>

namespace tw::models {

namespace {

constexpr std::array kBitUnits{"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};
constexpr std::array kByteUnits{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
constexpr double kSi = 1000;
constexpr double kIec = 1024;

// Digits after the decimal sign, of three in all.
int decimalsOf(double value)
{
    if (value < 9.995)
        return 2;
    return value < 99.95 ? 1 : 0;
}

// The unit is chosen for what is shown: 999.9 kbit/s are not "1000 kbit/s".
template <std::size_t N>
QString scaled(double value, double factor, const std::array<const char *, N> &units)
{
    std::size_t unit = 0;
    while (unit + 1 < N && std::round(value) >= factor) {
        value /= factor;
        ++unit;
    }
    const int decimals = unit == 0 ? 0 : decimalsOf(value);
    return QLocale().toString(value, 'f', decimals) + QLatin1Char(' ') + QLatin1String(units[unit]);
}

} // namespace

QString bitRateText(double bitsPerSecond) { return scaled(std::max(bitsPerSecond, 0.0), kSi, kBitUnits); }

QString byteText(quint64 bytes) { return scaled(static_cast<double>(bytes), kIec, kByteUnits); }

QString packetRateText(double packetsPerSecond)
{
    const bool isWhole = packetsPerSecond >= 9.95 || packetsPerSecond < 0.05;
    return QCoreApplication::translate("tw::models::TrafficText", "%1 packets/s")
        .arg(QLocale().toString(std::max(packetsPerSecond, 0.0), 'f', isWhole ? 0 : 1));
}

RateScale rateScale(double maxBitsPerSecond)
{
    constexpr double kSmallest = 1000;
    const double max = std::max(maxBitsPerSecond, kSmallest);
    RateScale scale;
    std::size_t unit = 0;
    while (unit + 1 < kBitUnits.size() && max >= scale.unit * kSi) {
        scale.unit *= kSi;
        ++unit;
    }
    scale.unitText = QLatin1String(kBitUnits[unit]);
    const double shown = max / scale.unit;
    const double decade = std::pow(10.0, std::floor(std::log10(shown / 5)));
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        scale.step = factor * decade;
        if (shown <= scale.step * 5 * (1 + 1e-9))
            break;
    }
    scale.top = std::ceil(shown / scale.step - 1e-9) * scale.step;
    scale.decimals = std::max(0, -static_cast<int>(std::floor(std::log10(scale.step) + 1e-9)));
    return scale;
}

} // namespace tw::models
