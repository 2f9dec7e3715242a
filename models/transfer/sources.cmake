target_sources(models PRIVATE
    transfer/apply_document.cpp transfer/apply_document.h
    transfer/both_sides.cpp transfer/both_sides.h
    transfer/backup/backup.cpp transfer/backup/backup.h
    transfer/backup/backup_file.cpp transfer/backup/backup_file.h
    transfer/backup/backup_reader.cpp
    transfer/backup/restore.cpp transfer/backup/restore.h
    transfer/backup/tar_archive.cpp transfer/backup/tar_archive.h
    transfer/catalog_json.cpp transfer/catalog_json.h
    transfer/device_preset.cpp transfer/device_preset.h
    transfer/json_reader.cpp transfer/json_reader.h
    transfer/peer_file.cpp transfer/peer_file.h
    transfer/peer_format.cpp transfer/peer_format.h
    transfer/peer_view.cpp transfer/peer_view.h
    transfer/peer_words.cpp transfer/peer_words.h
    transfer/remark.cpp transfer/remark.h
    transfer/compare/compare_connection.cpp transfer/compare/compare_connection.h
    transfer/compare/comparison.cpp transfer/compare/comparison.h
    transfer/compare/comparison_text.cpp transfer/compare/comparison_text.h
    transfer/compare/peer_lines.cpp transfer/compare/peer_lines.h
    transfer/export/capabilities.cpp transfer/export/capabilities.h
    transfer/export/export_writer.cpp transfer/export/export_writer.h
    transfer/export/connection_export.cpp transfer/export/connection_export.h
    transfer/export/exporter.cpp transfer/export/exporter.h
    transfer/export/secret_text.cpp transfer/export/secret_text.h
    transfer/export/swanctl_text.h
    transfer/export/write_alibaba.cpp
    transfer/export/write_cisco_asa.cpp
    transfer/export/write_cisco_ios.cpp
    transfer/export/write_fortios.cpp
    transfer/export/write_h3c.cpp
    transfer/export/write_huawei.cpp
    transfer/export/write_ipsec_conf.cpp
    transfer/export/write_junos.cpp
    transfer/export/write_libreswan.cpp
    transfer/export/write_opnsense.cpp
    transfer/export/write_panos.cpp
    transfer/export/write_pfsense.cpp
    transfer/export/write_routeros.cpp
    transfer/export/write_swanctl.cpp
    transfer/export/write_vyos.cpp
    transfer/export/write_windows.cpp
    transfer/import/dialect_reader.cpp transfer/import/dialect_reader.h
    transfer/import/import_draft.cpp transfer/import/import_draft.h
    transfer/import/import_ends.cpp transfer/import/import_ends.h
    transfer/import/import_file.cpp transfer/import/import_file.h
    transfer/import/import_note.cpp transfer/import/import_note.h
    transfer/import/import_plan.cpp transfer/import/import_plan.h
    transfer/import/import_session.cpp transfer/import/import_session.h
    transfer/import/import_side.cpp transfer/import/import_side.h
    transfer/import/peer_reading.cpp transfer/import/peer_reading.h
    transfer/import/read_alibaba.cpp
    transfer/import/read_cisco_asa.cpp
    transfer/import/read_cisco_ios.cpp
    transfer/import/read_fortios.cpp
    transfer/import/read_h3c.cpp
    transfer/import/read_huawei.cpp
    transfer/import/read_ipsec_conf.cpp
    transfer/import/read_junos.cpp
    transfer/import/read_panos.cpp
    transfer/import/read_pfsense.cpp
    transfer/import/read_routeros.cpp
    transfer/import/read_swanctl.cpp
    transfer/import/read_vyos.cpp
    transfer/import/read_windows.cpp
    transfer/import/source_text.cpp transfer/import/source_text.h
    transfer/import/swan_words.cpp transfer/import/swan_words.h)
