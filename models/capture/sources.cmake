target_sources(models PRIVATE
    capture/capture_controller.cpp capture/capture_controller.h
    capture/capture_text.cpp capture/capture_text.h
)
