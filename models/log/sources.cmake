target_sources(models PRIVATE
    log/event_text.cpp log/event_text.h
    log/event_wording.cpp log/event_wording.h
    log/log_file.cpp log/log_file.h
    log/log_record.h
    log/log_row.cpp log/log_row.h
    log/log_store.cpp log/log_store.h
    log/log_table_model.cpp log/log_table_model.h
    log/log_window.cpp log/log_window.h
    log/log_writer.cpp log/log_writer.h
    log/printable_text.cpp log/printable_text.h
)
