target_sources(models PRIVATE
    transfer/apply_document.cpp transfer/apply_document.h
    transfer/catalog_json.cpp transfer/catalog_json.h
    transfer/json_reader.cpp transfer/json_reader.h)
