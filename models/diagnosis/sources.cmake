target_sources(models PRIVATE
    diagnosis/checks.cpp diagnosis/checks.h
    diagnosis/diagnose.cpp diagnosis/diagnose.h
    diagnosis/diagnosis.h
    diagnosis/diagnosis_code.cpp diagnosis/diagnosis_code.h
    diagnosis/diagnosis_feed.cpp diagnosis/diagnosis_feed.h
    diagnosis/diagnosis_text.cpp diagnosis/diagnosis_text.h
    diagnosis/evidence.cpp diagnosis/evidence.h
    diagnosis/fix_text.cpp
    diagnosis/peer_report.cpp diagnosis/peer_report.h
    diagnosis/rules.h
    diagnosis/rules_doubt.cpp
    diagnosis/rules_identity.cpp
    diagnosis/rules_path.cpp
    diagnosis/rules_proposals.cpp
    diagnosis/rules_standing.cpp
    diagnosis/suite_words.cpp diagnosis/suite_words.h
    diagnosis/symptoms.cpp diagnosis/symptoms.h
    diagnosis/trials.cpp diagnosis/trials.h)
