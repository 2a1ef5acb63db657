package io.facegate.registry;

/** A new key with its secrets; they are available in clear text only here. */
public record MintedKey(String accessKeyId, String secretAccessKey, String apiKey, KeyRequest request) {
    /** Prints no secret. */
    @Override
    public String toString() {
        return "MintedKey[" + accessKeyId + ']';
    }
}
