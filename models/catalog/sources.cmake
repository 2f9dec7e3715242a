target_sources(models PRIVATE
    catalog/address_rules.cpp catalog/address_rules.h
    catalog/bulk_list.cpp catalog/bulk_list.h
    catalog/bulk_removal.cpp catalog/bulk_removal.h
    catalog/catalog.cpp catalog/catalog.h
    catalog/catalog_change.h
    catalog/catalog_error.cpp catalog/catalog_error.h
    catalog/catalog_plan.cpp catalog/catalog_plan.h
    catalog/catalog_removal.cpp
    catalog/catalog_restore.cpp catalog/catalog_restore.h
    catalog/catalog_saving.cpp
    catalog/catalog_tables.cpp catalog/catalog_tables.h
    catalog/certificate.cpp catalog/certificate.h
    catalog/certificate_import.cpp catalog/certificate_import.h
    catalog/certificate_rules.cpp catalog/certificate_rules.h
    catalog/certificate_table_model.cpp catalog/certificate_table_model.h
    catalog/connection_draft.cpp catalog/connection_draft.h
    catalog/connection_facts.cpp catalog/connection_facts.h
    catalog/connection_table_model.cpp catalog/connection_table_model.h
    catalog/connection_validator.cpp catalog/connection_validator.h
    catalog/demo_pair.cpp catalog/demo_pair.h
    catalog/field.cpp catalog/field.h
    catalog/field_change.cpp catalog/field_change.h
    catalog/gateway.cpp catalog/gateway.h
    catalog/gateway_table_model.cpp catalog/gateway_table_model.h
    catalog/gateway_validator.cpp catalog/gateway_validator.h
    catalog/ike_rules.cpp catalog/ike_rules.h
    catalog/issue_text.cpp catalog/issue_text.h
    catalog/machine_facts.cpp catalog/machine_facts.h
    catalog/positions.h
    catalog/preshared_key.cpp catalog/preshared_key.h
    catalog/region.cpp catalog/region.h
    catalog/region_filter_model.cpp catalog/region_filter_model.h
    catalog/subnet_rules.cpp catalog/subnet_rules.h
    catalog/table_roles.h
    catalog/undo_stack.cpp catalog/undo_stack.h
    catalog/validation_index.cpp catalog/validation_index.h
    catalog/validation_issue.h
    catalog/weakness.cpp catalog/weakness.h)
