package io.facegate.registry;

/** A new key with its secrets, which exist in this form only once. */
public record MintedKey(String accessKeyId, String secretAccessKey, String apiKey, KeyRequest minting) {
    /** Prints no secret. */
    @Override
    public String toString() {
        return "Minted[" + accessKeyId + ']';
    }
}
