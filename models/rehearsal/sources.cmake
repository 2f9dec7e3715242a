target_sources(models PRIVATE
    rehearsal/rehearsal_diagnosis.cpp rehearsal/rehearsal_diagnosis.h
    rehearsal/rehearsal_mistake.cpp rehearsal/rehearsal_mistake.h
    rehearsal/rehearsal_peer.cpp rehearsal/rehearsal_peer.h
    rehearsal/rehearsal_run.cpp rehearsal/rehearsal_run.h
    rehearsal/rehearsal_setup.cpp rehearsal/rehearsal_setup.h
    rehearsal/rehearsal_text.cpp rehearsal/rehearsal_text.h
)
