package io.facegate.console.mine;

import io.facegate.console.PageLanguage;
import io.facegate.registry.MintedKey;
import org.jspecify.annotations.Nullable;

/**
 * What became of a change of a key.
 *
 * @param minted the new key, whose secrets are on this page only; or null
 * @param warned whether calls with it may be refused as things are
 * @param done what was done, or an empty text
 * @param problem why nothing was done, or an empty text
 */
record KeyResult(@Nullable MintedKey minted, boolean warned, String done, String problem) {
    static final KeyResult NONE = new KeyResult(null, false, "", "");

    static KeyResult of(MintedKey minted, boolean warned) {
        return new KeyResult(minted, warned, "", "");
    }

    static KeyResult done(PageLanguage speech, String key) {
        return new KeyResult(null, false, speech.say(key), "");
    }

    static KeyResult refused(String why) {
        return new KeyResult(null, false, "", why);
    }

    /** The secrets, as a shell takes them. A key has no character that a shell reads inside single quotes. */
    public String exports() {
        return minted == null
                ? ""
                : "export FACEGATE_API_KEY='" + minted.apiKey() + "'\nexport AWS_ACCESS_KEY_ID='" + minted.accessKeyId()
                        + "'\nexport AWS_SECRET_ACCESS_KEY='" + minted.secretAccessKey() + "'";
    }
}
