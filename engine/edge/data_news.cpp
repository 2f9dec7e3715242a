#include "engine/edge/data_news.h"

#include <utility>

namespace tw::edge {

DataNewsBox::DataNewsBox(std::shared_ptr<const WakeEvent> wake)
    : m_wake(std::move(wake)),
      m_messages(*m_wake, kMaxMessages),
      m_notices(*m_wake, kMaxNotices),
      m_troubles(*m_wake, kMaxTroubles),
      m_devicesGone(*m_wake)
{ }

DataNews DataNewsBox::take() { return {m_messages.take(), m_notices.take(), m_troubles.take(), m_devicesGone.take()}; }

} // namespace tw::edge
