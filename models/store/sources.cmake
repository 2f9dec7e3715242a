target_sources(models PRIVATE
    store/data_directory.cpp store/data_directory.h
    store/database.cpp store/database.h
    store/private_file.cpp store/private_file.h
    store/reading_alone.cpp store/reading_alone.h
    store/save_queue.cpp store/save_queue.h
    store/secret_file.cpp
    store/secret_store.cpp store/secret_store.h
    store/settings.cpp store/settings.h
    store/settings_file.cpp store/settings_file.h
    store/store_error.h
    store/writer_lock.cpp store/writer_lock.h)
