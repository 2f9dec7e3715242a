target_sources(models PRIVATE
    catalog/gateway.cpp catalog/gateway.h
    catalog/region.cpp catalog/region.h)
