target_sources(models PRIVATE
    log/event_text.cpp log/event_text.h
    log/event_wording.cpp log/event_wording.h
    log/fact_details.cpp log/fact_details.h
    log/joined_text.cpp log/joined_text.h
    log/log_blocks.cpp log/log_blocks.h
    log/log_export.cpp log/log_export.h
    log/log_facets.h
    log/log_facets_sql.cpp log/log_facets_sql.h
    log/log_failure.h
    log/log_file.cpp log/log_file.h log/log_file_read.cpp
    log/log_histogram.h
    log/log_line.cpp log/log_line.h
    log/log_marks.cpp log/log_marks.h
    log/log_pager.cpp log/log_pager.h
    log/log_reader.cpp log/log_reader.h
    log/log_reader_worker.cpp log/log_reader_worker.h
    log/log_record.h
    log/log_row.cpp log/log_row.h
    log/log_schema.cpp log/log_schema.h
    log/log_search.cpp log/log_search.h
    log/log_seeker.cpp log/log_seeker.h
    log/log_store.cpp log/log_store.h
    log/log_table_model.cpp log/log_table_model.h
    log/log_value.cpp log/log_value.h
    log/log_window.cpp log/log_window.h
    log/log_words.cpp log/log_words.h
    log/log_writer.cpp log/log_writer.h
    log/negotiation_ladder.cpp log/negotiation_ladder.h
    log/negotiation_span.cpp log/negotiation_span.h
    log/printable_text.cpp log/printable_text.h
    log/redaction.cpp log/redaction.h
    log/support_bundle.cpp log/support_bundle.h
    log/zip_writer.cpp log/zip_writer.h
    log/timeline.cpp log/timeline.h
    log/timeline_feed.cpp log/timeline_feed.h
)
