target_sources(models PRIVATE
    doctor/doctor_report.cpp doctor/doctor_report.h
    doctor/prober.cpp doctor/prober.h
)
