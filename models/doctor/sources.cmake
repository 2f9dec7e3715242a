target_sources(models PRIVATE
    doctor/doctor_facts.cpp doctor/doctor_facts.h
    doctor/doctor_report.cpp doctor/doctor_report.h
    doctor/doctor_run.cpp doctor/doctor_run.h
    doctor/doctor_text.cpp doctor/doctor_text.h
    doctor/health_monitor.cpp doctor/health_monitor.h
    doctor/health_text.cpp doctor/health_text.h
    doctor/mtu_search.cpp doctor/mtu_search.h
    doctor/path_checks.cpp doctor/path_checks.h
    doctor/peer_measure.cpp doctor/peer_measure.h
    doctor/prober.cpp doctor/prober.h
    doctor/traffic_checks.cpp doctor/traffic_checks.h
)
