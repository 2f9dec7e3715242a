target_sources(models PRIVATE
    filter/filter_edit.cpp filter/filter_edit.h
    filter/filter_fault.cpp filter/filter_fault.h
    filter/filter_lexer.cpp filter/filter_lexer.h
    filter/filter_parser.cpp filter/filter_parser.h
    filter/filter_vocabulary.cpp filter/filter_vocabulary.h
    filter/list_filter.cpp filter/list_filter.h
    filter/row_facts.h)
