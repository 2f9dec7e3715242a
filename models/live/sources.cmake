target_sources(models PRIVATE
    live/bulk_run.cpp live/bulk_run.h
    live/clock_text.cpp live/clock_text.h
    live/clock_watch.cpp live/clock_watch.h
    live/connection_controller.cpp live/connection_controller.h
    live/connection_news.cpp live/connection_news.h
    live/engine_facts.cpp live/engine_facts.h
    live/gateway_status.cpp live/gateway_status.h live/gateway_status_text.cpp
    live/gateway_statuses.cpp live/gateway_statuses.h
    live/live_state.cpp live/live_state.h
    live/notification_queue.cpp live/notification_queue.h
    live/sa_facts.cpp live/sa_facts.h
    live/sa_tree_model.cpp live/sa_tree_model.h
    live/state_group.cpp live/state_group.h
    live/status_text.cpp live/status_text.h
    live/machine_clock.cpp live/machine_clock.h
    live/sa_counters.cpp live/sa_counters.h
    live/rate_meter.cpp live/rate_meter.h
    live/traffic_history.cpp live/traffic_history.h
    live/traffic_series.cpp live/traffic_series.h
    live/traffic_table_model.cpp live/traffic_table_model.h
    live/traffic_text.cpp live/traffic_text.h
)
