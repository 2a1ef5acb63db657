package io.facegate.policy.vocabulary;

/** Purpose of a call, declared by the caller and registered by an operator. */
public enum Purpose {
    MISSING_CHILD("missing_child", "Find a missing child"),
    MISSING_PERSON("missing_person", "Find a missing person"),
    DECEASED_IDENTIFICATION("deceased_identification", "Identify a dead person"),
    INCAPACITATED_PERSON("incapacitated_person", "Identify somebody who cannot say who they are"),
    TRAFFICKING_VICTIM("trafficking_victim", "Find or help a victim of trafficking"),
    CSAM_VICTIM_IDENTIFICATION("csam_victim_identification", "Identify a child in abuse material"),
    WITNESS_IDENTIFICATION("witness_identification", "Identify a witness"),
    SUSPECT_IDENTIFICATION("suspect_identification", "Identify a suspect"),
    INITIAL_SUSPECT_IDENTIFICATION(
            "initial_suspect_identification", "Identify a suspect for the first time from facts linked to an offence"),
    SUSPECT_SEARCH("suspect_search", "Search for a known suspect"),
    SERIOUS_CRIME("serious_crime", "Investigate a serious crime"),
    IMMINENT_THREAT("imminent_threat", "Avert an imminent threat to life"),
    TERROR_THREAT("terror_threat", "Avert a terrorist threat"),
    EMERGENCY_HARM("emergency_harm", "Prevent harm in an emergency"),
    PROTEST_MONITORING("protest_monitoring", "Watch a protest"),
    TRACKING("tracking", "Follow a person over time"),
    UNDERCOVER_VETTING("undercover_vetting", "Vet undercover officers for their safety"),
    EVIDENCE_REQUEST("evidence_request", "Ask for evidence"),
    USE_RECEIVED_EVIDENCE("use_received_evidence", "Use evidence that others found"),
    BORDER_ENTRY("border_entry", "Check identity at a border"),
    IMMIGRATION_ENFORCEMENT("immigration_enforcement", "Enforce immigration law"),
    ACCESS_CONTROL("access_control", "Control access"),
    DEVICE_UNLOCK("device_unlock", "Unlock one's own device"),
    ONBOARDING_KYC("onboarding_kyc", "Verify the identity of a new customer"),
    FRAUD_PREVENTION("fraud_prevention", "Prevent fraud"),
    ATTENDANCE("attendance", "Check attendance"),
    EXAM_PROCTORING("exam_proctoring", "Supervise an examination"),
    LOSS_PREVENTION("loss_prevention", "Prevent theft"),
    BANNED_PERSON_LIST("banned_person_list", "Keep listed people out"),
    LOYALTY("loyalty", "Recognise loyal customers"),
    CUSTOMER_ANALYTICS("customer_analytics", "Count and understand visitors"),
    EMOTION_INFERENCE("emotion_inference", "Infer emotions"),
    DRIVER_FATIGUE_SAFETY("driver_fatigue_safety", "Detect driver fatigue"),
    BENEFIT_ELIGIBILITY("benefit_eligibility", "Check eligibility for a benefit"),
    PATIENT_IDENTITY("patient_identity", "Confirm the identity of patients"),
    MEDIA_TAGGING("media_tagging", "Tag people in media"),
    CELEBRITY_TAGGING("celebrity_tagging", "Tag celebrities in media"),
    GALLERY_BUILDING("gallery_building", "Build a gallery of faces"),
    DATA_SALE("data_sale", "Sell face data"),
    REDACTION("redaction", "Hide faces in pictures"),
    ACCESSIBILITY_DESCRIPTION("accessibility_description", "Describe a scene to a person with a disability"),
    RESEARCH_BENCHMARK("research_benchmark", "Measure how well engines work"),
    SECURITY_TESTING("security_testing", "Test the security of a system"),
    LEGAL_COMPLIANCE("legal_compliance", "Meet a legal duty"),
    HOME_NOTIFICATION("home_notification", "Tell a household who is at the door");

    private final String code;
    private final String title;

    Purpose(String code, String title) {
        this.code = code;
        this.title = title;
    }

    /** The word in policies and the registry. */
    public String code() {
        return code;
    }

    /** Short description. */
    public String title() {
        return title;
    }
}
