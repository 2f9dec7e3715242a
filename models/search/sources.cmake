target_sources(models PRIVATE
    search/command_search.cpp search/command_search.h
    search/fuzzy_match.cpp search/fuzzy_match.h)
