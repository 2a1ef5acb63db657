package io.facegate.policy.vocabulary;

/** Vendor of the API that was called, or the provider chosen on the neutral API; matched by {@code provider}. */
public enum Vendor {
    REKOGNITION("rekognition", "Amazon Rekognition"),
    AZURE_FACE("azure_face", "Azure Face"),
    AZURE_VISION("azure_vision", "Azure Vision"),
    AZURE_OPENAI("azure_openai", "Azure OpenAI"),
    GOOGLE_VISION("google_vision", "Google Vision"),
    GOOGLE_VIDEO("google_video", "Google Video Intelligence"),
    IBM_WATSON("ibm_watson", "IBM Watson Visual Recognition"),
    RING("ring", "Ring cameras and the requests to their owners"),
    COMPREFACE("compreface", "CompreFace"),
    FACEPLUSPLUS("faceplusplus", "Face++"),
    LOCAL("local", "the embedded engine");

    private final String code;
    private final String title;

    Vendor(String code, String title) {
        this.code = code;
        this.title = title;
    }

    /** The word in policies and calls. */
    public String code() {
        return code;
    }

    /** Short description. */
    public String title() {
        return title;
    }
}
